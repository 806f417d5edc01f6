"""A migration is named by what it does: the names that the framework makes up say nothing."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.terminal import ROOT, say

GOOD = re.compile(r"\d{4}_[a-z0-9]+(_[a-z0-9]+)*\.py")
MADE_UP = re.compile(r"_auto_\d|_initial\.py$|_and_more\.py$")


def badly_named(paths: Iterable[Path]) -> list[Path]:
    """Those of the migration files whose name says nothing."""
    return [p for p in paths if not GOOD.fullmatch(p.name) or MADE_UP.search(p.name)]


def migration_files(root: Path = ROOT) -> list[Path]:
    """Every migration of the project."""
    return sorted(p for p in root.glob("*/migrations/*.py") if not p.name.startswith("_"))


def main() -> int:
    """Name the migrations to rename; the exit code."""
    bad = badly_named(migration_files())
    for path in bad:
        say(f"{path.relative_to(ROOT)}: name it by what it does.")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
