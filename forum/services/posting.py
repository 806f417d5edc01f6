"""Beginning threads and answering. What is sent twice is written once."""

import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts.audience import Viewer, viewer_for
from accounts.models import User
from club.lib import clock
from forum import rules
from forum.enums import EventKind
from forum.kinds import POSTED
from forum.live import NEUTRAL
from forum.markdown import Rendered, render
from forum.models import Category, Mention, Post, Thread
from forum.rules import PostRefused
from forum.services.log import append, take_number
from forum.services.naming import resolver_for
from participation.ledger import record


@dataclass(frozen=True)
class _Draft:
    """What is to be written, rendered before any row is held."""

    by: User
    company_id: int | None
    rendered: Rendered
    key: uuid.UUID


def create_thread(
    category: Category,
    *,
    by: User,
    title: str,
    text: str,
    submission_key: uuid.UUID | None = None,
    viewer: Viewer | None = None,
) -> Thread:
    """A new discussion with its first post.

    Sent twice with one `submission_key`, the first one is returned. Raises PostRefused where `by`
    may not write, ValidationError for a title or a text that cannot be taken.
    """
    viewer = viewer or viewer_for(by)
    rules.refuse_category(viewer, category)
    title = rules.clean_title(title)
    draft = _draft(category, by, viewer, text, submission_key)
    try:
        with transaction.atomic():
            return _begin(category, title, draft)
    except IntegrityError:
        return _written_already(draft).thread


def post_reply(
    thread: Thread,
    *,
    by: User,
    text: str,
    submission_key: uuid.UUID | None = None,
    viewer: Viewer | None = None,
) -> Post:
    """An answer in a discussion.

    Sent twice with one `submission_key`, at the same time or later, it is one post: the first one
    is returned. Raises PostRefused where `by` may not answer, ValidationError for a text that
    cannot be taken.
    """
    viewer = viewer or viewer_for(by)
    rules.refuse_category(viewer, thread.category)
    draft = _draft(thread.category, by, viewer, text, submission_key)
    try:
        with transaction.atomic():
            return _answer(thread, draft)
    except IntegrityError:
        return _written_already(draft)
    except PostRefused:
        try:
            return _written_already(draft)
        except IntegrityError:
            pass
        raise


def _draft(
    category: Category, by: User, viewer: Viewer, text: str, key: uuid.UUID | None
) -> _Draft:
    if viewer.user_id != by.pk:
        raise ValueError("The viewer given is somebody else.")
    rendered = render(text, resolver_for(viewer, category))
    return _Draft(by, viewer.company_id, rendered, key or uuid.uuid4())


def _begin(category: Category, title: str, draft: _Draft) -> Thread:
    thread = Thread.objects.create(
        category=category,
        title=title,
        author=draft.by,
        last_seq=1,
        last_number=1,
        last_visible_number=1,
        post_count=1,
    )
    _write(thread, draft)
    return thread


def _answer(thread: Thread, draft: _Draft) -> Post:
    if not take_number(thread, clock.now()):
        raise PostRefused(rules.locked_sentence())
    return _write(thread, draft)


def _write(thread: Thread, draft: _Draft) -> Post:
    """The post of the number that was taken, its row of the log, and its fact."""
    written = Post.objects.create(
        thread=thread,
        number=thread.last_number,
        author=draft.by,
        company_id=draft.company_id,
        submission_key=draft.key,
        body_md=draft.rendered.text,
        body_html=draft.rendered.html,
    )
    post: Post = Post.objects.with_authors(NEUTRAL).get(pk=written.pk)
    post.thread = thread
    if draft.rendered.person_ids:
        name_people(post, draft.rendered)
    append(thread, EventKind.POST_PUBLISHED, post=post, spreads=True)
    if post.company is not None:
        record(
            POSTED,
            company=post.company,
            person=draft.by,
            subject=post,
            occurred_at=post.created_at,
        )
    return post


def name_people(post: Post, rendered: Rendered) -> None:
    """Keep whom the post names. Whose bell has rung stays, so that it never rings again."""
    post.mentions.filter(told_at__isnull=True).exclude(person_id__in=rendered.person_ids).delete()
    if rendered.person_ids:
        named = [Mention(post=post, person_id=pk) for pk in sorted(rendered.person_ids)]
        Mention.objects.bulk_create(named, ignore_conflicts=True)


def _written_already(draft: _Draft) -> Post:
    """The post that came first under this key. Raises IntegrityError where there is none."""
    posts = Post.objects.with_authors(NEUTRAL).select_related("thread__category")
    first: Post | None = posts.filter(author=draft.by, submission_key=draft.key).first()
    if first is None:
        raise IntegrityError("No post has this key.")
    return first
