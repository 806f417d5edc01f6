"""The project's own files, as the rules look at them."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = tuple(sorted(path.parent.name for path in ROOT.glob("*/apps.py")))
NOT_OURS = {"vendor", "migrations", "__pycache__"}


def own_files(pattern: str, places: Iterable[str] = APPS) -> list[Path]:
    """The files below `places` that match, without migrations and what others wrote."""
    found = (path for place in places for path in (ROOT / place).rglob(pattern))
    return sorted(path for path in found if not NOT_OURS & set(path.relative_to(ROOT).parts))


def name_of(path: Path) -> str:
    """The path inside the project."""
    return path.relative_to(ROOT).as_posix()
