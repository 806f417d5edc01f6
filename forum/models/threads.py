"""Discussions."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from club.lib.text import ascii_slug
from forum.models.categories import Category
from forum.querysets import ThreadManager
from forum.rules import TITLE_LENGTH

#: Posts on one page. Pages are cut by number, so that the last one costs what the first one does.
PER_PAGE = 50
_SLUG_LENGTH = 60


def page_of_number(number: int) -> int:
    """The page on which the post of this number stands; the first page is 1."""
    return (max(number, 1) - 1) // PER_PAGE + 1


class Thread(models.Model):
    """A title and its posts, with counters that its services keep.

    `last_seq` is the number of the last row in its log, `last_number` of its last post, removed
    ones included, `last_visible_number` of the last post that is shown (0 when none is left), and
    `post_count` how many are shown. All are given out by one UPDATE that holds the row until the
    transaction ends: log rows have no gap and stand in the order of their commits.
    """

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="threads", verbose_name=_("category")
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="threads",
        verbose_name=_("author"),
    )
    answer = models.ForeignKey(
        "forum.Post",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted answer"),
    )
    is_locked = models.BooleanField(_("closed"), default=False)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    last_seq = models.PositiveIntegerField(default=0, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    last_visible_number = models.PositiveIntegerField(default=0, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    last_post_at = models.DateTimeField(_("last post"), default=clock.now, editable=False)

    objects: ClassVar[ThreadManager] = ThreadManager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        ordering = ["-last_post_at", "-pk"]
        indexes = [
            models.Index(
                fields=["category", "-is_pinned", "-last_post_at", "-id"], name="thread_listed"
            ),
            models.Index(fields=["-last_post_at", "-id"], name="thread_latest"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        """The title as a part of the address; for people, nothing looks it up."""
        return ascii_slug(self.title, "thread")[:_SLUG_LENGTH].strip("-")

    def get_absolute_url(self) -> str:
        """Its first page."""
        return reverse("forum:thread-detail", args=self.address_parts)

    @property
    def address_parts(self) -> list[str | int]:
        """What the addresses below the thread begin with."""
        return [self.category.slug, self.pk, self.slug]

    def url_of_number(self, number: int) -> str:
        """The page on which the post of this number stands, at its place."""
        page = page_of_number(number)
        query = f"?page={page}" if page > 1 else ""
        return f"{self.get_absolute_url()}{query}#p{number}"

    @property
    def last_page(self) -> int:
        """How many pages there are."""
        return page_of_number(self.last_number)

    @property
    def is_solved(self) -> bool:
        """Whether an answer was accepted."""
        return self.answer_id is not None

    @property
    def replies(self) -> int:
        """How many posts are shown after the first one."""
        return max(0, self.post_count - 1)
