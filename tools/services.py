"""Private PostgreSQL and Redis servers for the length of one command.

    python -m tools.services -m pytest

What DATABASE_URL or REDIS_URL names is used as it is. The other is started from the system's own
programs on a free loopback port, with its data in a temporary directory, and stopped afterwards.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from tools.terminal import Refusal, refusals_as_sentences

HOST = "127.0.0.1"
START_SECONDS = 30
STOP_SECONDS = 10
#: Nothing that a test writes has to survive a power cut, and no query of a test is worth compiling.
FAST = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off"),
    *("autovacuum=off", "jit=off", "max_connections=200"),
)


def main(arguments: Sequence[str]) -> int:
    """Run `python <arguments>` with both services; its exit code. Raises Refusal."""
    signal.signal(signal.SIGTERM, _leave)
    environment = dict(os.environ)
    with ExitStack() as stack:
        if not environment.get("DATABASE_URL"):
            environment["DATABASE_URL"] = stack.enter_context(postgresql())
        if not environment.get("REDIS_URL"):
            environment["REDIS_URL"] = stack.enter_context(redis())
        return _run([sys.executable, *arguments], environment)


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(1)


def _run(command: Sequence[str], environment: dict[str, str]) -> int:
    """Run a command that shares our terminal: Ctrl-C reaches both, and it ends first."""
    with subprocess.Popen(command, env=environment) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
            except SystemExit:
                process.terminate()
                process.wait()
                raise


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL server for the length of the block; its DATABASE_URL. Raises Refusal."""
    programs, port, password = _postgresql_programs(), _free_port(), secrets.token_urlsafe(16)
    with _place() as place:
        (place / "password").write_text(password)
        _initialise(programs / "initdb", place)
        settings = [f"-c{setting}" for setting in (*FAST, "unix_socket_directories=")]
        server: list[str | Path] = [
            programs / "postgres",
            "-D",
            place / "data",
            "-h",
            HOST,
            "-p",
            str(port),
        ]
        with _server([*server, *settings], place, signal.SIGINT):
            ready: list[str | Path] = [programs / "pg_isready", "-q", "-h", HOST, "-p", str(port)]
            _wait_for("PostgreSQL", place, lambda: subprocess.run(ready).returncode == 0)
            yield f"postgres://club:{password}@{HOST}:{port}/postgres"


def _initialise(initdb: Path, place: Path) -> None:
    options = ["-U", "club", "-E", "UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", "--no-sync"]
    done = subprocess.run(
        [initdb, "-D", place / "data", f"--pwfile={place / 'password'}", *options],
        capture_output=True,
        text=True,
        cwd=place,
        **_unprivileged(),
    )
    if done.returncode:
        raise Refusal(f"PostgreSQL could not be set up: {done.stderr.strip()}")


def _postgresql_programs() -> Path:
    """The directory of the newest server there is. Raises Refusal when there is none."""
    homes = [found.parent for found in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    elsewhere = shutil.which("initdb")
    if homes:
        return max(homes, key=lambda home: float(home.parent.name))
    if elsewhere:
        return Path(elsewhere).resolve().parent
    raise _missing("PostgreSQL", "postgresql", "DATABASE_URL")


@contextmanager
def redis() -> Iterator[str]:
    """A Redis server for the length of the block; its REDIS_URL. Raises Refusal."""
    program, port, password = shutil.which("redis-server"), _free_port(), secrets.token_urlsafe(16)
    if program is None:
        raise _missing("Redis", "redis-server", "REDIS_URL")
    with _place() as place:
        settings = place / "redis.conf"
        settings.write_text(
            f'bind {HOST}\nport {port}\nrequirepass "{password}"\nsave ""\nappendonly no\n'
            f"daemonize no\ndir {place}\n"
        )
        with _server([program, settings], place, signal.SIGTERM):
            _wait_for("Redis", place, lambda: _listens(port))
            yield f"redis://:{password}@{HOST}:{port}/0"


def _missing(what: str, package: str, variable: str) -> Refusal:
    return Refusal(
        f"{what} is not installed: install it (Debian and Ubuntu: apt install {package}), or name "
        f"a server in {variable}."
    )


@contextmanager
def _place() -> Iterator[Path]:
    """A temporary directory that belongs to whom the servers run as."""
    with tempfile.TemporaryDirectory(prefix="club-service-", ignore_cleanup_errors=True) as name:
        who = _unprivileged()
        if who:
            os.chown(name, who["user"], who["group"])
        yield Path(name)


def _unprivileged() -> dict[str, Any]:
    """How to start a process: as the caller, or for root as somebody without its rights."""
    if os.geteuid() != 0:
        return {}
    known = {person.pw_name: person for person in pwd.getpwall()}
    person = known.get("postgres") or known.get("nobody")
    if person is None:
        raise Refusal("PostgreSQL does not run as root, and this system has no other user for it.")
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


@contextmanager
def _server(command: Sequence[str | Path], place: Path, goodbye: signal.Signals) -> Iterator[None]:
    """A server in a session of its own, its words kept in a file, ended after the block."""
    with (place / "log").open("w") as log:
        process = subprocess.Popen(
            command,
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=place,
            start_new_session=True,
            **_unprivileged(),
        )
    try:
        yield
    finally:
        process.send_signal(goodbye)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(what: str, place: Path, is_ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_ready():
        if time.monotonic() > deadline:
            raise Refusal(f"{what} did not start: {(place / 'log').read_text().strip()}")
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


if __name__ == "__main__":
    with refusals_as_sentences():
        sys.exit(main(sys.argv[1:]))
