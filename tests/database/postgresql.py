"""Templates on PostgreSQL: a database, copied by the server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.sql import SQL, Identifier

from tests.database.fingerprint import fingerprint
from tests.database.rows import migrate_and_open

LOCK = 7_301_985
PREFIX = "club_template_"
UNFINISHED = f"{PREFIX}unfinished"


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
            known = self._lock(server)
            if self.name not in known:
                for old in known:
                    if old.startswith(PREFIX):
                        self._drop(server, old)
                self._make(server, self.name, migrate_and_open)

    def ensure_filled(self, name: str, fill: Callable[[], None]) -> None:
        """Make the template with more rows, for this run alone, unless it is there."""
        with self._server() as server:
            if self._filled(name) not in self._lock(server):
                self._drop(server, UNFINISHED)
                self._make(server, self._filled(name), fill, self.name)

    def clone(self) -> None:
        """Give this process a database of its own."""
        with self._server() as server:
            self._copy(server, self.name, self.copy)

    def restore(self, name: str = "") -> None:
        """Make this process' database anew from the template, also under open connections.

        With a name, from the one that was filled under that name.
        """
        self._close()
        with self._server() as server:
            self._drop(server, self.copy)
            self._copy(server, self._filled(name) if name else self.name, self.copy)

    def drop(self) -> None:
        """Remove this process' database."""
        self._close()
        with self._server() as server:
            self._drop(server, self.copy)

    def drop_filled(self, name: str) -> None:
        """Remove what was made for this run, when no process needs it any more."""
        with self._server() as server:
            self._drop(server, self._filled(name))

    def _filled(self, name: str) -> str:
        return f"{settings.PART.parent.name}_{name}".replace("-", "_").lower()

    def _lock(self, server: psycopg.Connection) -> set[str]:
        """Wait until no other process makes a database; the names of those that are there."""
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        return {row[0] for row in server.execute("SELECT datname FROM pg_database")}

    def _make(
        self,
        server: psycopg.Connection,
        name: str,
        fill: Callable[[], None],
        begin: str = "template1",
    ) -> None:
        """Fill a new database, or a copy of the one to begin with, and give it its name."""
        self._close()
        self._copy(server, begin, UNFINISHED)
        connection.settings_dict["NAME"] = UNFINISHED
        try:
            fill()
        finally:
            self._close()
            connection.settings_dict["NAME"] = self.copy
        rename = SQL("ALTER DATABASE {} RENAME TO {}")
        server.execute(rename.format(Identifier(UNFINISHED), Identifier(name)))

    def _copy(self, server: psycopg.Connection, template: str, to: str) -> None:
        create = SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(create.format(Identifier(to), Identifier(template)))

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
