"""What must hold of a database before it is migrated."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def check_folded_migrations(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """No database stopped between migrations that were folded into one since.

    Django would leave out the migration that replaces them, and find nothing to apply.
    """
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    found: list[CheckMessage] = []
    for alias in databases or ():
        applied = MigrationRecorder(connections[alias]).applied_migrations().keys()
        for (app, name), migration in sorted(loader.disk_migrations.items()):
            missing = set(migration.replaces) - applied
            if missing != set(migration.replaces) and missing - loader.disk_migrations.keys():
                names = ", ".join(sorted(name for _app, name in missing))
                found.append(
                    Error(
                        f"The database {alias} stopped between the migrations that {app}.{name} "
                        f"replaces. Missing: {names}.",
                        hint="Migrate it first with the last version that has them.",
                        id="club.E001",
                    )
                )
    return found
