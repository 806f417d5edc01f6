"""Answers that take no seat: perhaps, no, and taking back what one has. One transaction each."""

from django.db import transaction

from accounts.audience import Viewer, viewer_for
from accounts.models import User
from club.lib import clock
from events import rules
from events.enums import SAID_NO, EndedBy, RegistrationSource, RegistrationStatus
from events.mails import CANCELLED_BY_YOU, MAYBE
from events.models import EventDate, Registration
from events.services.rows import (
    end_row,
    fill_row,
    find_row,
    let_go,
    listed,
    refuse_recorded,
    write_row,
)
from events.services.seats import fill_seats, invite
from events.services.speaking import find_speaker, viewer_of
from notifications.enums import PartStat
from notifications.services import withdraw_guest


def answer_maybe(
    date: EventDate,
    person: User,
    *,
    by: User | None,
    reason: str = "",
    viewer: Viewer | None = None,
    source: RegistrationSource | None = None,
) -> Registration:
    """Somebody comes perhaps. That holds no seat: one that they had is free again.

    Their calendar shows the date as tentative. A second time nothing happens. Raises
    RegistrationRefused.
    """
    viewer = viewer_of(person, viewer)
    with transaction.atomic():
        event_date, row, door = _open(date, person, viewer, by=by)
        if row is not None and row.is_maybe:
            return row
        refuse_recorded(row)
        if not (row is not None and row.is_open):
            rules.refuse_window(viewer, event_date.page, event_date, clock.now())
        freed = let_go(event_date, row)
        row = fill_row(
            row, event_date, viewer, RegistrationStatus.MAYBE, by=by, source=source or door
        )
        row.is_listed, row.reason = listed(row, None), reason
        write_row(row, by=by)
        invite(event_date, row, verb=MAYBE, by=by, partstat=PartStat.TENTATIVE)
        if freed:
            fill_seats(event_date, by=by)
        return row


def decline(
    date: EventDate,
    person: User,
    *,
    by: User | None,
    reason: str = "",
    viewer: Viewer | None = None,
    source: RegistrationSource | None = None,
) -> Registration:
    """Somebody does not come. A seat or a place in line that they had is free again.

    A second time nothing happens. Raises RegistrationRefused.
    """
    viewer = viewer_of(person, viewer)
    with transaction.atomic():
        event_date, row, door = _open(date, person, viewer, by=by)
        if row is not None and row.status == RegistrationStatus.DECLINED:
            return row
        refuse_recorded(row)
        freed = let_go(event_date, row)
        row = fill_row(
            row, event_date, viewer, RegistrationStatus.DECLINED, by=by, source=source or door
        )
        row.reason = reason
        write_row(row, by=by)
        _clear_calendar(event_date, row, by=by)
        if freed:
            fill_seats(event_date, by=by)
        return row


def cancel_registration(
    registration: Registration,
    *,
    by: User | None,
    reason: str = "",
    staff_note: str = "",
    source: RegistrationSource | None = None,
) -> Registration:
    """Take back a registration: the seat goes to the next in line, the calendar is cleared.

    For somebody who had neither seat nor place in line nothing happens, a second time too.
    Raises RegistrationRefused when the date is over or cancelled, or the presence is recorded.
    """
    person = registration.person
    with transaction.atomic():
        event_date = EventDate.objects.locked(registration.date_id)
        row = find_row(event_date, person)
        viewer = viewer_for(person)
        door = find_speaker(by, person, viewer, event_date.page).source
        rules.refuse_time(event_date, clock.now())
        if row is None or not row.is_open:
            return row or registration
        refuse_recorded(row)
        end_row(event_date, row, EndedBy.PERSON, reason=reason)
        row.registered_by, row.source = by, source or door
        row.staff_note = staff_note or row.staff_note
        write_row(row, by=by)
        _clear_calendar(event_date, row, by=by)
        fill_seats(event_date, by=by)
        return row


def answer_no(
    date: EventDate,
    person: User,
    *,
    by: User | None,
    reason: str = "",
    source: RegistrationSource | None = None,
) -> None:
    """Somebody does not come, whatever they said before: what they have is taken back, else it is
    their first answer. Who has said no already is asked nothing. Raises RegistrationRefused.
    """
    own = Registration.objects.filter(date=date, person=person).first()
    if own is not None and own.is_open and not own.is_maybe:
        cancel_registration(own, by=by, reason=reason, source=source)
    elif own is None or own.status not in SAID_NO:
        decline(date, person, by=by, reason=reason, source=source)


def _open(
    date: EventDate, person: User, viewer: Viewer, *, by: User | None
) -> tuple[EventDate, Registration | None, RegistrationSource]:
    """The locked date, the person's row, and the door, once the act is allowed."""
    event_date = EventDate.objects.locked(date.pk)
    source = find_speaker(by, person, viewer, event_date.page).source
    rules.refuse_act(viewer, event_date.page, event_date, clock.now())
    return event_date, find_row(event_date, person), source


def _clear_calendar(event_date: EventDate, row: Registration, *, by: User | None) -> None:
    """Take the date out of the person's calendar, where it stands in it."""
    withdraw_guest(event_date.calendar_entry, row.person, verb=CANCELLED_BY_YOU, subject=row, by=by)
