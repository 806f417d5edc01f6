"""What the hub is made of: sockets, the logs that they follow, and their seats there."""

import asyncio
import json
import random
import time
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Protocol

from accounts.viewer import Viewer
from notifications.following import Line, Standing
from notifications.live import Log, reaches
from notifications.registry import Frame

LEASE_SECONDS = 60.0
QUEUE_LIMIT = 64


class Code:
    """Why a socket is closed, for the page to act on."""

    RESTART = 1012  # come back in a moment
    SIGNED_OUT = 4401
    RIGHT_LOST = 4403  # join again what is left
    TOO_SLOW = 4408  # come back with your cursor
    TOO_MANY = 4429


class Questions(Protocol):
    """What the hub asks of the database; see `notifications.following`."""

    async def join(self, viewer: Viewer, line: Line, after: int) -> Log | None:
        """What the viewer missed; None where there is nothing that they may follow."""

    async def recheck(self, wanted: dict[str, set[Line]]) -> dict[str, Standing]:
        """Where each session stands now."""

    async def tails(self, lines: Collection[Line]) -> dict[Line, int]:
        """The newest numbers."""

    async def read(self, line: Line, after: int) -> list[Frame]:
        """The next frames."""


class Ready:
    """A frame as text, made once for all its readers: whole, and as a number only."""

    def __init__(self, line: Line, frame: Frame) -> None:
        self.seq = frame.seq
        self.reach = frame.reach
        self.bare = build_text("event", line, seq=frame.seq)
        self.whole = build_text("event", line, seq=frame.seq, data=frame.data)

    def for_viewer(self, viewer: Viewer) -> str:
        """What this viewer may read of it."""
        return self.whole if reaches(self.reach, viewer) else self.bare


class Socket:
    """One open tab, seen from the hub: who holds it, what it follows, and what waits to be sent."""

    def __init__(self, session_key: str, session_mark: str, viewer: Viewer) -> None:
        self.session_key = session_key
        self.session_mark = session_mark
        self.viewer = viewer
        self.seats: dict[Line, Seat] = {}
        self.lease_until = new_lease()
        self.heard_at = time.monotonic()
        self.waiting: deque[str] = deque()
        self.closing: int | None = None
        self.wake = asyncio.Event()

    def push(self, text: str) -> None:
        """Have a text sent; a reader who does not keep up is told to come back instead."""
        if self.closing is not None:
            return
        if len(self.waiting) >= QUEUE_LIMIT:
            self.close(Code.TOO_SLOW)
            return
        self.waiting.append(text)
        self.wake.set()

    def close(self, code: int) -> None:
        """Have the socket closed; what waited is not sent any more."""
        if self.closing is None:
            self.waiting.clear()
            self.closing = code
            self.wake.set()


@dataclass(slots=True, eq=False)
class Seat:
    """One socket at one log. While it joins, what arrives is kept in `early`."""

    socket: Socket
    seq: int = 0
    early: list[Ready] | None = field(default_factory=list)

    def give(self, ready: Ready) -> None:
        """Pass a frame on, unless its number was passed on before."""
        if self.early is not None:
            self.early.append(ready)
        elif ready.seq > self.seq:
            self.seq = ready.seq
            self.socket.push(ready.for_viewer(self.socket.viewer))


@dataclass(slots=True, eq=False)
class Watch:
    """A log that somebody in this process follows.

    `last` is the newest number that its readers were given, None until it is known; `ahead` holds
    what arrived out of turn, None for an event that came as a number only.
    """

    line: Line
    seats: set[Seat] = field(default_factory=set)
    last: int | None = None
    ahead: dict[int, Frame | None] = field(default_factory=dict)
    reading: asyncio.Task[None] | None = None

    def fan_out(self, frame: Frame) -> None:
        """Give a frame to every reader and go on."""
        self.last = frame.seq
        ready = Ready(self.line, frame)
        for seat in self.seats:
            seat.give(ready)

    def goes_on_from(self, seq: int, seat: Seat) -> bool:
        """Whether what a joining seat was given so far, and is given next, follows on `seq`.

        Of two who join at once, the other may have read a newer log and set the cursor by it; what
        lies between was fanned out to nobody, and the log has to be read again.
        """
        if self.last is None:
            return True
        first = seat.early[0].seq if seat.early else self.last + 1
        return first <= seq + 1

    def catch_up(self) -> bool:
        """Fan out what is next in turn; whether something is still missing."""
        if self.last is None:
            return False
        while (frame := self.ahead.get(self.last + 1)) is not None:
            self.fan_out(frame)
        self.ahead = {seq: frame for seq, frame in self.ahead.items() if seq > self.last}
        return bool(self.ahead)


def new_lease() -> float:
    """Until when a right holds that was looked at now; spread, so that not all end together."""
    return time.monotonic() + random.uniform(0.8, 1.0) * LEASE_SECONDS  # noqa: S311


def build_text(kind: str, line: Line, **words: Any) -> str:
    """One message to a page."""
    return json.dumps({"type": kind, "topic": line.topic, "key": line.key, **words})
