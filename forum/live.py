"""What goes over the wire of a thread: the same for everybody who may see it.

A frame says what its post is now, not what it was when the row of the log was written: applied
late or twice, it leads to the same page, and nothing that was removed is ever sent again.
"""

from collections.abc import Collection, Sequence
from typing import Any

from accounts.enums import Role
from accounts.viewer import Viewer
from club.templatetags.club_look import face_of, tint
from forum.enums import EventKind
from forum.models import Post, Thread, ThreadEvent
from forum.models.sight import byline_of
from notifications.live import publish
from notifications.registry import Frame, LiveTopic

TOPIC = "thread"
#: Any member, without contacts or anything else of their own: frames are built for this one.
NEUTRAL = Viewer(user_id=0, membership_id=0, roles=frozenset({Role.MEMBER}))
_OF_POSTS = {EventKind.POST_PUBLISHED, EventKind.POST_EDITED, EventKind.POST_RESTORED}


def visible_keys(viewer: Viewer, keys: Collection[str]) -> set[str]:
    """Of these threads those that the viewer may see."""
    rows = Thread.objects.visible_to(viewer).filter(pk__in=_ids(keys))
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def last_seqs(keys: Collection[str]) -> dict[str, int]:
    """The last number of the log of each of these threads."""
    rows = Thread.objects.filter(pk__in=_ids(keys)).values_list("pk", "last_seq")
    return {str(pk): seq for pk, seq in rows}


def read_log(key: str, after: int, limit: int) -> Sequence[Frame]:
    """The rows of the log above `after`, in order, in two queries."""
    rows = ThreadEvent.objects.filter(thread__in=_ids([key]), seq__gt=after)
    events = list(rows.order_by("seq")[:limit])
    posts = Post.objects.filter(pk__in={e.post_id for e in events if e.post_id})
    known = {post.pk: post for post in posts.with_authors(NEUTRAL)}
    return [build_frame(event, known.get(event.post_id or 0)) for event in events]


def announce(event: ThreadEvent, post: Post | None) -> None:
    """Hand the row to those who read the thread, once it is committed."""
    frame = build_frame(event, post)
    publish(TOPIC, event.thread_id, seq=frame.seq, reach=frame.reach, payload=frame.data)


def build_frame(event: ThreadEvent, post: Post | None) -> Frame:
    """The frame of a row; `post` was fetched `with_authors(NEUTRAL)`."""
    data: dict[str, Any] = {"kind": str(event.kind), **event.data}
    if post is not None:
        data["number"] = post.number
    if event.kind in _OF_POSTS and post is not None:
        if post.is_shown:
            data["post"] = post_data(post)
        else:
            data["kind"] = str(EventKind.POST_REMOVED)
    return Frame(event.seq, str(event.reach), data)


def post_data(post: Post) -> dict[str, Any]:
    """A post as plain JSON, without a word that has a language of its own."""
    byline = byline_of(post)
    person = byline.person
    return {
        "number": post.number,
        "key": str(post.submission_key),
        "at": post.created_at.isoformat(),
        "edited": post.edited_at is not None,
        "author": person.pk if person else None,
        "name": person.full_name if person else "",
        "initials": person.initials if person else "?",
        "tint": tint(person) if person else 0,
        "face": face_of(person) if person else "",
        "url": byline.url,
        "house": byline.house,
        "staff": byline.is_staff,
        "body": post.body_html,
    }


def _ids(keys: Collection[str]) -> list[int]:
    """The keys that can be numbers of threads."""
    return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 18]


THREADS = LiveTopic(
    name=TOPIC, order=20, visible_keys=visible_keys, last_seqs=last_seqs, read_log=read_log
)
