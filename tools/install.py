"""Makes .venv and keeps it equal to the pinned requirements."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from tools.port import chosen_port, require_free
from tools.terminal import (
    ROOT,
    Refusal,
    disk_is_full,
    is_disk_full,
    one_at_a_time,
    refusals_as_sentences,
    require_space,
    run_quietly,
    say,
)

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
UV_PIN = "uv==0.13.9"
REQUIREMENTS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
MEGABYTES = {"run": 700, "dev": 1200}
NETWORK_SIGNS = (
    "Failed to fetch",
    "error sending request",
    "dns error",
    "connect error",
    "Connection refused",
    "Network is unreachable",
    "name resolution",
    "NewConnectionError",
    "Failed to establish a new connection",
    "ConnectTimeout",
    "Read timed out",
    "ProxyError",
    "SSLError",
)


def main(goal: str, command: Sequence[str]) -> NoReturn:
    """Install what the goal needs, unless it is there, and become `.venv/bin/python <command>`."""
    os.chdir(ROOT)
    with refusals_as_sentences():
        if goal == "run":
            require_free(chosen_port())
        if not is_installed(goal):
            with one_at_a_time(ROOT):
                install(goal)
    os.execve(PYTHON, [str(PYTHON), *command], _environment())


def is_installed(goal: str) -> bool:
    """Whether .venv stands where it was made and holds what the goal's requirements say."""
    stamp = _stamp(goal)
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == _mark(goal)


def install(goal: str) -> None:
    """Bring .venv to the state that the goal's requirements describe. Raises Refusal."""
    if is_installed(goal):
        return
    say("Installing into .venv (kept until the requirements change)")
    require_space(ROOT, MEGABYTES[goal])
    if not _venv_is_usable():
        _make_venv()
    _install_uv()
    _install_requirements(REQUIREMENTS[goal])
    _stamp(goal).write_text(_mark(goal))


def _stamp(goal: str) -> Path:
    return VENV / f"installed-{goal}"


def _mark(goal: str) -> str:
    """What decides whether an installation is still good: its place and its pins."""
    pins = (ROOT / REQUIREMENTS[goal]).read_bytes() + UV_PIN.encode()
    return f"{VENV} {hashlib.sha256(pins).hexdigest()}\n"


def _venv_is_usable() -> bool:
    """Whether .venv holds a Python that runs and is new enough."""
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    return PYTHON.exists() and _answers(PYTHON, "-c", question)


def _answers(*command: str | Path) -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0


def _make_venv() -> None:
    version = ".".join(map(str, sys.version_info[:3]))
    with_pip = _answers(sys.executable, "-c", "import ensurepip")
    command = [sys.executable, "-m", "venv", "--clear", *([] if with_pip else ["--without-pip"])]
    done, output = run_quietly(f"A Python {version} of its own", [*command, VENV])
    if not done:
        raise _why(output, "The virtual environment could not be made")


def _install_uv() -> None:
    """Put uv into .venv, with the pip of .venv or else the one of the Python that runs this."""
    if UV.exists() and _answers(UV, "--version"):
        return
    if _answers(PYTHON, "-m", "pip", "--version"):
        pip: list[str | Path] = [PYTHON, "-m", "pip"]
    elif _answers(sys.executable, "-m", "pip", "--python", PYTHON, "--version"):
        pip = [sys.executable, "-m", "pip", "--python", PYTHON]
    else:
        raise Refusal(
            "This Python has neither ensurepip nor pip: install them (on Debian and Ubuntu: "
            "apt install python3-venv), then type the same command again."
        )
    install = [*pip, "install", "--retries", "1", "--disable-pip-version-check", UV_PIN]
    done, output = run_quietly("The installer (uv)", install)
    if not done:
        raise _why(output, "The installer could not be installed")


def _install_requirements(name: str) -> None:
    """Install the pinned packages with uv, or with pip where only pip knows the way to an index."""
    count = sum("==" in line for line in (ROOT / name).read_text().splitlines())
    uv: list[str | Path] = [UV, "pip", "install", "--python", PYTHON, "-r", name]
    done, output = run_quietly(f"{count} packages", uv, _environment())
    if not done and _is_network(output) and _answers(PYTHON, "-m", "pip", "--version"):
        pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--retries", "1", "-r", name]
        done, output = run_quietly(f"{count} packages, with pip", pip)
    if not done:
        raise _why(output, "The packages could not be installed")


def _is_network(output: str) -> bool:
    return any(sign in output for sign in NETWORK_SIGNS)


def _why(output: str, what: str) -> Refusal:
    """The sentence for a failed installer: its own words only where they are needed."""
    if is_disk_full(output):
        return disk_is_full(ROOT)
    if _is_network(output):
        return Refusal(
            "The package index cannot be reached, and installing needs it: check the network or "
            "the proxy, then type the same command again."
        )
    return Refusal(f"{output.strip()}\n\n{what}; the reason stands above.")


def _environment() -> dict[str, str]:
    """The caller's environment, with compiled modules kept inside .venv.

    Compiling everything again at each start would cost seconds, and files beside the sources are
    not everybody's taste: where they were switched off they go to .venv.
    """
    environment = dict(os.environ, UV_NO_PROGRESS="1", UV_PYTHON_DOWNLOADS="never")
    environment.pop("VIRTUAL_ENV", None)
    if environment.pop("PYTHONDONTWRITEBYTECODE", None):
        environment.setdefault("PYTHONPYCACHEPREFIX", str(VENV / "pycache"))
    return environment
