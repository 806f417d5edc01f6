"""Delivers the events of live logs to the open sockets of one process.

The database log is the truth; what arrives over the channel layer is a hint that saves reading it.
A log that somebody follows has a cursor here (`Watch.last`): the next event is fanned out at once,
one seen already is dropped, and a gap is read from the log, once for the whole process. Every two
seconds one query for each kind of topic asks for the newest numbers: that finds the event whose
hint was lost, and carries everything while the channel layer is away.
"""

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Any

from notifications.following import Line
from notifications.hub.parts import (
    Code,
    Questions,
    Seat,
    Socket,
    Watch,
    build_text,
)
from notifications.hub.rights import Rights
from notifications.live import LOG_LIMIT, Log
from notifications.registry import Frame

logger = logging.getLogger(__name__)

#: A hint that is out of turn may be overtaken only: wait so long before reading the log.
GAP_SECONDS = 0.1
#: An open socket hears something at least so often, so that a page notices a dead line.
PULSE_SECONDS = 20.0
SOCKETS_PER_PERSON = 10
#: More hints than this out of turn are forgotten; the log is read instead.
AHEAD_LIMIT = 500


class Hub:
    """The readers of one process, and what they follow."""

    def __init__(self, questions: Questions, *, gap_seconds: float = GAP_SECONDS) -> None:
        self.questions = questions
        self.rights = Rights(questions)
        self.gap_seconds = gap_seconds
        self.sockets: set[Socket] = set()
        self.watches: dict[Line, Watch] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self._look_again: set[Socket] = set()

    # --- Coming and going -------------------------------------------------------------------
    def enter(self, socket: Socket) -> bool:
        """Let a socket in; False when its person has too many open in this process."""
        person = socket.viewer.user_id
        if sum(s.viewer.user_id == person for s in self.sockets) >= SOCKETS_PER_PERSON:
            return False
        self.sockets.add(socket)
        return True

    def leave(self, socket: Socket) -> None:
        """Forget a socket that is gone."""
        for line in list(socket.seats):
            self.part(socket, line)
        self.sockets.discard(socket)
        self._look_again.discard(socket)

    async def join(self, socket: Socket, line: Line, after: int) -> None:
        """Give a socket what it missed of a log, and then everything that comes.

        It is seated before the log is read, so nothing falls in between.
        """
        self.part(socket, line)
        seat = Seat(socket)
        watch = self.watches.setdefault(line, Watch(line))
        watch.seats.add(seat)
        socket.seats[line] = seat
        log: Log | None = None
        try:
            log = await self.questions.join(socket.viewer, line, after)
            while log and log.frames is not None and not watch.goes_on_from(log.seq, seat):
                log = await self.questions.join(socket.viewer, line, after)
        finally:
            if log is None or log.frames is None:
                self.part(socket, line)
        if log is None:
            socket.push(build_text("missing", line))
        elif log.frames is None:
            socket.push(build_text("reset", line, epoch=log.epoch, seq=log.seq))
        elif line in socket.seats:
            self._greet(watch, seat, log)

    def part(self, socket: Socket, line: Line) -> None:
        """Stop following a log."""
        seat = socket.seats.pop(line, None)
        if seat is None:
            return
        watch = self.watches[line]
        watch.seats.discard(seat)
        if not watch.seats:
            del self.watches[line]
            if watch.reading is not None:
                watch.reading.cancel()

    def _greet(self, watch: Watch, seat: Seat, log: Log) -> None:
        words = log.for_viewer(seat.socket.viewer)
        seat.socket.push(build_text("hello", watch.line, **words))
        early, seat.early, seat.seq = seat.early or [], None, log.seq
        for ready in early:
            seat.give(ready)
        watch.last = log.seq if watch.last is None else watch.last
        self._advance(watch)

    # --- Events -----------------------------------------------------------------------------
    def take(self, message: dict[str, Any]) -> None:
        """One hint from the channel layer: in any order, more than once, or a number only."""
        watch = self.watches.get(Line(message["topic"], message["key"]))
        seq = message["seq"]
        if watch is None or (watch.last is not None and seq <= watch.last):
            return
        if len(watch.ahead) < AHEAD_LIMIT:
            whole = "data" in message
            watch.ahead[seq] = Frame(seq, message["reach"], message["data"]) if whole else None
        self._advance(watch)

    def _advance(self, watch: Watch) -> None:
        """Fan out what is next; have the log read where something is missing."""
        if watch.catch_up():
            announced = watch.last is not None and watch.last + 1 in watch.ahead
            self._read_soon(watch, 0 if announced else self.gap_seconds)

    def _read_soon(self, watch: Watch, seconds: float) -> None:
        if watch.reading is None or watch.reading.done():
            watch.reading = self._start(self._read(watch, seconds))

    async def _read(self, watch: Watch, seconds: float) -> None:
        """Read on from the cursor until nothing is missing any more."""
        await asyncio.sleep(seconds)
        while watch.seats and watch.last is not None:
            frames = await self.questions.read(watch.line, watch.last)
            for frame in frames:
                if frame.seq == watch.last + 1:
                    watch.fan_out(frame)
            if not frames:
                watch.ahead.clear()  # announced, and not there: the next beat asks again
            if not watch.catch_up() and len(frames) < LOG_LIMIT:
                return

    # --- Rights -----------------------------------------------------------------------------
    def take_access(self, message: dict[str, Any]) -> None:
        """Somebody's rights changed: look at once, and again at the next beat.

        The second look finds what was still on its way when the first was taken.
        """
        marks = set(message["sessions"])
        people = None if message["people"] is None else set(message["people"])
        concerned = set()
        for socket in self.sockets:
            if socket.session_mark in marks:
                socket.close(Code.SIGNED_OUT)
            elif people is None or socket.viewer.user_id in people:
                concerned.add(socket)
        self._look_again |= concerned
        if concerned:
            self._start(self.rights.renew(concerned))

    # --- Every two seconds ------------------------------------------------------------------
    async def beat(self) -> None:
        """Find what no hint told of, renew the leases that end, and let every socket hear us."""
        await self._look_at_tails()
        now = time.monotonic()
        again, self._look_again = self._look_again, set()
        await self.rights.renew(again | {s for s in self.sockets if s.lease_until <= now})
        for socket in self.sockets:
            if socket.heard_at + PULSE_SECONDS <= now:
                socket.heard_at = now
                socket.push('{"type": "pulse"}')

    async def _look_at_tails(self) -> None:
        known = [watch for watch in self.watches.values() if watch.last is not None]
        tails = await self.questions.tails([watch.line for watch in known]) if known else {}
        for watch in known:
            if watch.last is not None and tails.get(watch.line, 0) > watch.last:
                self._read_soon(watch, 0)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._finish)
        return task

    def _finish(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("A live log could not be read.", exc_info=task.exception())
