"""A made-up log, database and readers for the hub; what can go wrong does, by seeded chance."""

import asyncio
import json
import random
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from accounts.admission import Admission
from accounts.enums import Role
from accounts.viewer import Viewer
from club.lib import clock
from notifications.following import Line, Standing
from notifications.hub import Hub, Socket
from notifications.live import LOG_LIMIT, Log
from notifications.registry import Frame

LINE = Line("thread", "7")
EPOCH = "one"


def member(number: int) -> Viewer:
    """A member of some company."""
    return Viewer(user_id=number, membership_id=number, roles=frozenset({Role.MEMBER}))


@dataclass
class MadeUpDatabase:
    """The log as committed so far, and who may follow it."""

    frames: list[Frame] = field(default_factory=list)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    closed_to: set[int] = field(default_factory=set)
    asked: dict[str, int] = field(default_factory=dict)
    is_away: bool = False

    def commit(self, reach: str, **data: Any) -> Frame:
        """One more event, numbered without a gap."""
        frame = Frame(len(self.frames) + 1, reach, data)
        self.frames.append(frame)
        return frame

    def since(self, after: int) -> Log:
        """What `read_since` says."""
        last = len(self.frames)
        within = last - LOG_LIMIT <= after <= last
        return Log(EPOCH, last, self.frames[after:] if within else None)

    async def join(self, viewer: Viewer, line: Line, after: int) -> Log | None:
        """See Questions."""
        log = None if viewer.user_id in self.closed_to else self.since(after)
        await self._answer("join")
        return log

    async def recheck(self, wanted: dict[str, set[Line]]) -> dict[str, Standing]:
        """See Questions."""
        await self._answer("recheck")
        return {key: self._standing(self.viewers.get(key), lines) for key, lines in wanted.items()}

    async def tails(self, lines: Collection[Line]) -> dict[Line, int]:
        """See Questions."""
        tails = dict.fromkeys(lines, len(self.frames))
        await self._answer("tails")
        return tails

    async def read(self, line: Line, after: int) -> list[Frame]:
        """See Questions."""
        frames = self.frames[after : after + LOG_LIMIT]
        await self._answer("read")
        return frames

    def _standing(self, viewer: Viewer | None, lines: set[Line]) -> Standing:
        if viewer is None:
            return Standing(None, frozenset())
        seen = frozenset() if viewer.user_id in self.closed_to else frozenset(lines)
        return Standing(Admission(viewer, clock.now() + timedelta(hours=12)), seen)

    async def _answer(self, question: str) -> None:
        """The answer takes a while to travel; what is committed meanwhile is not in it."""
        self.asked[question] = self.asked.get(question, 0) + 1
        await asyncio.sleep(0)
        if self.is_away:
            raise ConnectionError("the database is away")


class Reader:
    """A page, as static/js/live.js behaves: a cursor, and one request for what is missing."""

    def __init__(self, number: int, database: MadeUpDatabase, viewer: Viewer | None = None) -> None:
        self.viewer = viewer or member(number)
        self.database = database
        self.key = f"session-{number}"
        database.viewers[self.key] = self.viewer
        self.socket: Socket | None = None
        self.seq = 0
        self.ahead: dict[int, Any] = {}
        self.applied: list[tuple[int, Any]] = []
        self.heard: list[str] = []
        self.resets = 0
        self.codes: list[int] = []

    async def connect(self, hub: Hub) -> None:
        """Open a socket and ask for what was missed."""
        self.socket = Socket(self.key, self.key, self.viewer)
        assert hub.enter(self.socket)
        await hub.join(self.socket, LINE, self.seq)

    def cut(self, hub: Hub) -> None:
        """The network goes, with everything that was on its way."""
        if self.socket is not None:
            hub.leave(self.socket)
            self.socket = None

    def hear(self, hub: Hub, most: int = 1000) -> None:
        """Take in what has arrived; leave where the socket was closed."""
        socket = self.socket
        while socket is not None and socket.waiting and most:
            most -= 1
            text = socket.waiting.popleft()
            self.heard.append(text)
            self._take(json.loads(text))
        if socket is not None and socket.closing is not None:
            self.codes.append(socket.closing)
            self.cut(hub)

    def _take(self, words: dict[str, Any]) -> None:
        if words["type"] == "reset":
            self.resets += 1
            self._begin_anew(words["seq"])
        for event in words.get("events", [words] if words["type"] == "event" else []):
            self._offer(event)

    def _begin_anew(self, seq: int) -> None:
        """A fresh page holds everything up to its number."""
        self.applied = [(f.seq, f.data) for f in self.database.frames[:seq]]
        self.seq = seq

    def _offer(self, event: dict[str, Any]) -> None:
        if event["seq"] > self.seq:
            self.ahead[event["seq"]] = event.get("data")
        self._apply()
        if self.ahead:  # something is missing: one request for the log
            for event in self.database.since(self.seq).for_viewer(self.viewer)["events"]:
                self.ahead.setdefault(event["seq"], event.get("data"))
            self._apply()

    def _apply(self) -> None:
        self.ahead = {seq: data for seq, data in self.ahead.items() if seq > self.seq}
        while self.seq + 1 in self.ahead:
            self.seq += 1
            self.applied.append((self.seq, self.ahead.pop(self.seq)))


class Layer:
    """A channel layer at its worst: loses, doubles, and mixes up what it is given."""

    def __init__(self, chance: random.Random, *, is_off: bool = False) -> None:
        self.chance = chance
        self.is_off = is_off
        self.late: list[dict[str, Any]] = []

    def send(self, hub: Hub, frame: Frame) -> None:
        """Hand over one hint, or not."""
        message = {"type": "frame", "topic": LINE.topic, "key": LINE.key, "seq": frame.seq}
        if self.chance.random() > 0.05:  # else too large: a number only
            message |= {"reach": frame.reach, "data": frame.data}
        lot = self.chance.random()
        if self.is_off or lot < 0.1:
            return
        if lot < 0.3:
            self.late.append(message)
            return
        for _copy in range(2 if lot < 0.4 else 1):
            hub.take(json.loads(json.dumps(message)))
        if self.late and lot > 0.7:
            self.chance.shuffle(self.late)
            hub.take(self.late.pop())
