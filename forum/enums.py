"""Closed lists of values."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PostState(TextChoices):
    """Whether a post is shown."""

    VISIBLE = "visible", _("shown")
    DELETED = "deleted", _("taken back by its author")
    HIDDEN = "hidden", _("hidden by the club")


class EventKind(TextChoices):
    """What the log of a thread tells."""

    POST_PUBLISHED = "post.published", _("post published")
    POST_EDITED = "post.edited", _("post edited")
    POST_REMOVED = "post.removed", _("post removed")
    POST_RESTORED = "post.restored", _("post restored")
    THREAD_LOCKED = "thread.locked", _("thread closed")
    THREAD_UNLOCKED = "thread.unlocked", _("thread opened again")
    THREAD_PINNED = "thread.pinned", _("thread pinned")
    THREAD_UNPINNED = "thread.unpinned", _("thread no longer pinned")
    ANSWER_ACCEPTED = "thread.answered", _("answer accepted")
    ANSWER_WITHDRAWN = "thread.unanswered", _("answer withdrawn")


class Reach(TextChoices):
    """Up to whom a row of the log goes, among those who may see the thread."""

    MEMBER = "member", _("everybody who may see the thread")
    STAFF = "staff", _("the club's staff")


class TellLevel(TextChoices):
    """What a person wants to be told about one thread."""

    DEFAULT = "", _("answers, once I take part")
    ALL = "all", _("every answer")
    MENTIONS = "mentions", _("only when somebody names me")
    NOTHING = "nothing", _("nothing")
