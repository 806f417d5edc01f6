"""The state of a date of an event: when it really is, how full, and whether it takes place."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from club.lib.zones import validate_zone
from events import rules, words
from events.enums import DateStatus
from events.querysets import EventDateManager


class EventDate(models.Model):
    """One date of an event page, as published. Written by `events.services` only.

    `planned_key` is the key of the planned date it was published from; times are UTC, on the
    clocks of `time_zone` for people. Whole days run from midnight to the midnight after the last
    one. `place`, `address` and `join_link` are what the calendars were last told. `seats_taken`
    counts the seats of registrations that hold one, guests included; `kept_taken` those of them
    that came out of the `kept_seats`, which only the club gives away. With a `capacity` the others
    never take more than what is not kept, which the database checks too. Nobody registers any more
    from `closes_at` on. A date with registrations is cancelled, never deleted. The organisers
    were reminded at `notes_asked_at` of the notes that it promised.
    """

    page = models.ForeignKey(
        "events.EventPage",
        on_delete=models.CASCADE,
        related_name="dates",
        verbose_name=_("event"),
    )
    planned_key = models.UUIDField(editable=False)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_zone])
    is_all_day = models.BooleanField(_("whole days"), default=False)
    place = models.CharField(_("place"), max_length=400, blank=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    join_link = models.URLField(_("link to join"), max_length=500, blank=True)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    kept_seats = models.PositiveIntegerField(_("seats kept for the club"), default=0)
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    kept_taken = models.PositiveIntegerField(_("kept seats taken"), default=0, editable=False)
    closes_at = models.DateTimeField(_("registration closes"))
    status = models.CharField(
        _("status"), max_length=10, choices=DateStatus.choices, default=DateStatus.SCHEDULED
    )
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancel_reason = models.CharField(_("reason"), max_length=500, blank=True)
    calendar_entry = models.OneToOneField(
        "notifications.CalendarEntry",
        on_delete=models.PROTECT,
        related_name="event_date",
        editable=False,
    )
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    notes_asked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[EventDateManager] = EventDateManager()

    class Meta:
        verbose_name = _("date of an event")
        verbose_name_plural = _("dates of events")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "planned_key"], name="date_once_per_plan"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="date_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True)
                | Q(seats_taken__lte=F("capacity") - F("kept_seats") + F("kept_taken")),
                name="date_never_overbooked",
            ),
            models.CheckConstraint(
                condition=Q(kept_taken__lte=F("kept_seats")), name="date_kept_seats_are_enough"
            ),
            models.CheckConstraint(
                condition=Q(status=DateStatus.SCHEDULED, cancelled_at__isnull=True)
                | Q(status=DateStatus.CANCELLED, cancelled_at__isnull=False),
                name="date_cancelled_has_time",
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="date_by_time")]

    def __str__(self) -> str:
        return f"{self.page_id} · {self.starts_at:%Y-%m-%d %H:%M} UTC"

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.status == DateStatus.CANCELLED

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended."""
        return self.ends_at <= now

    @property
    def has_ended(self) -> bool:
        """The same by the clock; for templates."""
        return self.is_over(clock.now())

    @property
    def seats_left(self) -> int | None:
        """Seats that members can take, or None without a limit."""
        if self.capacity is None:
            return None
        return max(0, self.capacity - self.kept_seats - (self.seats_taken - self.kept_taken))

    @property
    def kept_left(self) -> int:
        """Seats that only the club can give away."""
        return self.kept_seats - self.kept_taken

    def quota_left(self, company_id: int | None) -> int | None:
        """How many more seats this company may have; None without a limit.

        What the club gave out of the seats that it keeps does not count.
        """
        quota: int | None = self.page.company_quota
        if quota is None:
            return None
        rows = self.registrations.filter(company=company_id, uses_kept_seat=False)
        return max(0, quota - rows.count_seats())

    def place_for(self, *, comes: bool) -> str:
        """The place in one line; '' for what is online only.

        With its address, unless that is for those who come and this reader does not.
        """
        shows = comes or not self.page.hides_address
        return rules.place_in_line(self.place, self.address, shows_address=shows)

    @property
    def is_full(self) -> bool:
        """Whether every seat that members can take is taken."""
        return self.seats_left == 0

    @property
    def local_start(self) -> datetime:
        """The start on the event's own clock."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def local_end(self) -> datetime:
        """The end on the event's own clock; for whole days, within the last one."""
        end = self.ends_at - timedelta(seconds=1) if self.is_all_day else self.ends_at
        return end.astimezone(ZoneInfo(self.time_zone))

    @property
    def is_one_day(self) -> bool:
        """Whether it begins and ends on one day, where it takes place."""
        return self.local_start.date() == self.local_end.date()

    @property
    def when(self) -> str:
        """Day and hours in words, on the event's own clock."""
        return rules.when_in_words(
            self.starts_at, self.ends_at, self.time_zone, is_all_day=self.is_all_day
        )

    @property
    def hours(self) -> str:
        """The hours in words, on the event's own clock."""
        return rules.hours_in_words(
            self.starts_at, self.ends_at, self.time_zone, is_all_day=self.is_all_day
        )

    @property
    def foreign_zone(self) -> str:
        """The event's zone, where its clocks do not show the reader's time; else ''."""
        own = timezone.get_current_timezone_name()
        return self.time_zone if self.when_in(own) else ""

    @property
    def opens_at(self) -> datetime | None:
        """When registration opens for the viewer of `with_status_of`; None: with the page."""
        opens_at: datetime | None = self.page.opens_at_for(
            is_early=getattr(self, "is_early", False)
        )
        return opens_at

    @property
    def registers_now(self) -> bool:
        """Whether registration is open for the viewer of a list."""
        now, opens_at = clock.now(), self.opens_at
        return now < self.closes_at and (opens_at is None or opens_at <= now)

    @property
    def later_words(self) -> str:
        """When registration opens, or that it is closed, in a few words."""
        return words.opens_later(self)

    def when_in(self, zone: str) -> str:
        """The same moment in words on the clocks of `zone`; '' where they show the same time."""
        if self.is_all_day or not rules.differs_from(self.time_zone, zone, self.starts_at):
            return ""
        return rules.when_in_words(self.starts_at, self.ends_at, zone, is_all_day=False)

    @property
    def when_and_zone(self) -> str:
        """Day, hours and whose clock, in words."""
        return words.when_and_zone(self)

    @property
    def begins_on(self) -> str:
        """Short day and hour of the start."""
        return words.begins_on(self)

    @property
    def row_words(self) -> str:
        """The second line in a list: hour, place, seats."""
        return words.row(self)

    @property
    def seats_words(self) -> str:
        """How many seats are free, in words."""
        return words.seats_free(self)

    @property
    def taken_words(self) -> str:
        """How many seats are taken, in words."""
        return words.taken(self)

    def get_absolute_url(self) -> str:
        """The event's page, with this date chosen."""
        return f"{self.page.path_on_site}?date={self.pk}"


def quota_left(event_dates: Iterable[EventDate], company_id: int | None) -> int | None:
    """How many more seats this company may have on each of these dates; None without a limit."""
    found = [event_date.quota_left(company_id) for event_date in event_dates]
    return min((left for left in found if left is not None), default=None)
