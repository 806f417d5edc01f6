"""Meetings of two people who are in contact."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from members.enums import MeetingState
from members.models.managers import MeetingManager

LINE_LENGTH = 300
PLACE_LENGTH = 200
#: So many times are proposed at least and at most.
FEWEST_TIMES, MOST_TIMES = 2, 3


class Meeting(models.Model):
    """`by` proposes to `guest`, who is a contact, to meet; `guest` picks one of the times or none.

    `starts_at` is set once they agree, and with it `calendar_entry`, the one home of what stands
    in their calendars. `time_zone` is where it takes place, for its words. Either of the two moves
    or cancels what was agreed; `reason` is what was said with a no. One of the two is empty once
    their account was deleted: the row is needed to take it out of the other one's calendar.
    """

    #: Empty for a deleted account; no service meets such a row (`MeetingQuerySet.visible_to`).
    by: "models.ForeignKey[Any, Any]" = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="meetings_proposed",
        verbose_name=_("proposed by"),
    )
    guest: "models.ForeignKey[Any, Any]" = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="meetings_received",
        verbose_name=_("proposed to"),
    )
    line = models.CharField(_("what it is about"), max_length=LINE_LENGTH)
    place = models.CharField(_("place"), max_length=PLACE_LENGTH, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    time_zone = models.CharField(_("time zone"), max_length=64)
    state = models.CharField(
        _("state"), max_length=10, choices=MeetingState.choices, default=MeetingState.PROPOSED
    )
    starts_at = models.DateTimeField(_("begins"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=LINE_LENGTH, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("called off by"),
    )
    created_at = models.DateTimeField(_("proposed"), default=clock.now, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    calendar_entry = models.OneToOneField(
        "notifications.CalendarEntry",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="meeting",
        verbose_name=_("calendar entry"),
    )

    objects: ClassVar[MeetingManager] = MeetingManager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["by", "state"], name="meeting_by_proposer"),
            models.Index(fields=["guest", "state"], name="meeting_by_guest"),
            models.Index(fields=["by", "created_at"], name="meeting_by_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("guest")), name="meeting_of_two"),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.AGREED)
                | (Q(starts_at__isnull=False) & Q(calendar_entry__isnull=False)),
                name="meeting_agreed_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} · {self.guest_id}"

    @property
    def ends_at(self) -> datetime | None:
        """When what was agreed is over."""
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def where(self) -> str:
        """The place, or the link."""
        return self.place or self.link

    @property
    def is_agreed(self) -> bool:
        """Whether both want it at one time."""
        return self.state == MeetingState.AGREED

    @property
    def is_off(self) -> bool:
        """Whether nothing comes of it any more."""
        return self.state not in {MeetingState.PROPOSED, MeetingState.AGREED}

    def other(self, person_id: int | None) -> int | None:
        """The id of the other one of the two; None for a deleted account."""
        return self.guest_id if self.by_id == person_id else self.by_id

    def is_over(self, now: datetime) -> bool:
        """Whether the agreed time has passed."""
        return self.ends_at is not None and self.ends_at <= now


class MeetingTime(models.Model):
    """One of the times that were proposed."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="times", verbose_name=_("meeting")
    )
    starts_at = models.DateTimeField(_("begins"))

    class Meta:
        verbose_name = _("proposed time")
        verbose_name_plural = _("proposed times")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "starts_at"], name="meeting_time_once"),
        ]

    def __str__(self) -> str:
        return str(self.starts_at)
