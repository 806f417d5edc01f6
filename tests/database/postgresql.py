"""Templates on PostgreSQL: a database, copied by the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg.sql import SQL, Identifier

from tests.database.fingerprint import fingerprint
from tests.database.rows import open_the_club

LOCK = 7_301_985
PREFIX = "club_template_"


class PostgresTemplate:
    """A migrated database on the server, named by the fingerprint of the migrations.

    It stays there for the next run; a newer one takes its place.
    """

    def __init__(self, _kept_in: Path) -> None:
        self.name = PREFIX + fingerprint()
        self.copy: str = connection.settings_dict["NAME"]

    def ensure(self) -> None:
        """Make the template unless it is there; the other processes wait for the first."""
        with self._server() as server:
            server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            known = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
            if self.name not in known:
                for old in known:
                    if old.startswith(PREFIX):
                        self._drop(server, old)
                self._make(server)

    def clone(self) -> None:
        """Give this process a database of its own."""
        with self._server() as server:
            self._copy(server)

    def restore(self) -> None:
        """Make this process' database anew from the template, also under open connections."""
        self._close()
        with self._server() as server:
            self._drop(server, self.copy)
            self._copy(server)

    def drop(self) -> None:
        """Remove this process' database."""
        self._close()
        with self._server() as server:
            self._drop(server, self.copy)

    def _make(self, server: psycopg.Connection) -> None:
        unfinished = f"{PREFIX}unfinished"
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(unfinished)))
        connection.settings_dict["NAME"] = unfinished
        try:
            call_command("migrate", interactive=False, verbosity=0)
            open_the_club()
        finally:
            self._close()
            connection.settings_dict["NAME"] = self.copy
        rename = SQL("ALTER DATABASE {} RENAME TO {}")
        server.execute(rename.format(Identifier(unfinished), Identifier(self.name)))

    def _copy(self, server: psycopg.Connection) -> None:
        create = SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(create.format(Identifier(self.copy), Identifier(self.name)))

    def _drop(self, server: psycopg.Connection, name: str) -> None:
        server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))

    def _close(self) -> None:
        connection.close()
        connection.close_pool()

    @contextmanager
    def _server(self) -> Iterator[psycopg.Connection]:
        """A connection that is not to this process' database."""
        facts = connection.settings_dict
        with psycopg.connect(
            host=facts["HOST"],
            port=facts["PORT"] or None,
            user=facts["USER"],
            password=facts["PASSWORD"],
            dbname=settings.MAINTENANCE_DATABASE,
            autocommit=True,
        ) as server:
            yield server
