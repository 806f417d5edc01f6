"""Builds the frames of live topics and hands them over once the change is committed.

The log in the database is the truth and what is handed over only a hint: it may be lost, doubled
or late, and every reader still ends with the whole log. So nothing here may stop the change that it
tells of, nor make it wait.
"""

import asyncio
import hashlib
import json
import logging
import re
import time
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from accounts.viewer import Viewer
from notifications.models import LiveEpoch
from notifications.registry import Frame, live_topics

logger = logging.getLogger(__name__)

#: The two groups that every process with readers listens to.
FRAMES_GROUP, ACCESS_GROUP = "live", "acl"
REACHES = re.compile(r"member|staff|user:[1-9][0-9]{0,17}")
#: A larger frame is announced by its number only, and read from the log.
INLINE_LIMIT = 16 * 1024
#: Who is further behind than so many events begins anew with a fresh page.
LOG_LIMIT = 200
_PATIENCE_SECONDS = 0.5
_QUIET_SECONDS = 2.0
_quiet_until = 0.0


@dataclass(frozen=True)
class Log:
    """What a reader missed. Without `frames` (None) there is too much, or the log was replaced:
    the reader must begin anew.
    """

    epoch: str
    seq: int
    frames: list[Frame] | None

    def for_viewer(self, viewer: Viewer) -> dict[str, Any]:
        """As JSON: `{epoch, seq, events}`, or `{epoch, seq, reset}`."""
        head = {"epoch": self.epoch, "seq": self.seq}
        if self.frames is None:
            return {**head, "reset": True}
        return {**head, "events": [event_for(frame, viewer) for frame in self.frames]}


def read_since(topic: str, key: str, after: int) -> Log:
    """The log of `key` above `after`, for who may follow it: that is the caller's to check."""
    known = live_topics.get(topic)
    last = known.last_seqs([key]).get(key, 0)
    frames: list[Frame] | None = None
    if after == last:
        frames = []
    elif last - LOG_LIMIT <= after < last:
        frames = list(known.read_log(key, after, LOG_LIMIT))
        last = frames[-1].seq if frames else last
    return Log(current_epoch(), last, frames)


def event_for(frame: Frame, viewer: Viewer) -> dict[str, Any]:
    """The frame as this viewer may read it: above their reach it is a number only."""
    if reaches(frame.reach, viewer):
        return {"seq": frame.seq, "data": frame.data}
    return {"seq": frame.seq}


def reaches(reach: str, viewer: Viewer) -> bool:
    """Whether a frame of this reach is for a viewer who may follow its log."""
    if reach == "staff":
        return viewer.is_staff
    return reach == "member" or reach == f"user:{viewer.user_id}"


def current_epoch() -> str:
    """The epoch that all live logs belong to."""
    return LiveEpoch.objects.values_list("value", flat=True).first() or "0"


def publish(topic: str, key: str | int, *, seq: int, reach: str, payload: dict[str, Any]) -> None:
    """Hand one event to the readers of `key` when this transaction commits.

    `seq` is its number in the key's log, `reach` who may read it ("member", "staff" or
    "user:<id>"), `payload` the plain JSON that the log holds for it. Raises LookupError for an
    unknown topic, ValueError for another reach.
    """
    live_topics.get(topic)
    if not REACHES.fullmatch(reach):
        raise ValueError(f"Nobody is called “{reach}”: a frame must say whom it reaches.")
    message: dict[str, Any] = {"type": "frame", "topic": topic, "key": str(key), "seq": seq}
    if len(json.dumps(payload)) <= INLINE_LIMIT:
        message |= {"reach": reach, "data": payload}
    transaction.on_commit(partial(_hand_over, FRAMES_GROUP, message), robust=True)


def tell_access_changed(
    person_ids: Collection[int] | None = (), *, session_keys: Collection[str] = ()
) -> None:
    """Have the open sockets of these people looked at again when this transaction commits.

    None means everybody. The sockets of `session_keys` are closed whatever is found.
    """
    ids = None if person_ids is None else sorted(person_ids)
    marks = [session_mark(key) for key in session_keys]
    message = {"type": "acl", "people": ids, "sessions": marks}
    transaction.on_commit(partial(_hand_over, ACCESS_GROUP, message), robust=True)


def session_mark(key: str) -> str:
    """What names a session between processes without opening it."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _hand_over(group: str, message: dict[str, Any]) -> None:
    """Send to the channel layer; one that does not answer is left alone for a moment."""
    global _quiet_until  # noqa: PLW0603  (one line to one server, shared by all threads)
    layer = get_channel_layer()
    if layer is None or (group == FRAMES_GROUP and time.monotonic() < _quiet_until):
        return
    try:
        async_to_sync(_send)(layer, group, message)
    except Exception as error:
        _quiet_until = time.monotonic() + _QUIET_SECONDS
        logger.warning("The channel layer does not answer: %s", error)


async def _send(layer: Any, group: str, message: dict[str, Any]) -> None:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await layer.group_send(group, message)
