"""Processes that live and end together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

GENTLE_SECONDS = 5
_PR_SET_PDEATHSIG = 1


@dataclass
class Children:
    """Starts processes, watches them, and stops all of them.

    Each has a session of its own: Ctrl-C in the terminal reaches this process alone, which then
    tells each child once.
    """

    environment: Mapping[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    stopping: bool = False

    def listen(self) -> None:
        """Take Ctrl-C, SIGTERM and the closing of the terminal as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_soon)

    def _stop_soon(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start one process; it also ends when this one is killed."""
        self.processes[name] = subprocess.Popen(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )

    def watch(self, each_round: Callable[[], None]) -> str:
        """Wait for the wish to stop or for the end of a child; the sentence for the latter."""
        while not self.stopping:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    return f"The {name} ended by itself ({_how(process.returncode)})."
            each_round()
            time.sleep(0.2)
        return ""

    def finish(self, name: str) -> int | None:
        """Wait for a child to end; its exit code, or None when it was stopped before."""
        process = self.processes.pop(name)
        while process.poll() is None and not self.stopping:
            time.sleep(0.05)
        if process.poll() is None:
            process.terminate()
            process.wait()
            return None
        return process.returncode

    def stop(self) -> None:
        """End every child: a polite request, and force for who has not followed in time."""
        self._signal_all(signal.SIGTERM)
        deadline = time.monotonic() + GENTLE_SECONDS
        while self._alive() and time.monotonic() < deadline:
            time.sleep(0.05)
        self._signal_all(signal.SIGKILL)
        for process in self.processes.values():
            process.wait()

    def _alive(self) -> list[subprocess.Popen[bytes]]:
        return [process for process in self.processes.values() if process.poll() is None]

    def _signal_all(self, number: signal.Signals) -> None:
        for process in self._alive():
            os.killpg(process.pid, number)


def _how(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


def _end_with_parent() -> None:
    """Ask Linux to end this process when the one that started it is killed."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
