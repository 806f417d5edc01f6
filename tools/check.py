"""`make check`: every check that needs no running club, each named, all of them run.

python -m tools.check            all of them
python -m tools.check types      only those whose name is given
"""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tools.terminal import ROOT, say

PYTHON = sys.executable
BIN = ROOT / ".venv" / "bin"
MANAGE = (PYTHON, "manage.py")


@dataclass(frozen=True)
class Check:
    """One command that must end well, with what the environment must say for it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def production() -> dict[str, str]:
    """Settings as on a real server, with values of no worth."""
    return {
        "DEMO": "0",
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "club.example",
        "BASE_URL": "https://club.example",
        "EMAIL_URL": "smtp+tls://club:secret@mail.club.example:587",
        "FROM_EMAIL": "Le Cercle <club@club.example>",
        "REPLY_MAILBOX_URL": "imaps://club:secret@mail.club.example",
    }


def checks() -> list[Check]:
    """All checks, the quick ones first."""
    return [
        Check("lint", [str(BIN / "ruff"), "check", "."]),
        Check("format", [str(BIN / "ruff"), "format", "--check", "."]),
        Check("imports", [str(BIN / "lint-imports"), "--no-logo"]),
        Check("migration-names", [PYTHON, "-m", "tools.migration_names"]),
        Check("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
        Check("templates", [PYTHON, "-m", "djlint", ".", "--lint", "--quiet"]),
        Check("template-format", [PYTHON, "-m", "djlint", ".", "--check"]),
        Check("translations", [PYTHON, "-m", "tools.translations", "check"]),
        Check("deploy", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], production()),
        Check("types", [PYTHON, "-m", "mypy", "."]),
    ]


def run(check: Check) -> bool:
    """Run one check; its words are shown when it fails, and when it skips a part."""
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**os.environ, **check.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    good = done.returncode == 0
    say(f"{'ok    ' if good else 'FAILED'} {check.name} ({time.monotonic() - began:.1f} s)")
    if not good:
        say(done.stdout.rstrip() + "\n")
    for line in done.stdout.splitlines() if good else ():
        if line.startswith("Skipped:"):
            say(f"       {line}")
    return good


def main(names: Sequence[str]) -> int:
    """Run the named checks, or all; the exit code."""
    known = {check.name: check for check in checks()}
    unknown = set(names) - set(known)
    if unknown:
        say(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
        return 2
    failed = [name for name in names or known if not run(known[name])]
    if failed:
        say(f"{len(failed)} of {len(names or known)} checks failed: {', '.join(failed)}.")
        return 1
    say("All checks passed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
