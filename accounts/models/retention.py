"""For how long the club keeps what it knows of people, and what the job did about it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from club.lib import clock


class RetentionPeriod(models.Model):
    """A period that the club has chosen, in days; without a row the rule's own default holds.

    `rule` is the name of a `registry.RetentionRule`.
    """

    rule = models.CharField(max_length=60, unique=True)
    days = models.PositiveIntegerField(_("days"))
    changed_at = models.DateTimeField(_("changed"), default=clock.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("changed by"),
    )

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")

    def __str__(self) -> str:
        return f"{self.rule}: {self.days}"


class RetentionRun(models.Model):
    """One run of the job: how many rows each rule removed or made anonymous, and which failed.

    `counts` is by the names of the rules; `failed` lists those that raised, which the next run
    tries again.
    """

    started_at = models.DateTimeField(_("began"), default=clock.now)
    finished_at = models.DateTimeField(_("ended"), null=True)
    counts = models.JSONField(default=dict)
    failed = models.JSONField(default=list)

    objects: ClassVar["models.Manager[RetentionRun]"] = models.Manager()

    class Meta:
        verbose_name = _("run of the retention job")
        verbose_name_plural = _("runs of the retention job")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"

    @property
    def total(self) -> int:
        """How many rows in all."""
        return sum(self.counts.values())
