"""Who stands where with which date."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from events.enums import (
    COMES,
    HOLDS_SEAT,
    UNDECIDED,
    EndedBy,
    RegistrationSource,
    RegistrationStatus,
)
from events.models.dates import EventDate
from events.querysets import RegistrationManager


class Registration(models.Model):
    """One person and one date: at most one row, whatever they answer and take back.

    `company` is the person's at the time of the answer. `waitlisted_at` is when they joined the
    waiting list. `offered_until` is when a seat that was offered goes to the next in line, and
    `promoted_at` says that a seat came from the list. It holds one seat and one for each of its
    `guest_count` guests, with `uses_kept_seat` out of those that the club keeps. `answers` are by
    the keys of the event's questions. `ended_by` says who ended what is cancelled.
    """

    date = models.ForeignKey(
        EventDate,
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name=_("date"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="registrations",
        verbose_name=_("person"),
    )
    company = models.ForeignKey(
        "accounts.Company",
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name=_("company"),
    )
    status = models.CharField(_("status"), max_length=10, choices=RegistrationStatus.choices)
    answered_at = models.DateTimeField(_("answered"), default=clock.now)
    waitlisted_at = models.DateTimeField(_("waits since"), null=True, blank=True)
    offered_until = models.DateTimeField(_("seat offered until"), null=True, blank=True)
    promoted_at = models.DateTimeField(_("got a seat from the list"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    ended_by = models.CharField(
        _("ended by"), max_length=8, choices=EndedBy.choices, blank=True, default=""
    )
    uses_kept_seat = models.BooleanField(_("one of the seats kept for the club"), default=False)
    guest_count = models.PositiveSmallIntegerField(_("guests"), default=0, editable=False)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    is_listed = models.BooleanField(
        _("shown to the others"),
        default=False,
        help_text=_("Whether the other members see that this person comes."),
    )
    note = models.CharField(_("word to the organisers"), max_length=500, blank=True)
    staff_note = models.CharField(
        _("note of the team"),
        max_length=500,
        blank=True,
        help_text=_("How the answer came: “by telephone”. Members never see it."),
    )
    reason = models.CharField(_("reason for not coming"), max_length=500, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registered by"),
    )
    source = models.CharField(
        _("source"),
        max_length=10,
        choices=RegistrationSource.choices,
        default=RegistrationSource.PORTAL,
    )

    objects: ClassVar[RegistrationManager] = RegistrationManager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["date", "person"], name="registration_once_per_date"),
            models.CheckConstraint(
                condition=Q(status__in=RegistrationStatus.values), name="registration_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=RegistrationStatus.WAITLISTED) | Q(waitlisted_at__isnull=False),
                name="registration_waits_since",
            ),
            models.CheckConstraint(
                condition=Q(status=RegistrationStatus.OFFERED, offered_until__isnull=False)
                | (~Q(status=RegistrationStatus.OFFERED) & Q(offered_until__isnull=True)),
                name="registration_offer_has_end",
            ),
            models.CheckConstraint(
                condition=Q(ended_by="") | Q(status=RegistrationStatus.CANCELLED),
                name="registration_ended_is_cancelled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["date", "waitlisted_at", "id"],
                name="registration_queue",
                condition=Q(status=RegistrationStatus.WAITLISTED),
            ),
            models.Index(
                fields=["date", "answered_at", "id"],
                name="registration_listed",
                condition=Q(is_listed=True),
            ),
            models.Index(
                fields=["offered_until"],
                name="registration_offers_by_end",
                condition=Q(status=RegistrationStatus.OFFERED),
            ),
            models.Index(fields=["date", "status"], name="registration_by_status"),
            models.Index(fields=["person", "status"], name="registration_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.date_id} · {self.status}"

    @property
    def holds_seat(self) -> bool:
        """Whether it occupies one of the seats."""
        return self.status in HOLDS_SEAT

    @property
    def seats(self) -> int:
        """How many seats it holds, or would hold: the person's and the guests'."""
        return 1 + self.guest_count

    @property
    def is_offered(self) -> bool:
        """Whether a seat waits for the person's yes."""
        return self.status == RegistrationStatus.OFFERED

    @property
    def is_pending(self) -> bool:
        """Whether an organiser has yet to decide."""
        return self.status == RegistrationStatus.PENDING

    @property
    def is_maybe(self) -> bool:
        """Whether the person comes perhaps, without a seat."""
        return self.status == RegistrationStatus.MAYBE

    @property
    def is_open(self) -> bool:
        """Whether it stands in some way: a seat, a place in line, a request, or a perhaps."""
        return self.holds_seat or self.status in UNDECIDED

    @property
    def is_coming(self) -> bool:
        """Whether the person will be there, or was."""
        return self.status in COMES

    @property
    def is_waiting(self) -> bool:
        """Whether the person waits for a seat."""
        return self.status == RegistrationStatus.WAITLISTED

    @property
    def person_url(self) -> str:
        """The person's page in the directory."""
        return reverse("members:person-detail", args=[self.person_id])

    @property
    def position(self) -> int | None:
        """The place in the waiting list, the first is 1; None for those who do not wait."""
        if not self.is_waiting:
            return None
        return type(self).objects.ahead_of(self).count() + 1


class Guest(models.Model):
    """Somebody from outside the club whom a member brings. A name for the door, nothing more."""

    registration = models.ForeignKey(
        Registration,
        on_delete=models.CASCADE,
        related_name="guests",
        verbose_name=_("registration"),
    )
    name = models.CharField(_("name"), max_length=120)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
