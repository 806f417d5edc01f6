"""Predicates of the forum, and why something is refused."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from club.lib.text import clean_line
from forum.enums import PostState

if TYPE_CHECKING:
    from forum.models import Category, Post, Thread

TITLE_LENGTH = 120


class PostRefused(Exception):
    """It cannot be done; `sentence` says why, to the person, and what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def can_read(viewer: Viewer, category: "Category") -> bool:
    """Whether the category exists for the viewer; the object's side of `visible_to`."""
    return not viewer.is_stranger and category.audience_id in viewer.audience_ids


def can_write(viewer: Viewer, category: "Category") -> bool:
    """Whether the viewer may begin threads there, and answer in those that are open."""
    if not can_read(viewer, category) or category.is_archived:
        return False
    return viewer.is_staff or not category.is_announcements


def can_reply(viewer: Viewer, thread: "Thread") -> bool:
    """Whether the viewer may answer in the thread."""
    return can_write(viewer, thread.category) and not thread.is_locked


def can_moderate(viewer: Viewer) -> bool:
    """Whether the viewer may close and pin threads and hide posts."""
    return viewer.is_staff


def can_edit(viewer: Viewer, post: "Post") -> bool:
    """Whether the viewer may change or take back the post: the own one, while one may answer."""
    own = viewer.user_id is not None and post.author_id == viewer.user_id
    return own and post.state != PostState.HIDDEN and can_reply(viewer, post.thread)


def can_accept(viewer: Viewer, thread: "Thread") -> bool:
    """Whether the viewer may say which post is the answer: who asked, and the staff."""
    own = viewer.user_id is not None and thread.author_id == viewer.user_id
    return can_read(viewer, thread.category) and (own or viewer.is_staff)


def refuse_reply(viewer: Viewer, thread: "Thread") -> None:
    """Raise PostRefused where the viewer may not answer."""
    if thread.is_locked:
        raise PostRefused(locked_sentence())
    refuse_category(viewer, thread.category)


def refuse_category(viewer: Viewer, category: "Category") -> None:
    """Raise PostRefused where the viewer may not write in the category."""
    if can_write(viewer, category):
        return
    if category.is_archived:
        raise PostRefused(_("This category is archived: it can be read, and nothing is added."))
    if can_read(viewer, category):
        raise PostRefused(_("Only the club writes here. You can ask in another category."))
    raise PostRefused(_("There is no such discussion for you any more."))


def refuse_edit(viewer: Viewer, post: "Post") -> None:
    """Raise PostRefused where the viewer may not change the post."""
    if can_edit(viewer, post):
        return
    if post.thread.is_locked:
        raise PostRefused(locked_sentence())
    if post.author_id != viewer.user_id:
        raise PostRefused(_("Only its author changes a post."))
    if post.state == PostState.HIDDEN:
        raise PostRefused(_("The club has hidden this post. Write to us if you do not see why."))
    refuse_category(viewer, post.thread.category)


def refuse_moderation(viewer: Viewer) -> None:
    """Raise PostRefused for everybody but the staff."""
    if not can_moderate(viewer):
        raise PostRefused(_("Only the club’s team can do this."))


def locked_sentence() -> str:
    """Why nobody answers in a closed thread."""
    return _(
        "This discussion has been closed, so your text was not sent. It is kept here: copy it into "
        "a new discussion, or ask the club to open this one again."
    )


def clean_title(title: str) -> str:
    """The title as one line. Raises ValidationError for one that is empty or too long."""
    line = clean_line(title.encode("utf-8", "ignore").decode())
    if not line:
        raise ValidationError(_("Give the discussion a title."), code="title")
    if len(line) > TITLE_LENGTH:
        raise ValidationError(
            _("A title has at most %(limit)d characters, and this one has %(count)d.")
            % {"limit": TITLE_LENGTH, "count": len(line)},
            code="title",
        )
    return line


def not_yours_sentence() -> str:
    """Why somebody else says which answer helped."""
    return _("Who asked says which answer helped.")


def no_answer_sentence() -> str:
    """Why a post cannot be the answer."""
    return _("Choose a post below the question that is still there.")
