"""Templates on SQLite: a file, copied."""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.database.fingerprint import fingerprint
from tests.database.rows import migrate_and_open

KEPT = 3


class SqliteTemplate:
    """A migrated file under the test runner's cache, named by the fingerprint of the migrations."""

    def __init__(self, kept_in: Path) -> None:
        self.place = kept_in
        self.path = kept_in / f"{fingerprint()}.sqlite3"
        self.copy = Path(connection.settings_dict["NAME"])

    def ensure(self) -> None:
        """Make the template unless it is there; the other processes wait for the first."""
        with self._one_at_a_time(self.place):
            if not self.path.exists():
                self._make(self.path, migrate_and_open)
                self._forget_old()
            os.utime(self.path)

    def ensure_filled(self, name: str, fill: Callable[[], None]) -> None:
        """Make the template with more rows, for this run alone, unless it is there."""
        with self._one_at_a_time(settings.PART.parent):
            if not self._filled(name).exists():
                self._make(self._filled(name), fill, self.path)

    def clone(self) -> None:
        """Give this process a database of its own."""
        self.restore()

    def restore(self, name: str = "") -> None:
        """Bring this process' database back to the template, also under an open connection.

        With a name, to the one that was filled under that name.
        """
        connection.close()
        _copy(self._filled(name) if name else self.path, self.copy)

    def drop(self) -> None:
        """Remove this process' database."""
        connection.close()
        for path in self.copy.parent.glob(f"{self.copy.name}*"):
            path.unlink()

    def drop_filled(self, name: str) -> None:
        """Nothing to do: the file goes with the directory of the run."""

    def _filled(self, name: str) -> Path:
        return settings.PART.parent / f"{name}.sqlite3"

    @contextmanager
    def _one_at_a_time(self, place: Path) -> Iterator[None]:
        with (place / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make(self, target: Path, fill: Callable[[], None], begin: Path | None = None) -> None:
        """Fill a new database, or a copy of the one to begin with, and move it to its place."""
        unfinished = target.with_suffix(".unfinished")
        for path in target.parent.glob(f"{unfinished.name}*"):
            path.unlink()
        connection.close()
        if begin:
            _copy(begin, unfinished)
        connection.settings_dict["NAME"] = str(unfinished)
        try:
            fill()
            connection.close()
        finally:
            connection.settings_dict["NAME"] = str(self.copy)
        with closing(sqlite3.connect(unfinished)) as plain:
            plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        unfinished.replace(target)

    def _forget_old(self) -> None:
        """Keep the few that were used last: people change branches and come back."""
        by_age = sorted(self.place.glob("*.sqlite3"), key=lambda p: p.stat().st_mtime, reverse=True)
        for path in by_age[KEPT:]:
            path.unlink()


def _copy(template: Path, to: Path) -> None:
    source = sqlite3.connect(f"{template.as_uri()}?immutable=1", uri=True)
    with closing(source), closing(sqlite3.connect(to, timeout=20)) as copy:
        source.backup(copy)
