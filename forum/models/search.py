"""The words by which the search finds posts.

One row a word, folded (no accents, lower case): a prefix search is a range of an ordinary index and
means the same on every database. The words of a title belong to the first post.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from forum.models.posts import Post
from members.models.search import WORD_LENGTH, query_words


class PostWord(models.Model):
    """A word of a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=WORD_LENGTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "word"], name="post_word_unique"),
        ]
        indexes = [models.Index(fields=["word", "post"], name="post_word_found")]

    def __str__(self) -> str:
        return self.word


def posts_matching_q(query: str) -> Q:
    """Posts where each word of the query begins some word; none for a query without a word."""
    words = query_words(query)
    condition = Q() if words else Q(pk__in=[])
    for word in words:
        rows = PostWord.objects.filter(post=OuterRef("pk"), word__startswith=word)
        condition &= Q(Exists(rows))
    return condition
