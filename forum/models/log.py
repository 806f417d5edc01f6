"""What happened in a thread, in order."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from forum.enums import EventKind, Reach
from forum.models.posts import Post
from forum.models.threads import Thread


class ThreadEvent(models.Model):
    """A row of the log: the truth of which everything live is a hint.

    `seq` counts within the thread without a gap, in the order of the commits. `reach` says up to
    whom the row goes; others learn only that there was one. `data` holds what the row needs beside
    the state of its post, which is read when the row is. `spread_at` is when the search and the
    people to be told had learnt of it; empty while that is to be done.
    """

    thread = models.ForeignKey(
        Thread, on_delete=models.PROTECT, related_name="events", verbose_name=_("thread")
    )
    seq = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind.choices)
    post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("post"),
    )
    reach = models.CharField(_("reach"), max_length=10, choices=Reach.choices)
    data: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(_("happened"), default=clock.now)
    spread_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("row of the log")
        verbose_name_plural = _("rows of the log")
        ordering = ["thread", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "seq"], name="thread_event_seq_unique"),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(spread_at__isnull=True), name="thread_event_to_spread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} · {self.seq} · {self.kind}"
