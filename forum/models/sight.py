"""A thread as one viewer sees it: who wrote each post, and what may be done with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import BigAutoField, IntegerField
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.viewer import PerViewer, Viewer
from club.lib.keyed import Keyed
from club.lib.prepared import Param
from forum import rules
from forum.enums import PostState
from forum.models.posts import Post
from forum.models.threads import PER_PAGE, Thread


@dataclass(frozen=True)
class Byline(Keyed):
    """Who wrote something. `person` is None for somebody who has left the club."""

    person: User | None
    house: str
    url: str
    name: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether they have left: their words stay, their name does not."""
        return self.person is None

    @property
    def is_staff(self) -> bool:
        """Whether the club itself writes."""
        return self.person is not None and not self.house and self.person.is_staff


def byline_of(row: Any) -> Byline:
    """The author of a post or a thread that was fetched `with_authors`."""
    author: User | None = row.author
    if author is None or not (row.author_here or author.is_staff):
        return Byline(None, "", "")
    company = getattr(row, "company", None)
    url = reverse("members:person-detail", args=[author.pk]) if row.author_listed else ""
    return Byline(author, company.name if company else "", url, author.full_name)


@dataclass(frozen=True)
class PostSight(Keyed):
    """One place in the thread. `post` is None where one was removed and is not the viewer's.

    What a page of fifty asks several times of each is a plain field, worked out once.
    """

    number: int
    #: The number as addresses and marks write it, in every language; digits need no escaping.
    anchor: SafeString
    post: Post | None = None
    byline: Byline | None = None
    #: Whether there are words that everybody with a right to the thread reads.
    is_shown: bool = False
    #: Whether the viewer reads them: those that are shown, and the staff what it has hidden.
    is_readable: bool = False
    body: SafeString = field(default_factory=SafeString)
    written_at: datetime | None = None
    is_edited: bool = False
    #: The class of one that stands out.
    mark: SafeString = field(default_factory=SafeString)
    #: Whether the staff has hidden it; only the staff is told so.
    is_hidden: bool = False
    #: Whether the viewer may bring it back.
    is_own_deleted: bool = False
    is_first_new: bool = False
    is_answer: bool = False
    can_quote: bool = False
    can_edit: bool = False
    can_accept: bool = False
    can_hide: bool = False

    @property
    def has_own_acts(self) -> bool:
        """Whether the viewer can do more with it than quote it."""
        return self.can_edit or self.can_accept or self.can_hide


def see_posts(thread: Thread, viewer: Viewer, page: int, last_read: int) -> list[PostSight]:
    """The places of one page, in order, cut by number: any page costs what the first one does."""
    first = (page - 1) * PER_PAGE + 1
    last = min(page * PER_PAGE, thread.last_number)
    known = {post.number: post for post in _posts(viewer, thread=thread.pk, first=first, last=last)}
    bylines: dict[tuple[int | None, int | None], Byline] = {}
    first_new = _first_new(known.values(), viewer, last_read)
    rights = _Rights(
        viewer=viewer,
        can_reply=rules.can_reply(viewer, thread),
        can_accept=rules.can_accept(viewer, thread),
        can_moderate=rules.can_moderate(viewer),
    )
    places = []
    for number in range(first, last + 1):
        post = known.get(number)
        if post is not None:
            post.thread = thread
            writer = (post.author_id, post.company_id)
            byline = bylines.get(writer) or bylines.setdefault(writer, byline_of(post))
            places.append(_see(post, byline, rights, first_new))
        else:
            places.append(PostSight(number, SafeString(number)))
    return places


#: What of posts, authors and companies a page reads; of fifty, the rest is as much again.
_READ = (
    *("number", "state", "submission_key", "body_html", "created_at", "edited_at"),
    *("thread", "author__first_name", "author__last_name", "author__email", "author__is_staff"),
    *("author__profile__face", "author__profile__person", "company__name"),
)


@PerViewer
def _posts(viewer: Viewer) -> Any:
    rows = Post.objects.visible_to(viewer).filter(
        thread_id=Param("thread", BigAutoField()),
        number__gte=Param("first", IntegerField()),
        number__lte=Param("last", IntegerField()),
    )
    return rows.with_authors(viewer).only(*_READ).order_by("number")


@dataclass(frozen=True)
class _Rights:
    """What the viewer may do in the thread, asked once for all of its posts."""

    viewer: Viewer
    can_reply: bool
    can_accept: bool
    can_moderate: bool


def _see(post: Post, byline: Byline, rights: _Rights, first_new: int) -> PostSight:
    is_shown, is_hidden = post.is_shown, post.state == PostState.HIDDEN
    is_answer = is_shown and post.thread.answer_id == post.pk
    is_own = post.author_id == rights.viewer.user_id
    can_edit = rules.can_edit(rights.viewer, post)
    return PostSight(
        number=post.number,
        anchor=SafeString(post.number),
        post=post,
        byline=byline,
        is_shown=is_shown,
        is_readable=is_shown or is_hidden,
        body=SafeString(post.body_html),
        written_at=post.created_at,
        is_edited=post.edited_at is not None,
        mark=SafeString(" post-sol" if is_answer else " post-hidden" if is_hidden else ""),
        is_hidden=is_hidden,
        is_own_deleted=post.state == PostState.DELETED and can_edit,
        is_first_new=post.number == first_new,
        is_answer=is_answer,
        can_quote=is_shown and rights.can_reply,
        can_edit=can_edit,
        can_accept=is_shown and rights.can_accept and not post.is_first,
        can_hide=rights.can_moderate and not is_own,
    )


def _first_new(posts: Iterable[Post], viewer: Viewer, last_read: int) -> int:
    """The number above which the line “new” is drawn; 0 where nothing or everything is new."""
    if not last_read:
        return 0
    fresh = (p for p in posts if p.number > last_read and p.author_id != viewer.user_id)
    return next((p.number for p in fresh if p.is_shown), 0)
