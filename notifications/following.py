"""What the hub asks of the database, each question in one call, for many readers at a time.

The questions run in a few threads of their own, so that a slow page never holds up a frame; each
gives its connection back at once.
"""

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from asgiref.sync import sync_to_async
from django.db import connections

from accounts.admission import Admission, admissions
from accounts.viewer import Viewer
from notifications.live import LOG_LIMIT, Log, read_since
from notifications.registry import Frame, live_topics

R = TypeVar("R")
THREADS = 4


class Line(NamedTuple):
    """One log that is followed: a topic and its key."""

    topic: str
    key: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Who holds a session now (None: nobody any more), and which of the lines they may follow."""

    admission: Admission | None
    lines: frozenset[Line]


def join(viewer: Viewer, line: Line, after: int) -> Log | None:
    """What the viewer missed of a log; None where there is none that they may follow."""
    if line.key not in live_topics.get(line.topic).visible_keys(viewer, [line.key]):
        return None
    return read_since(line.topic, line.key, after)


def recheck(wanted: Mapping[str, Collection[Line]]) -> dict[str, Standing]:
    """By session key, where each stands now, and which of these lines it may still follow."""
    known = admissions(list(wanted))
    standings = {}
    for session_key, lines in wanted.items():
        admission = known.get(session_key)
        visible = _visible(admission.viewer, lines) if admission else frozenset()
        standings[session_key] = Standing(admission, visible)
    return standings


def tails(lines: Collection[Line]) -> dict[Line, int]:
    """The newest number of each log, in one query for each topic."""
    found = {}
    for topic, keys in _by_topic(lines).items():
        for key, seq in live_topics.get(topic).last_seqs(keys).items():
            found[Line(topic, key)] = seq
    return found


def read(line: Line, after: int) -> list[Frame]:
    """The next frames of a log."""
    return list(live_topics.get(line.topic).read_log(line.key, after, LOG_LIMIT))


def _visible(viewer: Viewer, lines: Collection[Line]) -> frozenset[Line]:
    visible: set[Line] = set()
    for topic, keys in _by_topic(lines).items():
        seen = live_topics.get(topic).visible_keys(viewer, keys)
        visible |= {Line(topic, key) for key in seen}
    return frozenset(visible)


def _by_topic(lines: Collection[Line]) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = {}
    for line in lines:
        keys.setdefault(line.topic, []).append(line.key)
    return keys


class Database:
    """The questions above, asked from the event loop."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")

    async def join(self, viewer: Viewer, line: Line, after: int) -> Log | None:
        """See `join`."""
        return await self._ask(join, viewer, line, after)

    async def recheck(self, wanted: Mapping[str, Collection[Line]]) -> dict[str, Standing]:
        """See `recheck`."""
        return await self._ask(recheck, wanted)

    async def tails(self, lines: Collection[Line]) -> dict[Line, int]:
        """See `tails`."""
        return await self._ask(tails, lines)

    async def read(self, line: Line, after: int) -> list[Frame]:
        """See `read`."""
        return await self._ask(read, line, after)

    async def _ask(self, question: Callable[..., R], *args: Any) -> R:
        ask = sync_to_async(_answer, thread_sensitive=False, executor=self._threads)
        answer: R = await ask(question, *args)
        return answer


def _answer(question: Callable[..., R], *args: Any) -> R:
    try:
        return question(*args)
    finally:
        connections.close_all()
