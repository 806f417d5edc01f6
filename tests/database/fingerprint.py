"""What decides whether a migrated database is still the one that the migrations would make."""

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
#: The operation of our own that schema migrations are made of.
OPERATION = ROOT / "club" / "lib" / "migrations.py"


def fingerprint() -> str:
    """A hash of every migration, and of the project's own code that data migrations call."""
    digest = hashlib.sha256()
    migrations = sorted(path for app in apps.get_app_configs() for path in _migrations(app.path))
    for path in [*migrations, OPERATION, *sorted(_code_behind(migrations))]:
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _migrations(app: str) -> Iterator[Path]:
    return Path(app, "migrations").glob("*.py")


def _code_behind(migrations: list[Path]) -> set[Path]:
    """The own modules that data migrations import, with those that these import in turn."""
    waiting = [p for p in migrations if p.is_relative_to(ROOT) and "RunPython" in p.read_text()]
    found: set[Path] = set()
    while waiting:
        fresh = set(_imported(waiting.pop())) - found
        found |= fresh
        waiting += fresh
    return found


def _imported(path: Path) -> Iterator[Path]:
    """The own files that one file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            place = ROOT.joinpath(*name.split("."))
            yield from (f for f in (place.with_suffix(".py"), place / "__init__.py") if f.exists())
