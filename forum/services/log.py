"""The log of a thread: its next number is taken first, and held until the transaction ends."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F

from club.lib import clock
from forum.enums import EventKind, Reach
from forum.live import announce
from forum.models import Post, Thread, ThreadEvent

_COUNTERS = ["last_seq", "last_number", "last_visible_number", "post_count", "last_post_at"]


def advance(thread: Thread, *, only_open: bool = False, **changes: Any) -> bool:
    """Take the next number of the log, and make these changes, in one UPDATE.

    It holds the row until the transaction ends, so numbers have no gap and stand in the order of
    the commits. Must be the first write of the transaction. Returns False, with nothing changed,
    where `only_open` is asked and the thread is closed.
    """
    rows = Thread.objects.filter(pk=thread.pk)
    if only_open:
        rows = rows.filter(is_locked=False)
    if not rows.update(last_seq=F("last_seq") + 1, **changes):
        return False
    thread.refresh_from_db(fields=[*_COUNTERS, "is_locked", "is_pinned", "answer"])
    return True


#: The same on SQLite and PostgreSQL: the numbers come back with the UPDATE that takes them.
_TAKE = """
UPDATE forum_thread SET
    last_seq = last_seq + 1,
    last_number = last_number + 1,
    last_visible_number = last_number + 1,
    post_count = post_count + 1,
    last_post_at = %s
WHERE id = %s AND NOT is_locked
RETURNING last_seq, last_number, post_count
"""


def take_number(thread: Thread, at: datetime) -> bool:
    """`advance` for one more post, in a single query. False, and nothing changed, if closed."""
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(_TAKE, [moment, thread.pk])
        row = cursor.fetchone()
    if row is None:
        return False
    thread.last_seq, thread.last_number, thread.post_count = row
    thread.last_visible_number, thread.last_post_at = thread.last_number, at
    return True


def append(
    thread: Thread,
    kind: EventKind,
    *,
    post: Post | None = None,
    reach: Reach = Reach.MEMBER,
    spreads: bool = False,
    **data: Any,
) -> ThreadEvent:
    """Write the row of the number that `advance` has taken, and hand it to the readers.

    `post` was fetched `with_authors(NEUTRAL)`, unless the row tells of the thread. `spreads` leaves
    it to the due work to tell people and the search.
    """
    now = clock.now()
    event = ThreadEvent.objects.create(
        thread=thread,
        seq=thread.last_seq,
        kind=kind,
        post=post,
        reach=reach,
        data=data,
        at=now,
        spread_at=None if spreads else now,
    )
    announce(event, post)
    return event
