"""The first file that a stranger's Python reads."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.terminal import ROOT

BOOTSTRAP = ROOT / "tools" / "bootstrap.py"
LAUNCHER = ROOT / "tools" / "python.sh"


def test_an_old_python_can_read_it() -> None:
    ast.parse(BOOTSTRAP.read_text(), feature_version=(3, 4))


def test_it_asks_for_the_version_before_it_imports_anything_newer() -> None:
    body = ast.parse(BOOTSTRAP.read_text()).body
    kinds = [type(statement).__name__ for statement in body]
    assert kinds.index("If") < kinds.index("ImportFrom")


def old_python(place: Path) -> Path:
    """A program that behaves like Python 3.9 for this script's question."""
    program = place / "python3.11"
    program.write_text(
        "#!/bin/sh\n"
        f'exec "{sys.executable}" - "$@" <<END\n'
        "import runpy, sys\n"
        "sys.version_info = (3, 9, 18, 'final', 0)\n"
        f"sys.argv = ['{BOOTSTRAP}', 'run']\n"
        "'$1' == '-c' or runpy.run_path(sys.argv[0], run_name='__main__')\n"
        "END\n"
    )
    program.chmod(0o755)
    return program


def launch(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(LAUNCHER), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def test_python_too_old_is_one_sentence(tmp_path: Path) -> None:
    done = launch(str(BOOTSTRAP), "run", PYTHON=str(old_python(tmp_path)))
    assert done.returncode == 1
    assert done.stderr == (
        "The club needs Python 3.11 or newer and this is Python 3.9: install a newer one, or name "
        "it with PYTHON=/path/to/python3.11.\n"
    )


def test_python_that_is_not_there_is_one_sentence() -> None:
    done = launch("--version", PYTHON="/nowhere/python")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "PYTHON=/nowhere/python is not a Python that runs: name one of version 3.11 or newer.\n"
    )


@pytest.mark.parametrize("broken", ["python3.11", "python3.12"])
def test_a_python_that_does_not_answer_is_passed_over(tmp_path: Path, broken: str) -> None:
    for name, text in ((broken, "exit 127"), ("python3", f'exec "{sys.executable}" "$@"')):
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    done = launch("-c", "print('here')", PYTHON="", PATH=f"{tmp_path}:/usr/bin:/bin")
    assert done.stdout == "here\n"
