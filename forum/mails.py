"""What people are told about discussions, on the bell and by mail.

Each is made when it is shown or sent, and asks again whether the person may read the thread and
whether the post is still there: what was hidden since is told to nobody.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.audience import viewer_for
from accounts.models import User
from accounts.viewer import Viewer
from club.lib.urls import absolute_url
from forum.markdown import excerpt
from forum.models import Post, Thread
from forum.models.sight import Byline, byline_of
from notifications.enums import Purpose
from notifications.registry import BellText, PreferenceKind, Verb

if TYPE_CHECKING:
    from notifications.models import BellItem, OutboxMail

MENTIONED = "forum.mentioned"
REPLIED = "forum.replied"
_LENGTH = 400

MENTIONS = PreferenceKind(
    name="forum.mentions",
    order=20,
    label=gettext_lazy("Somebody names me in a discussion"),
    detail=gettext_lazy("Once for each post that names you with @."),
)
ANSWERS = PreferenceKind(
    name="forum.answers",
    order=21,
    label=gettext_lazy("Answers in discussions that I take part in"),
    detail=gettext_lazy("One for each discussion, until you have read it."),
)


def about(thread: Thread) -> str:
    """What the bell keeps together: one unread item for each thread."""
    return f"thread {thread.pk}"


def readable_post(person: User, post_id: int | None, viewer: Viewer | None = None) -> Post | None:
    """The post, if it is still shown and the person may still read it."""
    viewer = viewer or viewer_for(person)
    rows = Post.objects.visible_to(viewer).shown().select_related("thread__category")
    found: Post | None = rows.with_authors(viewer).filter(pk=post_id or 0).first()
    return found


def visible_posts(viewer: Viewer, ids: Collection[int]) -> set[int]:
    """Which of these posts the viewer may still read."""
    rows = Post.objects.visible_to(viewer).shown().filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def mention_text(item: "BellItem") -> BellText | None:
    """“Agathe Aubrac names you in “EDI labels”.”"""
    post = readable_post(item.person, item.object_id, item.viewer)
    if post is None:
        return None
    byline = byline_of(post)
    words = {"name": _name(byline), "title": post.thread.title}
    text = _("%(name)s names you in “%(title)s”") % words
    return BellText(text, post.get_absolute_url(), excerpt(post.body_html), byline.person)


def reply_text(item: "BellItem") -> BellText | None:
    """“Agathe Aubrac and 2 others answered in “EDI labels”.”"""
    post = readable_post(item.person, item.object_id, item.viewer)
    if post is None:
        return None
    byline = byline_of(post)
    words = {"name": _name(byline), "title": post.thread.title, "n": item.count}
    text = ngettext(
        "%(name)s answered in “%(title)s”",
        "%(n)d answers in “%(title)s”, the last one by %(name)s",
        item.count,
    )
    return BellText(text % words, post.get_absolute_url(), excerpt(post.body_html), byline.person)


def mentioned_context(mail: "OutboxMail") -> dict[str, Any] | None:
    """Who names the person, where, and the words."""
    why = _("You receive this because somebody named you.")
    return _context(mail, why)


def replied_context(mail: "OutboxMail") -> dict[str, Any] | None:
    """Who answered, where, and the words; nothing for somebody who has read it meanwhile."""
    why = _("You receive this because you take part in this discussion.")
    context = _context(mail, why)
    if context is None or _has_read(mail.person, context["post"]):
        return None
    return context


def _context(mail: "OutboxMail", why: str) -> dict[str, Any] | None:
    post = readable_post(mail.person, mail.object_id) if mail.person else None
    if post is None:
        return None
    byline = byline_of(post)
    return {
        "post": post,
        "thread": post.thread,
        "author": _name(byline),
        "house": byline.house,
        "words": excerpt(post.body_html, _LENGTH),
        "action_url": absolute_url(post.get_absolute_url()),
        "action_label": _("Read and answer"),
        "why": why,
    }


def _has_read(person: User | None, post: Post) -> bool:
    states = post.thread.read_states.filter(user=person, last_read_number__gte=post.number)
    return states.exists()


def _name(byline: Byline) -> str:
    return byline.person.full_name if byline.person else _("Former member")


VERBS = (
    Verb(
        name=MENTIONED,
        purpose=Purpose.ACTIVITY,
        template="forum/email/mentioned",
        context=mentioned_context,
        label=gettext_lazy("Named in a discussion"),
        order=10,
        bell=mention_text,
        visible=visible_posts,
        preference=MENTIONS.name,
    ),
    Verb(
        name=REPLIED,
        purpose=Purpose.ACTIVITY,
        template="forum/email/replied",
        context=replied_context,
        label=gettext_lazy("Answer in a discussion"),
        order=20,
        bell=reply_text,
        visible=visible_posts,
        preference=ANSWERS.name,
    ),
)
