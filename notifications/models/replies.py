"""What calendars answered, and how far the mailbox was read."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from notifications.enums import OPEN_OUTCOMES, ReplyOutcome
from notifications.models.calendar import CalendarEntry, CalendarGuest
from notifications.querysets import ReplyQuerySet


class CalendarReply(models.Model):
    """One mail that came in about an invitation, and what was made of it.

    `fingerprint` is a hash of the whole mail: the same mail, read a second time, meets this row
    and does nothing. `guest` is whose signed address it came to, `entry` what it is about, where
    that is known. `words` is what its writer added, `proposed_starts_at` and `proposed_ends_at`
    another time that they propose, `detail` why the answer was refused (a code of the app whose
    entry it is). The outcome says whether somebody has to look; `handled_at` that somebody did.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    guest = models.ForeignKey(
        CalendarGuest, on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    entry = models.ForeignKey(
        CalendarEntry, on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    method = models.CharField(max_length=8, blank=True)
    partstat = models.CharField(_("answer"), max_length=12, blank=True)
    sender = models.CharField(_("sender"), max_length=254, blank=True)
    attendee = models.CharField(_("who answers"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    words = models.CharField(_("words"), max_length=500, blank=True)
    proposed_starts_at = models.DateTimeField(_("proposed start"), null=True, blank=True)
    proposed_ends_at = models.DateTimeField(_("proposed end"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=ReplyOutcome.choices)
    detail = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField(_("received"), default=clock.now)
    handled_at = models.DateTimeField(_("done"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("done by"),
    )

    objects: ClassVar[ReplyQuerySet] = ReplyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("answer from a calendar")
        verbose_name_plural = _("answers from calendars")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(
                fields=["-received_at", "-id"],
                name="reply_to_look_at",
                condition=Q(handled_at__isnull=True, outcome__in=OPEN_OUTCOMES),
            ),
            models.Index(fields=["received_at"], name="reply_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=ReplyOutcome.values), name="reply_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.partstat} · {self.outcome}"


class MailboxState(models.Model):
    """How far one mailbox was read, and whether it can be: `label` names it, without password."""

    label = models.CharField(max_length=255, primary_key=True)
    position = models.CharField(max_length=60, blank=True)
    read_at = models.DateTimeField(_("last read"), null=True, blank=True)
    failing_since = models.DateTimeField(_("cannot be read since"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("state of a mailbox")
        verbose_name_plural = _("states of mailboxes")

    def __str__(self) -> str:
        return self.label
