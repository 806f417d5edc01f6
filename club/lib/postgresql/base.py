"""A pool of PostgreSQL connections that outlives a restart of the server.

After a restart every connection that waits in a pool is dead. The pool's own check looks at one
when it is asked for, and pauses after each dead one for one second, two, four and so on: with ten
of them the first to ask waits a minute and then fails. Here the first who is given a dead one has
all of them looked at, and replaced, at once.
"""

from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgresWrapper
from psycopg import Error


class DatabaseWrapper(PostgresWrapper):
    """A connection from the pool that has just answered. Leave `CONN_HEALTH_CHECKS` off."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """One that answers; one without a pool is new and therefore not asked."""
        found = super().get_new_connection(conn_params)
        pool = self.pool
        if pool is None or _answers(found):
            return found
        pool.putconn(found)
        pool.check()
        return super().get_new_connection(conn_params)


def _answers(connection: Any) -> bool:
    try:
        connection.execute("SELECT 1")
    except Error:
        return False
    return True
