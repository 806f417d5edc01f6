"""Editing posts, taking them back, hiding them."""

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Coalesce

from accounts.audience import Viewer, viewer_for
from accounts.models import User
from club.lib import clock
from forum import rules
from forum.enums import EventKind, PostState
from forum.kinds import ANSWER_ACCEPTED, POSTED
from forum.live import NEUTRAL
from forum.markdown import render
from forum.models import Post, Thread
from forum.rules import PostRefused
from forum.services.log import advance, append
from forum.services.naming import resolver_for
from forum.services.posting import name_people
from participation.ledger import record, retract

_STATE_FIELDS = ["state", "removed_at", "removed_by"]


def edit_post(post: Post, *, by: User, text: str, viewer: Viewer | None = None) -> Post:
    """Change the own post. The same text again changes nothing.

    People named anew are told; those named before are not told again. Raises PostRefused,
    ValidationError.
    """
    viewer = viewer or viewer_for(by)
    rules.refuse_edit(viewer, post)
    rendered = render(text, resolver_for(viewer, post.thread.category))
    with transaction.atomic():
        if not advance(post.thread, only_open=True):
            raise PostRefused(rules.locked_sentence())
        current = _current(post)
        rules.refuse_edit(viewer, current)
        current.body_md, current.body_html = rendered.text, rendered.html
        current.edited_at = clock.now()
        current.save(update_fields=["body_md", "body_html", "edited_at"])
        name_people(current, rendered)
        append(post.thread, EventKind.POST_EDITED, post=current, spreads=True)
    return current


def delete_post(post: Post, *, by: User, viewer: Viewer | None = None) -> Post:
    """Take the own post back. A second time nothing happens. Raises PostRefused."""
    rules.refuse_edit(viewer or viewer_for(by), post)
    return _remove(post, PostState.DELETED, by=by)


def restore_post(post: Post, *, by: User, viewer: Viewer | None = None) -> Post:
    """Show the own post again that one has taken back. Raises PostRefused."""
    rules.refuse_edit(viewer or viewer_for(by), post)
    return _show(post, PostState.DELETED)


def hide_post(post: Post, *, by: User, viewer: Viewer | None = None) -> Post:
    """The staff hides a post: nobody else reads it any more. Raises PostRefused."""
    rules.refuse_moderation(viewer or viewer_for(by))
    return _remove(post, PostState.HIDDEN, by=by)


def unhide_post(post: Post, *, by: User, viewer: Viewer | None = None) -> Post:
    """The staff shows a post again that it has hidden. Raises PostRefused."""
    rules.refuse_moderation(viewer or viewer_for(by))
    return _show(post, PostState.HIDDEN)


@transaction.atomic
def _remove(post: Post, state: PostState, *, by: User) -> Post:
    """Show a post no more; one that is not shown is left alone."""
    thread = post.thread
    if not post.is_shown:
        return post
    advance(thread)
    current = _current(post)
    was_shown = current.is_shown
    if was_shown:
        current.state, current.removed_at, current.removed_by = state, clock.now(), by
        current.save(update_fields=_STATE_FIELDS)
        _count(thread, -1)
        _note_last(thread)
        _retract_facts(current)
    append(thread, EventKind.POST_REMOVED, post=current, spreads=True)
    return current


@transaction.atomic
def _show(post: Post, state: PostState) -> Post:
    """Show a post again that is in this state; in another one it is left alone."""
    thread = post.thread
    if post.state != state:
        return post
    advance(thread)
    current = _current(post)
    if current.state == state:
        current.state, current.removed_at, current.removed_by = PostState.VISIBLE, None, None
        current.save(update_fields=_STATE_FIELDS)
        _count(thread, +1)
        _note_last(thread)
        _record_again(current)
    append(thread, EventKind.POST_RESTORED, post=current, spreads=True)
    return current


def _current(post: Post) -> Post:
    """The post as it is now that its thread is held."""
    current: Post = Post.objects.with_authors(NEUTRAL).get(pk=post.pk)
    current.thread = post.thread
    return current


def _count(thread: Thread, change: int) -> None:
    Thread.objects.filter(pk=thread.pk).update(post_count=F("post_count") + change)
    thread.refresh_from_db(fields=["post_count"])


def _note_last(thread: Thread) -> None:
    """Find the last post that is shown; its time is the thread's."""
    shown = Post.objects.filter(thread=thread).shown()
    last = shown.aggregate(number=Coalesce(Max("number"), 0))["number"]
    thread.last_visible_number = last
    times = shown.filter(number=last).values_list("created_at", flat=True)
    thread.last_post_at = next(iter(times), thread.created_at)
    thread.save(update_fields=["last_visible_number", "last_post_at"])


def _retract_facts(post: Post) -> None:
    """What was taken back or hidden was no contribution."""
    if post.company_id is not None:
        for kind in (POSTED, ANSWER_ACCEPTED):
            retract(kind, company=post.company, subject=post)


def _record_again(post: Post) -> None:
    if post.company is None or post.author is None:
        return
    company, author = post.company, post.author
    record(POSTED, company=company, person=author, subject=post, occurred_at=post.created_at)
    if post.thread.answer_id == post.pk and author.pk != post.thread.author_id:
        record(ANSWER_ACCEPTED, company=company, person=author, subject=post)
