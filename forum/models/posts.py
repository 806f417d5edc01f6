"""What was written."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from forum.enums import PostState
from forum.models.threads import Thread
from forum.querysets import PostManager


class Post(models.Model):
    """One contribution. Its `number` in the thread is its place and its permanent address.

    `company` is the author's at the time of writing; empty for the staff. `submission_key` is made
    when the writing begins: sent twice, it is one post. `body_html` is made of `body_md` once, when
    it is written, and is safe to show.
    """

    thread = models.ForeignKey(
        Thread, on_delete=models.PROTECT, related_name="posts", verbose_name=_("thread")
    )
    number = models.PositiveIntegerField(_("number"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="posts",
        verbose_name=_("author"),
    )
    company = models.ForeignKey(
        "accounts.Company",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("company"),
    )
    submission_key = models.UUIDField(default=uuid.uuid4, editable=False)
    body_md = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=PostState.choices, default=PostState.VISIBLE
    )
    created_at = models.DateTimeField(_("written"), default=clock.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("removed by"),
    )

    objects: ClassVar[PostManager] = PostManager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["thread", "number"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="post_number_unique"),
            models.UniqueConstraint(
                fields=["author", "submission_key"], name="post_submitted_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PostState.values), name="post_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-created_at"], name="post_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} · {self.number}"

    @property
    def is_shown(self) -> bool:
        """Whether everybody with a right to the thread reads it."""
        return self.state == PostState.VISIBLE

    @property
    def is_first(self) -> bool:
        """Whether the thread begins with it."""
        return self.number == 1

    def get_absolute_url(self) -> str:
        """Its place in the thread."""
        return self.thread.url_of_number(self.number)
