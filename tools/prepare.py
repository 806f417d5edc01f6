"""Brings the club's database, static files and demo up to date before it is served.

A new embedded database is made beside its place and moved there when it is complete, so that one
whose making was interrupted is never served: the next run makes it again.
"""

import hashlib
import io
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tools.terminal import (
    ROOT,
    Refusal,
    disk_is_full,
    is_disk_full,
    one_at_a_time,
    refusals_as_sentences,
    step,
)


def main() -> None:
    """Prepare the club that the environment describes. Raises Refusal."""
    _set_up()
    from django.conf import settings

    var = Path(settings.VAR_DIR)
    with one_at_a_time(var), _database_refusals(var):
        collect_static(var)
        if os.environ.get("DATABASE_URL"):
            prepare_named_database(var, demo=settings.DEMO)
        else:
            prepare_embedded_database(demo=settings.DEMO)


def _set_up() -> None:
    """Load settings and apps; what the environment lacks becomes one sentence."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "club.settings.base")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Refusal(str(error)) from None


@contextmanager
def _database_refusals(var: Path) -> Iterator[None]:
    from django.db import OperationalError

    try:
        yield
    except OperationalError as error:
        if is_disk_full(str(error)):
            raise disk_is_full(var) from None
        raise Refusal(f"The database cannot be used: {str(error).strip()}") from None


# --- Static files ---------------------------------------------------------------------------
def collect_static(var: Path) -> None:
    """Gather and compress the static files, unless they are as they were."""
    from django.conf import settings
    from django.core.management import call_command

    stamp, mark = var / "static.stamp", _static_mark()
    if stamp.exists() and stamp.read_text() == mark and Path(settings.STATIC_ROOT).is_dir():
        return
    stamp.unlink(missing_ok=True)
    with step("Styles, scripts and pictures of the site"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(mark)


def _static_mark() -> str:
    """What decides whether the gathered files are still good: the pins and every own file."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    places = [ROOT / "static", *sorted(app.parent / "static" for app in ROOT.glob("*/apps.py"))]
    for path in sorted(p for place in places for p in place.rglob("*") if p.is_file()):
        facts = path.stat()
        digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


# --- Database -------------------------------------------------------------------------------
def prepare_embedded_database(*, demo: bool) -> None:
    """Migrate the SQLite file; make it with its demo when there is none yet."""
    from django.db import connection

    place = Path(connection.settings_dict["NAME"])
    if place.exists():
        migrate()
        return
    unfinished = place.parent / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    connection.settings_dict["NAME"] = str(unfinished / place.name)
    # A power cut only means that it is made again: no need to wait for the disk at each step.
    options = {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"}
    connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"], **options}
    migrate()
    if demo:
        load_demo()
    connection.close()
    _settle(unfinished / place.name)
    (unfinished / place.name).replace(place)
    shutil.rmtree(unfinished)


def _settle(database: Path) -> None:
    """Bring what still stands in the write-ahead log into the file itself, and that to the disk."""
    with closing(sqlite3.connect(database)) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with database.open("rb") as file:
        os.fsync(file.fileno())


def prepare_named_database(var: Path, *, demo: bool) -> None:
    """Migrate the database that DATABASE_URL names, with the demo when it was empty.

    A file in var/ stands while the demo is being made. Raises Refusal when it is found again:
    the making was interrupted, and only the owner may empty that database.
    """
    from django.db import connection

    marker = var / "demo-unfinished"
    owner = hashlib.sha256(os.environ["DATABASE_URL"].encode()).hexdigest()
    is_new = "django_migrations" not in connection.introspection.table_names()
    if marker.exists() and marker.read_text() == owner and not is_new:
        raise Refusal(
            "The demo in the database of DATABASE_URL was interrupted half way: empty that "
            "database, then type make run again."
        )
    if is_new and demo:
        marker.write_text(owner)
    migrate()
    if is_new and demo:
        load_demo()
        marker.unlink()


def migrate() -> None:
    """Apply the migrations that are missing, showing how far it is."""
    from django.core.management import call_command
    from django.core.management.commands.migrate import Command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    with step("Database") as progress:
        done = 0

        class Counting(Command):
            """The framework's command, which tells each step to the progress line."""

            def migration_progress_callback(self, action: str, *args: Any, **kwargs: Any) -> None:
                nonlocal done
                done += action == "apply_success"
                progress.state = f"step {done} of {len(plan)},"

        call_command(Counting(), interactive=False, verbosity=0)


def load_demo() -> None:
    """Fill a new club with its stories, showing which one is told."""
    from django.core.management import call_command

    with step("A year of the demo club") as progress:

        class Telling(io.StringIO):
            """Hears what the command says, and lets the progress line say it."""

            def write(self, text: str) -> int:
                progress.state = text.strip() or progress.state
                return len(text)

        call_command("load_demo", stdout=Telling())


if __name__ == "__main__":
    with refusals_as_sentences():
        main()
