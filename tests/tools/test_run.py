"""`make run` from the outside: its sentences, its key, and the processes it starts and ends."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.children import Children
from tools.port import HOST, chosen_port, require_free
from tools.run import keep_secret_key, web_options
from tools.terminal import ROOT, Refusal, is_disk_full, require_space


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.create_server((HOST, 0)) as server:
        yield server.getsockname()[1]


# --- The port -------------------------------------------------------------------------------
def test_port_taken_names_another_that_is_free(taken: int) -> None:
    with pytest.raises(Refusal) as refusal:
        require_free(taken)
    sentence = str(refusal.value)
    assert sentence.startswith(f"Port {taken} is taken by another program: choose a free one with ")
    other = int(sentence.partition("PORT=")[2].partition(" make run.")[0])
    require_free(other)


@pytest.mark.parametrize("text", ["abc", "0", "-1", "65536", "80 80", "٨٠٠٠"])
def test_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(Refusal, match="is not a port"):
        chosen_port()


@pytest.mark.parametrize(("text", "port"), [("", 8000), ("8001", 8001)])
def test_port_is_chosen(monkeypatch: pytest.MonkeyPatch, text: str, port: int) -> None:
    monkeypatch.setenv("PORT", text)
    assert chosen_port() == port


# --- The web server -------------------------------------------------------------------------
def test_web_server_believes_no_header_about_who_asks() -> None:
    """No proxy stands before it: else anybody could choose the address that failures count for."""
    assert "--no-proxy-headers" in web_options(8000)


# --- The disk -------------------------------------------------------------------------------
def test_disk_nearly_full_is_refused(tmp_path: Path) -> None:
    require_space(tmp_path / "not" / "yet" / "there", 1)
    with pytest.raises(Refusal, match="is nearly full"):
        require_space(tmp_path, 10**9)


@pytest.mark.parametrize(
    "words",
    [
        "[Errno 28] No space left on device: '/x'",
        "sqlite3.OperationalError: database or disk is full",
        "failed to write: No space left on device (os error 28)",
    ],
)
def test_disk_full_is_understood(words: str) -> None:
    assert is_disk_full(words)


# --- The key --------------------------------------------------------------------------------
def test_secret_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret_key"
    keep_secret_key(path)
    first = path.read_text()
    keep_secret_key(path)
    assert path.read_text() == first
    assert len(first) > 60
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_secret_key_cut_off_by_a_crash_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    path.touch()
    keep_secret_key(path)
    assert path.read_text()


# --- The processes --------------------------------------------------------------------------
SLEEPER = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_child_that_ends_is_named() -> None:
    children = Children(os.environ)
    children.start("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    children.start("clock", [sys.executable, "-c", SLEEPER])
    sentence = children.watch(lambda: None)
    children.stop()
    assert sentence == "The worker ended by itself (exit code 3)."
    assert [p.poll() for p in children.processes.values()] == [3, -signal.SIGTERM]


def test_a_child_that_was_killed_is_named_with_its_signal() -> None:
    children = Children(os.environ)
    children.start("worker", [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"])
    assert children.watch(lambda: None) == "The worker ended by itself (signal SIGKILL)."


@pytest.mark.parametrize(("wish", "code"), [(False, 3), (True, None)])
def test_a_child_is_waited_for_until_somebody_wants_to_stop(wish: bool, code: int | None) -> None:
    children = Children(os.environ, stopping=wish)
    program = SLEEPER if wish else "raise SystemExit(3)"
    children.start("preparation", [sys.executable, "-c", program])
    assert children.finish("preparation") == code


def test_a_child_that_does_not_listen_is_ended_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tools.children.GENTLE_SECONDS", 1)
    children = Children(os.environ)
    children.start("worker", [sys.executable, "-c", STUBBORN])
    time.sleep(0.5)
    children.stop()
    assert children.processes["worker"].poll() == -signal.SIGKILL


PARENT = """
import os, sys
from tools.children import Children
children = Children(os.environ)
children.listen()
for name in ("one", "two"):
    children.start(name, [sys.executable, "-c", "import time; time.sleep(60)"])
print(*(p.pid for p in children.processes.values()), flush=True)
children.watch(lambda: None)
children.stop()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_child_outlives_its_parent(number: signal.Signals) -> None:
    if number == signal.SIGKILL and sys.platform != "linux":
        pytest.skip("Only Linux tells a child that its parent was killed.")
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert [is_running(pid) for pid in pids] == [True, True]
        parent.send_signal(number)
        parent.wait(10)
    deadline = time.monotonic() + 5
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [is_running(pid) for pid in pids] == [False, False]
