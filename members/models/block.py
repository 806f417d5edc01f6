"""Whom somebody does not want to hear from, and what was reported to the club."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from members.enums import ReportReason
from members.models.managers import BlockManager, ReportManager

NOTE_LENGTH = 1000


class Block(models.Model):
    """`by` wants to hear nothing more from `person`, who is never told.

    A block stands until `by` takes it back, which removes the row.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="blocks_made",
        verbose_name=_("blocked by"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="blocks_received",
        verbose_name=_("person"),
    )
    created_at = models.DateTimeField(_("blocked"), default=clock.now, editable=False)

    objects: ClassVar[BlockManager] = BlockManager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "person"], name="block_once_per_person"),
            models.CheckConstraint(condition=~Q(by=F("person")), name="block_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} · {self.person_id}"


class Report(models.Model):
    """A member tells the club about another one. Read by organisers and administrators.

    Open until somebody answers it with a note, which stays within the team; whether the person
    was suspended then is kept beside it.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reports_made",
        verbose_name=_("reported by"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reports_received",
        verbose_name=_("person"),
    )
    reason = models.CharField(_("reason"), max_length=10, choices=ReportReason.choices)
    note = models.TextField(_("what happened"), max_length=NOTE_LENGTH)
    created_at = models.DateTimeField(_("reported"), default=clock.now, editable=False)
    handled_at = models.DateTimeField(_("answered"), null=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answer = models.TextField(_("note of the team"), max_length=NOTE_LENGTH, blank=True)
    has_suspended = models.BooleanField(_("the person was suspended"), default=False)

    objects: ClassVar[ReportManager] = ReportManager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["handled_at", "created_at"], name="report_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "person"],
                condition=Q(handled_at__isnull=True),
                name="report_one_open_per_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} · {self.person_id} · {self.reason}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.handled_at is None
