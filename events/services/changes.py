"""What publishing a page does to its dates, and who is told: compared here, once.

The service that publishes does what this says, and the page that asks beforehand shows it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from events import rules
from events.enums import DateEffect, EventFormat, RegistrationStatus
from events.models import EventDate, EventPage, PlannedDate, Registration

#: Who has the date in the calendar, and who may still get a seat.
IN_CALENDARS = (RegistrationStatus.GOING, RegistrationStatus.OFFERED, RegistrationStatus.MAYBE)
IN_LINE = (RegistrationStatus.WAITLISTED, RegistrationStatus.PENDING)


@dataclass(frozen=True)
class DateChange:
    """What becomes of one date. `wanted` are its fields as the plan has them, `changed` their names
    where they are others now. With `tells` everybody who registered is told.
    """

    effect: DateEffect
    event_date: EventDate | None = None
    plan: PlannedDate | None = None
    wanted: Mapping[str, Any] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    tells: bool = False

    @property
    def material(self) -> frozenset[str]:
        """Those changes that make calendars wrong."""
        return rules.material_changes(self.changed)

    @property
    def told(self) -> dict[str, Any]:
        """When and where it was to be, as plain JSON, for the mail that says what is new."""
        if self.event_date is None:
            return {}
        return {**_told_so_far(self.event_date), "is_new_link": "join_link" in self.material}


def known_dates(page: EventPage) -> QuerySet[EventDate]:
    """The dates of a page, each with whether somebody ever registered: what is compared."""
    answered = Registration.objects.filter(date=OuterRef("pk"))
    rows = EventDate.objects.filter(page_id=page.pk).select_related("page", "calendar_entry")
    return rows.annotate(is_answered=Exists(answered)).order_by("pk")


def compare_dates(
    page: EventPage, plans: Iterable[PlannedDate], event_dates: Iterable[Any], now: datetime
) -> list[DateChange]:
    """What publishing `plans` does to `event_dates` (from `known_dates`). Reads nothing, writes
    nothing.

    A date that is cancelled, or whose plan is gone when it is over, stays as it is. Raises
    ValidationError for a plan that means no time.
    """
    known = {event_date.planned_key: event_date for event_date in event_dates}
    changes = [_compare(page, plan, known.pop(plan.key, None), now) for plan in plans]
    return [*changes, *(_without_plan(left_over, now) for left_over in known.values())]


def _compare(
    page: EventPage, plan: PlannedDate, event_date: EventDate | None, now: datetime
) -> DateChange:
    if event_date is not None and event_date.is_cancelled:
        return DateChange(DateEffect.KEPT, event_date, plan)
    wanted = {**_published(page, plan), **_seats(event_date, plan)}
    if event_date is None:
        return DateChange(DateEffect.NEW, None, plan, wanted)
    changed = tuple(name for name, value in wanted.items() if getattr(event_date, name) != value)
    effect = DateEffect.CHANGED if changed else DateEffect.KEPT
    stays_over = event_date.is_over(now) and wanted["ends_at"] <= now
    tells = bool(rules.material_changes(changed)) and not stays_over
    return DateChange(effect, event_date, plan, wanted, changed, tells)


def _without_plan(event_date: Any, now: datetime) -> DateChange:
    if not event_date.is_answered:
        return DateChange(DateEffect.REMOVED, event_date)
    if event_date.is_cancelled or event_date.is_over(now):
        return DateChange(DateEffect.KEPT, event_date)
    return DateChange(DateEffect.CANCELLED, event_date, tells=True)


def _published(page: EventPage, plan: PlannedDate) -> dict[str, Any]:
    """What calendars are told, as the plan and the page say it."""
    span = rules.build_span(plan)  # type: ignore[arg-type]
    is_online = page.format == EventFormat.ONLINE
    return {
        "starts_at": span.starts_at,
        "ends_at": span.ends_at,
        "is_all_day": span.is_all_day,
        "time_zone": plan.time_zone,
        "place": "" if is_online else page.place_name,
        "address": "" if is_online else page.address,
        "join_link": page.join_link,
        "closes_at": page.closes_at(span.starts_at, span.ends_at),
    }


def _seats(event_date: EventDate | None, plan: PlannedDate) -> dict[str, Any]:
    """Planned seats, never fewer than are taken, of the kept ones and of the others."""
    if event_date is None:
        return {
            "capacity": plan.capacity,
            "kept_seats": min(plan.kept_seats, plan.capacity or 0),
        }
    kept = event_date.kept_taken
    if plan.capacity is None:
        return {"capacity": None, "kept_seats": kept}
    members = event_date.seats_taken - kept
    capacity = max(plan.capacity, event_date.seats_taken)
    return {"capacity": capacity, "kept_seats": max(kept, min(plan.kept_seats, capacity - members))}


def _told_so_far(event_date: EventDate) -> dict[str, Any]:
    return {
        "starts_at": event_date.starts_at.isoformat(),
        "ends_at": event_date.ends_at.isoformat(),
        "is_all_day": event_date.is_all_day,
        "time_zone": event_date.time_zone,
        "place": event_date.place,
        "address": event_date.address,
    }


def receivers_of(change: DateChange, page: EventPage) -> QuerySet[User]:
    """The people who are told of a change, as far as they may still see the event.

    What is cancelled is told to everybody who has it in the calendar, since it clears that.
    """
    if not change.tells or change.event_date is None:
        nobody: QuerySet[User] = User.objects.none()
        return nobody
    rows = Registration.objects.filter(date=change.event_date)
    held = rows.filter(status__in=IN_CALENDARS).values("person")
    in_line = rows.filter(status__in=IN_LINE).values("person")
    reached = Q(pk__in=page.audience.members().values("pk"))
    if change.effect == DateEffect.CANCELLED:
        people: QuerySet[User] = User.objects.filter(
            Q(pk__in=held) | (Q(pk__in=in_line) & reached), is_active=True
        )
        return people
    reachable: QuerySet[User] = User.objects.filter(Q(pk__in=held) | Q(pk__in=in_line), reached)
    return reachable


def count_receivers(changes: Sequence[DateChange], page: EventPage) -> int:
    """How many people are told something, each counted once."""
    ids: set[int] = set()
    for change in changes:
        ids.update(receivers_of(change, page).values_list("pk", flat=True))
    return len(ids)


def count_told_of_cancelling(event_date: EventDate) -> int:
    """How many people are told when this date is called off."""
    change = DateChange(DateEffect.CANCELLED, event_date, tells=True)
    return receivers_of(change, event_date.page).count()
