"""`make lock`: resolve requirements*.in into the pinned requirements*.txt.

For every system and every Python from 3.11 on, so that one file fits all. Versions stay as they
are unless their file asks for others; `--upgrade` and `--upgrade-package NAME` go to uv.
"""

import subprocess
import sys
from collections.abc import Sequence

from tools.install import UV
from tools.terminal import ROOT

OPTIONS = (
    *("--universal", "--python-version", "3.11", "--no-strip-extras", "--quiet"),
    *("--custom-compile-command", "make lock"),
)


def lock(source: str, target: str, *more: str) -> None:
    """Resolve one file."""
    command = [str(UV), "pip", "compile", source, "--output-file", target, *OPTIONS, *more]
    subprocess.run(command, cwd=ROOT, check=True)


def main(arguments: Sequence[str]) -> None:
    """Resolve what runs, then what tests it, with the versions of the first."""
    lock("requirements.in", "requirements.txt", *arguments)
    lock("requirements-dev.in", "requirements-dev.txt", "-c", "requirements.txt", *arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
