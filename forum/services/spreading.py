"""What follows a post off the request: the search learns its words, people are told.

So posting costs the same whether ten people or a thousand follow the thread.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from club.lib import clock
from forum.enums import EventKind, TellLevel
from forum.mails import MENTIONED, REPLIED, about
from forum.markdown import plain_text
from forum.models import Post, PostWord, ReadState, ThreadEvent
from forum.querysets import people_with_right
from forum.services.reading import take_part
from members.models.search import split_words
from members.querysets import blockers_of
from notifications.services import tell

_BATCH = 500


def has_due() -> bool:
    """Whether `spread_due` would find something to do."""
    return ThreadEvent.objects.filter(spread_at__isnull=True).exists()


def spread_due(limit: int = 200) -> int:
    """Do what is still to be done for the rows of the logs; returns for how many.

    Each row in one transaction: claimed and done, or neither. Several workers do no harm.
    """
    rows = ThreadEvent.objects.filter(spread_at__isnull=True).order_by("pk")
    return sum(_spread(pk) for pk in list(rows.values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _spread(event_id: int) -> bool:
    rows = ThreadEvent.objects.filter(pk=event_id, spread_at__isnull=True)
    if not rows.update(spread_at=clock.now()):
        return False
    event = ThreadEvent.objects.get(pk=event_id)
    posts = Post.objects.select_related("thread__category__audience", "author")
    post = posts.filter(pk=event.post_id or 0).first()
    if post is None:
        return True
    index_posts([post.pk])
    if event.kind == EventKind.POST_PUBLISHED and post.author is not None:
        take_part(post.thread, person=post.author, number=post.number)
    if post.is_shown:
        named = _tell_named(post)
        if event.kind == EventKind.POST_PUBLISHED:
            _tell_followers(post, but=named)
    return True


def _tell_named(post: Post) -> set[int]:
    """Ring for those who are named and were not told yet; returns everybody who is named."""
    named = {mention.person_id: mention for mention in post.mentions.all()}
    waiting = [pk for pk, mention in named.items() if mention.told_at is None]
    if not waiting:
        return set(named)
    quiet = post.thread.read_states.filter(level=TellLevel.NOTHING).values("user_id")
    people = people_with_right(post.thread.category).filter(pk__in=waiting)
    people = people.exclude(pk__in=quiet).exclude(pk__in=blockers_of(post.author_id).values("pk"))
    for person in people.exclude(pk=post.author_id or 0).order_by("pk"):
        _tell(MENTIONED, post, person)
    post.mentions.filter(told_at__isnull=True).update(told_at=clock.now())
    return set(named)


def _tell_followers(post: Post, *, but: set[int]) -> None:
    """Ring for those who follow the thread and have not read the post on their screen yet."""
    follows = Q(level=TellLevel.ALL) | Q(level=TellLevel.DEFAULT, takes_part=True)
    unread = ReadState.objects.filter(follows, thread=post.thread, last_read_number__lt=post.number)
    people = people_with_right(post.thread.category).filter(pk__in=unread.values("user_id"))
    for person in people.exclude(pk=post.author_id or 0).exclude(pk__in=but).order_by("pk"):
        _tell(REPLIED, post, person)


def _tell(verb: str, post: Post, person: User) -> None:
    tell(verb, person=person, subject=post, by=post.author, about=about(post.thread))


@transaction.atomic
def index_posts(post_ids: Collection[int]) -> None:
    """Bring the words by which the search finds these posts up to date."""
    posts = Post.objects.filter(pk__in=post_ids).select_related("thread")
    PostWord.objects.filter(post__in=post_ids).delete()
    words = [
        PostWord(post=post, word=word)
        for post in posts
        if post.is_shown
        for word in sorted(split_words(_texts(post)))
    ]
    PostWord.objects.bulk_create(words, batch_size=_BATCH, ignore_conflicts=True)


def _texts(post: Post) -> list[str]:
    plain = plain_text(post.body_html)
    return [plain, post.thread.title] if post.is_first else [plain]
