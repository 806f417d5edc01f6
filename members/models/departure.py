"""Departures: who left which company, from which day, and who said so."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from club.lib import clock
from members.querysets import DepartureManager

#: So long a departure that has happened can be taken back with a press.
UNDO_DAYS = 30


class Departure(models.Model):
    """Somebody leaves, or left, a company.

    `from_on` is the first day without them. A day to come is carried out by the clock, which sets
    `done_at`; until then the departure can be cancelled, and afterwards undone for thirty days
    while the person belongs to nobody else (`undone_at`).
    """

    membership = models.ForeignKey(
        Membership,
        on_delete=models.CASCADE,
        related_name="departures",
        verbose_name=_("membership"),
    )
    from_on = models.DateField(_("from"))
    was_correspondent = models.BooleanField(default=False, editable=False)
    noted_at = models.DateTimeField(_("noted"), default=clock.now, editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("noted by"),
    )
    done_at = models.DateTimeField(_("carried out"), null=True, editable=False)
    undone_at = models.DateTimeField(_("taken back"), null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    objects: ClassVar[DepartureManager] = DepartureManager()

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(undone_at__isnull=True),
                name="departure_one_standing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.from_on:%Y-%m-%d}"

    @property
    def is_planned(self) -> bool:
        """Whether its day is still to come, or not yet carried out."""
        return self.done_at is None and self.undone_at is None

    @property
    def is_recent(self) -> bool:
        """Whether it happened so short a time ago that it may be taken back."""
        if self.done_at is None or self.undone_at is not None:
            return False
        return self.done_at > clock.now() - timedelta(days=UNDO_DAYS)
