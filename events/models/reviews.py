"""Asking a colleague to publish an event."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from events.enums import RequestOutcome
from events.querysets import PublishRequestManager


class PublishRequest(models.Model):
    """An organiser wants an event published and asks the others to look at it first.

    Open while `outcome` is empty, at most one for a page. `answer` is the word of whoever sent it
    back.
    """

    page = models.ForeignKey(
        "events.EventPage",
        on_delete=models.CASCADE,
        related_name="publish_requests",
        verbose_name=_("event"),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    note = models.CharField(_("a word to the colleague"), max_length=500, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=RequestOutcome.choices, blank=True, default=""
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    objects: ClassVar[PublishRequestManager] = PublishRequestManager()

    class Meta:
        verbose_name = _("request to publish")
        verbose_name_plural = _("requests to publish")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=Q(outcome=""), name="request_one_open_per_page"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True)
                | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="request_decided_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} · {self.asked_by_id} · {self.outcome or 'open'}"
