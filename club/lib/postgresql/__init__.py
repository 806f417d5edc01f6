"""Django's PostgreSQL, with a pool that recovers at once; named as `ENGINE` of a database."""
