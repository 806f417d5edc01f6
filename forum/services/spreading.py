"""What follows a post off the request: the search learns its words, people are told."""

from collections.abc import Collection

from django.db import transaction

from club.lib import clock
from forum.markdown import excerpt
from forum.models import Post, PostWord, ThreadEvent
from members.models.search import split_words

_BATCH = 500
_WHOLE = 10**6


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
    event = ThreadEvent.objects.select_related("post__thread").get(pk=event_id)
    if event.post is not None:
        index_posts([event.post.pk])
    return True


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
    plain = excerpt(post.body_html, _WHOLE)
    return [plain, post.thread.title] if post.is_first else [plain]
