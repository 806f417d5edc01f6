"""What happens to a whole thread: closed, pinned, answered."""

from django.db import transaction

from accounts.audience import Viewer, viewer_for
from accounts.models import User
from forum import rules
from forum.enums import EventKind
from forum.kinds import ANSWER_ACCEPTED
from forum.models import Post, Thread
from forum.rules import PostRefused
from forum.services.log import advance, append
from participation.ledger import record, retract


def lock_thread(
    thread: Thread, *, by: User, locked: bool = True, viewer: Viewer | None = None
) -> Thread:
    """Close a thread, or open it again with `locked=False`. Nobody answers in a closed one.

    A second time nothing happens. Raises PostRefused for everybody but the staff.
    """
    rules.refuse_moderation(viewer or viewer_for(by))
    if thread.is_locked != locked:
        kind = EventKind.THREAD_LOCKED if locked else EventKind.THREAD_UNLOCKED
        _change(thread, kind, is_locked=locked)
    return thread


def pin_thread(
    thread: Thread, *, by: User, pinned: bool = True, viewer: Viewer | None = None
) -> Thread:
    """Keep a thread at the top of its category, or let it go with `pinned=False`.

    A second time nothing happens. Raises PostRefused for everybody but the staff.
    """
    rules.refuse_moderation(viewer or viewer_for(by))
    if thread.is_pinned != pinned:
        kind = EventKind.THREAD_PINNED if pinned else EventKind.THREAD_UNPINNED
        _change(thread, kind, is_pinned=pinned)
    return thread


@transaction.atomic
def accept_answer(post: Post, *, by: User, viewer: Viewer | None = None) -> Thread:
    """Say that this post answers the question; another one that did so before does no more.

    It counts for the company of its author, unless they answered themselves. Raises PostRefused
    for everybody but who asked and the staff, for the question itself, and for a removed post.
    """
    thread = post.thread
    _refuse_accept(post, viewer or viewer_for(by))
    if thread.answer_id == post.pk:
        return thread
    before = thread.answer
    advance(thread, answer=post)
    _retract_fact(before)
    append(thread, EventKind.ANSWER_ACCEPTED, post=post)
    company, author = post.company, post.author
    if company is not None and author is not None and author.pk != thread.author_id:
        record(ANSWER_ACCEPTED, company=company, person=author, subject=post)
    return thread


@transaction.atomic
def withdraw_answer(thread: Thread, *, by: User, viewer: Viewer | None = None) -> Thread:
    """The thread waits for an answer again. A second time nothing happens. Raises PostRefused."""
    if not rules.can_accept(viewer or viewer_for(by), thread):
        raise PostRefused(rules.not_yours_sentence())
    before = thread.answer
    if before is not None:
        advance(thread, answer=None)
        _retract_fact(before)
        append(thread, EventKind.ANSWER_WITHDRAWN, post=before)
    return thread


@transaction.atomic
def _change(thread: Thread, kind: EventKind, **changes: bool) -> None:
    advance(thread, **changes)
    append(thread, kind)


def _refuse_accept(post: Post, viewer: Viewer) -> None:
    if not rules.can_accept(viewer, post.thread):
        raise PostRefused(rules.not_yours_sentence())
    if post.is_first or not post.is_shown:
        raise PostRefused(rules.no_answer_sentence())


def _retract_fact(post: Post | None) -> None:
    if post is not None and post.company_id is not None:
        retract(ANSWER_ACCEPTED, company=post.company, subject=post)
