"""From planned dates to real ones, and what their guests are told of it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from club.lib import clock
from events import rules
from events.enums import DateEffect, DateStatus, RefusalCode
from events.ical import ENTRY_KIND
from events.mails import DATE_CANCELLED, DATE_CHANGED
from events.models import EventDate, EventPage, PlannedDate
from events.rules import RegistrationRefused
from events.services.changes import (
    IN_LINE,
    DateChange,
    compare_dates,
    count_receivers,
    known_dates,
)
from events.services.seats import fill_seats
from events.services.together import lock_dates, take
from notifications.services import (
    cancel_entry,
    create_entry,
    notify,
    tell_guests,
    touch_entry,
)

#: The entry in a page's history that says how many people were told of what was published.
TOLD = "events.told"


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
    plans = PlannedDate.objects.filter(page_id=page.pk).order_by("pk")
    locked = known_dates(page).select_for_update(of=("self",), no_key=True)
    changes = compare_dates(page, plans, locked, clock.now())
    told = count_receivers(changes, page)
    offered = sum(_follow(change, page, by=by) for change in changes)
    if told or offered:
        counts = {"told": told, "offered": offered}
        log(page, TOLD, user=by, data=counts, revision=page.live_revision)
    return list(EventDate.objects.filter(page_id=page.pk).select_related("page").order_by("pk"))


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


def _follow(change: DateChange, page: EventPage, *, by: User | None) -> int:
    """Do to a date what was found out; returns to how many of its line a seat is offered."""
    if change.effect == DateEffect.NEW and change.plan is not None:
        _create(page, change)
    elif change.event_date is None or change.event_date.is_cancelled:
        return 0
    elif change.effect == DateEffect.REMOVED:
        change.event_date.delete()
    elif change.effect == DateEffect.CANCELLED:
        cancel_date(change.event_date, by=by)
    elif change.plan is not None:
        change.event_date.page = page
        _change(change.event_date, change, by=by)
        return _fill(change.event_date, by=by)
    return 0


def _fill(event_date: EventDate, *, by: User | None) -> int:
    """Offer what more seats there are now; of dates taken together the others are read anew."""
    if event_date.page.takes_all_dates:
        return fill_seats(lock_dates(event_date.pk), by=by)
    return fill_seats(take(event_date.pk, [event_date]), by=by)


def _create(page: EventPage, change: DateChange) -> None:
    plan = change.plan
    assert plan is not None  # noqa: S101  (what is new has a plan)
    EventDate.objects.create(
        page=page,
        planned_key=plan.key,
        calendar_entry=create_entry(ENTRY_KIND),
        **change.wanted,
    )


def _change(event_date: EventDate, change: DateChange, *, by: User | None) -> None:
    """Bring a date up to its plan, and tell those who registered what moved."""
    if not change.changed:
        return
    told = change.told
    for name in change.changed:
        setattr(event_date, name, change.wanted[name])
    event_date.changed_at = clock.now()
    event_date.save(update_fields=[*change.changed, "changed_at"])
    if change.material:
        touch_entry(event_date.calendar_entry, time_changed=rules.moves_time(change.material))
    if change.tells:
        _tell_all(event_date, told, by=by)


def _tell_all(event_date: EventDate, told: dict[str, Any], *, by: User | None) -> None:
    """Mail those with a seat, with an update for their calendar, and those in line."""
    entry = event_date.calendar_entry
    tell_guests(entry, verb=DATE_CHANGED, subject=event_date, by=by, payload=told)
    _tell_waiting(event_date, verb=DATE_CHANGED, by=by, payload=told)


def _tell_waiting(
    event_date: EventDate, *, verb: str, by: User | None, payload: dict[str, Any] | None = None
) -> None:
    """Mail those in line and those who asked; they have nothing in their calendar yet."""
    waiting = event_date.registrations.filter(status__in=IN_LINE).order_by("pk")
    for registration in waiting.select_related("person"):
        notify(verb, person=registration.person, subject=event_date, by=by, payload=payload)
