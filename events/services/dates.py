"""From planned dates to real ones, and what their guests are told of it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from club.lib import clock
from events import rules
from events.enums import DateStatus, EventFormat, RefusalCode, RegistrationStatus
from events.ical import ENTRY_KIND
from events.mails import DATE_CANCELLED, DATE_CHANGED
from events.models import EventDate, EventPage, PlannedDate
from events.rules import RegistrationRefused
from events.services.seats import fill_seats
from notifications.services import (
    cancel_entry,
    create_entry,
    notify,
    tell_guests,
    touch_entry,
)


@transaction.atomic
def publish_dates(page: EventPage, *, by: User | None) -> list[EventDate]:
    """Make the dates of a page what its published plan says; returns them.

    A new plan makes a date with a calendar entry of its own. A changed time, place or link raises
    its SEQUENCE and is told to everybody who registered; corrected words are told to nobody. A
    date whose plan is gone is cancelled where somebody registered, else removed; one that is over
    stays. Status and seats are never overwritten: an older draft that is published later does not
    bring a cancelled date back, and `capacity` never goes below the seats taken.

    Raises ValidationError for a plan that means no time.
    """
    known = {d.planned_key: d for d in _locked_dates(page)}
    published = []
    for plan in PlannedDate.objects.filter(page_id=page.pk).order_by("pk"):
        event_date = known.pop(plan.key, None)
        if event_date is None:
            published.append(_create(page, plan))
        elif event_date.is_cancelled:
            published.append(event_date)
        else:
            published.append(_change(event_date, page, plan, by=by))
    for left_over in known.values():
        _drop(left_over, by=by)
    return published


@transaction.atomic
def cancel_date(date: EventDate, *, by: User | None, reason: str = "") -> EventDate:
    """A date does not take place: everybody who registered is told, and calendars are cleared.

    Registrations stay as they were. A second time nothing happens. Raises RegistrationRefused for
    a date that is over.
    """
    event_date = EventDate.objects.locked(date.pk)
    if event_date.is_cancelled:
        return event_date
    if event_date.is_over(clock.now()):
        raise RegistrationRefused(RefusalCode.OVER, _("This date is over."))
    event_date.status, event_date.cancelled_at = DateStatus.CANCELLED, clock.now()
    event_date.cancel_reason = reason
    event_date.save(update_fields=["status", "cancelled_at", "cancel_reason"])
    cancel_entry(event_date.calendar_entry, verb=DATE_CANCELLED, subject=event_date, by=by)
    _tell_waiting(event_date, verb=DATE_CANCELLED, by=by)
    return event_date


def _locked_dates(page: EventPage) -> list[EventDate]:
    rows = EventDate.objects.filter(page_id=page.pk).select_related("page", "calendar_entry")
    return list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))


def _create(page: EventPage, plan: PlannedDate) -> EventDate:
    return EventDate.objects.create(
        page=page,
        planned_key=plan.key,
        calendar_entry=create_entry(ENTRY_KIND),
        **_published(page, plan),
        capacity=plan.capacity,
        kept_seats=min(plan.kept_seats, plan.capacity or 0),
    )


def _published(page: EventPage, plan: PlannedDate) -> dict[str, Any]:
    """What calendars are told, as the plan and the page say it."""
    span = rules.build_span(plan)
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


def _change(
    event_date: EventDate, page: EventPage, plan: PlannedDate, *, by: User | None
) -> EventDate:
    """Bring a date up to its plan, and tell those who registered what moved."""
    told = _told_so_far(event_date)
    wanted = _published(page, plan)
    wanted |= _seats(event_date, plan)
    changed = [name for name, value in wanted.items() if getattr(event_date, name) != value]
    if not changed:
        fill_seats(event_date, by=by)
        return event_date
    was_over = event_date.is_over(clock.now())
    for name in changed:
        setattr(event_date, name, wanted[name])
    event_date.changed_at = clock.now()
    event_date.save(update_fields=[*changed, "changed_at"])
    if material := rules.material_changes(changed):
        touch_entry(event_date.calendar_entry, time_changed=rules.moves_time(material))
        if not (was_over and event_date.is_over(clock.now())):
            _tell_all(event_date, {**told, "is_new_link": "join_link" in material}, by=by)
    fill_seats(event_date, by=by)
    return event_date


def _seats(event_date: EventDate, plan: PlannedDate) -> dict[str, Any]:
    """Planned seats, never fewer than are taken, of the kept ones and of the others."""
    kept = event_date.kept_taken
    if plan.capacity is None:
        return {"capacity": None, "kept_seats": kept}
    members = event_date.seats_taken - kept
    capacity = max(plan.capacity, event_date.seats_taken)
    return {"capacity": capacity, "kept_seats": max(kept, min(plan.kept_seats, capacity - members))}


def _tell_all(event_date: EventDate, told: dict[str, Any], *, by: User | None) -> None:
    """Mail those with a seat, with an update for their calendar, and those in line."""
    entry = event_date.calendar_entry
    tell_guests(entry, verb=DATE_CHANGED, subject=event_date, by=by, payload=told)
    _tell_waiting(event_date, verb=DATE_CHANGED, by=by, payload=told)


def _told_so_far(event_date: EventDate) -> dict[str, Any]:
    """When and where it was to be, as plain JSON, for the mail that says what is new."""
    return {
        "starts_at": event_date.starts_at.isoformat(),
        "ends_at": event_date.ends_at.isoformat(),
        "is_all_day": event_date.is_all_day,
        "time_zone": event_date.time_zone,
        "place": event_date.place,
        "address": event_date.address,
    }


def _drop(event_date: EventDate, *, by: User | None) -> None:
    """A date whose plan is gone."""
    if not event_date.registrations.exists():
        event_date.delete()
    elif not (event_date.is_cancelled or event_date.is_over(clock.now())):
        cancel_date(event_date, by=by)


def _tell_waiting(
    event_date: EventDate, *, verb: str, by: User | None, payload: dict[str, Any] | None = None
) -> None:
    """Mail those in line and those who asked; they have nothing in their calendar yet."""
    statuses = [RegistrationStatus.WAITLISTED, RegistrationStatus.PENDING]
    waiting = event_date.registrations.filter(status__in=statuses).order_by("pk")
    for registration in waiting.select_related("person"):
        notify(verb, person=registration.person, subject=event_date, by=by, payload=payload)
