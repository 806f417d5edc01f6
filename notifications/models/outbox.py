"""Mails to be sent, written in the transaction of the change that they tell of."""

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from notifications.addresses import new_message_id
from notifications.enums import (
    OPEN_STATUSES,
    CalendarMethod,
    MailStatus,
    Priority,
    Purpose,
    SkipReason,
)
from notifications.models.calendar import CalendarGuest
from notifications.querysets import OutboxQuerySet

#: Where the payload of a mail about one date of a series says which.
PLANNED = "calendar_planned"


class OutboxMail(models.Model):
    """One mail to one person: why, by whom, about what, and where it stands.

    It holds what the words are made of (`verb`, `subject`, `payload`), not the words: they are
    composed when the mail is sent, in the language of who receives it. `language` is set only
    where there is no person to ask. `message_id` is fixed from the start, so that a mail sent
    again after a crash can be recognised as the same. `uncertain` means that a mail server may
    have taken it without our knowing. `lease_until` and `lease_token` belong to the worker that
    sends it. With a `guest` it carries a calendar part of this method, SEQUENCE and DTSTAMP.
    """

    verb = models.CharField(_("kind"), max_length=80)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.ORDINARY)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="outbox_mails",
        verbose_name=_("person"),
    )
    address = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=2, blank=True)
    content_type = models.ForeignKey(
        ContentType, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("content_type", "object_id")
    caused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("caused by"),
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent again or given up by"),
    )
    payload = models.JSONField(default=dict, blank=True)

    guest = models.ForeignKey(
        CalendarGuest, on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    calendar_method = models.CharField(max_length=8, blank=True, choices=CalendarMethod.choices)
    calendar_sequence = models.PositiveIntegerField(null=True, blank=True)
    calendar_stamp_at = models.DateTimeField(null=True, blank=True)

    status = models.CharField(
        _("status"), max_length=8, choices=MailStatus.choices, default=MailStatus.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=clock.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    uncertain = models.BooleanField(default=False)
    message_id = models.CharField("Message-ID", max_length=255, unique=True, default=new_message_id)
    skipped_reason = models.CharField(max_length=16, blank=True, choices=SkipReason.choices)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[OutboxQuerySet] = OutboxQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("mail of the outbox")
        verbose_name_plural = _("mails of the outbox")
        indexes = [
            models.Index(
                fields=["priority", "next_attempt_at", "id"],
                name="outbox_due",
                condition=Q(status=MailStatus.QUEUED),
            ),
            models.Index(
                fields=["lease_until"], name="outbox_leased", condition=Q(status=MailStatus.SENDING)
            ),
            models.Index(
                fields=["guest", "id"],
                name="outbox_open_of_guest",
                condition=Q(status__in=OPEN_STATUSES),
            ),
            models.Index(
                fields=["closed_at"], name="outbox_dead", condition=Q(status=MailStatus.DEAD)
            ),
            models.Index(fields=["person", "sent_at"], name="outbox_of_person"),
            models.Index(fields=["content_type", "object_id"], name="outbox_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=MailStatus.values), name="outbox_status_known"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="outbox_purpose_known"
            ),
            models.CheckConstraint(condition=~Q(address=""), name="outbox_has_address"),
            models.CheckConstraint(
                condition=(
                    Q(
                        status=MailStatus.SENDING,
                        lease_until__isnull=False,
                        lease_token__isnull=False,
                    )
                    | (
                        ~Q(status=MailStatus.SENDING)
                        & Q(lease_until__isnull=True, lease_token__isnull=True)
                    )
                ),
                name="outbox_lease_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(status=MailStatus.SENT, sent_at__isnull=False)
                | (~Q(status=MailStatus.SENT) & Q(sent_at__isnull=True)),
                name="outbox_sent_has_time",
            ),
            models.CheckConstraint(
                condition=(Q(status=MailStatus.SKIPPED) & ~Q(skipped_reason=""))
                | (~Q(status=MailStatus.SKIPPED) & Q(skipped_reason="")),
                name="outbox_skipped_has_reason",
            ),
            models.CheckConstraint(
                condition=(
                    Q(guest__isnull=True, calendar_method="")
                    | Q(
                        guest__isnull=False,
                        calendar_method__in=CalendarMethod.values,
                        calendar_sequence__isnull=False,
                        calendar_stamp_at__isnull=False,
                    )
                ),
                name="outbox_calendar_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} #{self.pk}"

    @property
    def is_cancel(self) -> bool:
        """Whether the mail takes an event out of a calendar."""
        return self.calendar_method == CalendarMethod.CANCEL

    @property
    def planned(self) -> datetime | date | None:
        """The one date of a series that the calendar part is about, by its planned start.

        None for the whole event. It stands in the payload as plain JSON, for the words too.
        """
        text = str(self.payload.get(PLANNED, "")) if self.guest_id else ""
        if not text:
            return None
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
