"""What the person at the terminal reads: steps while they wait, a sentence when it cannot go on."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DISK_FULL = ("No space left on device", "os error 28", "database or disk is full")


class Refusal(Exception):
    """The command cannot go on; the text is the one sentence that says why and what to do."""


@contextmanager
def refusals_as_sentences() -> Iterator[None]:
    """Turn a refusal, a full disk or Ctrl-C into one sentence and an exit code."""
    try:
        yield
    except Refusal as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit("Stopped; type the same command again to go on.")
    except OSError as error:
        if is_disk_full(str(error)):
            sys.exit(str(disk_is_full(ROOT)))
        raise


def is_disk_full(text: str) -> bool:
    """Whether a program's words mean that the disk is full."""
    return any(sign in text for sign in DISK_FULL)


def disk_is_full(place: Path) -> Refusal:
    """The sentence for a disk that filled up on the way."""
    return Refusal(
        f"The disk that holds {place} is full: make room, then type the same command again."
    )


def require_space(place: Path, megabytes: int) -> None:
    """Raise Refusal unless the disk that holds `place` has this much room."""
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free // 1_000_000
    if free < megabytes:
        raise Refusal(
            f"The disk that holds {place} is nearly full: {free} MB are free and {megabytes} MB "
            "are needed; make room, then type the same command again."
        )


@contextmanager
def one_at_a_time(place: Path) -> Iterator[None]:
    """Hold the lock of a directory, so that two commands do not write in it at once."""
    directory = os.open(place, os.O_RDONLY)
    try:
        try:
            fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is at work here; waiting for it.")
            fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)


def say(text: str = "") -> None:
    """Print a line at once, even into a pipe."""
    print(text, flush=True)


class Progress:
    """One step that takes a while: a line that moves on a terminal, a few plain lines elsewhere."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.live = sys.stdout.isatty()
        self.state = ""
        self.began = self.told_at = time.monotonic()
        self._show("…")

    def _show(self, state: str, end: str = "") -> None:
        line = " ".join(f"{self.what} {state}".split())
        if self.live:
            print(f"\r\033[K  {line}", end=end, flush=True)
        else:
            say(f"  {line}")

    def tell(self) -> None:
        """Show where the step is; a pipe hears it every ten seconds only."""
        now = time.monotonic()
        if now - self.told_at >= (0.1 if self.live else 10):
            self.told_at = now
            self._show(f"… {self.state} {now - self.began:.0f} s")

    def done(self) -> None:
        """Close the line with the time that the step took."""
        self._show(f"✓ {time.monotonic() - self.began:.1f} s", end="\n" if self.live else "")

    def broken(self) -> None:
        """Leave the line as it stands, for what is said next."""
        if self.live:
            print(flush=True)


@contextmanager
def step(what: str) -> Iterator[Progress]:
    """A step inside this process, whose line moves by itself while the work goes on."""
    progress, over = Progress(what), threading.Event()

    def tick() -> None:
        while not over.wait(1):
            progress.tell()

    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    try:
        yield progress
    except BaseException:
        over.set()
        ticker.join()
        progress.broken()
        raise
    over.set()
    ticker.join()
    progress.done()


def run_quietly(
    what: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None
) -> tuple[bool, str]:
    """Run a command behind one progress line; whether it went well, and all that it wrote."""
    progress = Progress(what)
    with tempfile.TemporaryFile("w+", errors="replace") as written:
        with subprocess.Popen(
            command, stdout=written, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=env
        ) as process:
            while process.poll() is None:
                progress.tell()
                time.sleep(0.1)
        written.seek(0)
        output = written.read()
    if process.returncode == 0:
        progress.done()
    else:
        progress.broken()
    return process.returncode == 0, output
