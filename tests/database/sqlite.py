"""Templates on SQLite: a file, copied."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from tests.database.fingerprint import fingerprint
from tests.database.rows import open_the_club

KEPT = 3


class SqliteTemplate:
    """A migrated file under the test runner's cache, named by the fingerprint of the migrations."""

    def __init__(self, kept_in: Path) -> None:
        self.place = kept_in
        self.path = kept_in / f"{fingerprint()}.sqlite3"
        self.copy = Path(connection.settings_dict["NAME"])

    def ensure(self) -> None:
        """Make the template unless it is there; the other processes wait for the first."""
        with self._one_at_a_time():
            if not self.path.exists():
                self._make()
            os.utime(self.path)

    def clone(self) -> None:
        """Give this process a database of its own."""
        self.restore()

    def restore(self) -> None:
        """Bring this process' database back to the template, also under an open connection."""
        connection.close()
        template = sqlite3.connect(f"{self.path.as_uri()}?immutable=1", uri=True)
        with closing(template), closing(sqlite3.connect(self.copy, timeout=20)) as copy:
            template.backup(copy)

    def drop(self) -> None:
        """Remove this process' database."""
        connection.close()
        for path in self.copy.parent.glob(f"{self.copy.name}*"):
            path.unlink()

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.place / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make(self) -> None:
        unfinished = self.path.with_suffix(".unfinished")
        for path in self.place.glob(f"{unfinished.name}*"):
            path.unlink()
        connection.settings_dict["NAME"] = str(unfinished)
        try:
            call_command("migrate", interactive=False, verbosity=0)
            open_the_club()
            connection.close()
        finally:
            connection.settings_dict["NAME"] = str(self.copy)
        with closing(sqlite3.connect(unfinished)) as plain:
            plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        unfinished.replace(self.path)
        self._forget_old()

    def _forget_old(self) -> None:
        """Keep the few that were used last: people change branches and come back."""
        by_age = sorted(self.place.glob("*.sqlite3"), key=lambda p: p.stat().st_mtime, reverse=True)
        for path in by_age[KEPT:]:
            path.unlink()
