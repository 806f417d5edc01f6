"""Answers that take no seat: perhaps, no, and taking back what one has. One transaction each."""

from collections.abc import Callable
from functools import partial

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
    write_rows,
)
from events.services.seats import fill_seats, invite
from events.services.speaking import find_speaker, viewer_of
from events.services.together import RECORDED, Taken, lock_dates
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

    Their calendar shows the date as tentative. A second time nothing happens. Dates that are taken
    together are answered together. Raises RegistrationRefused.
    """
    viewer = viewer_of(person, viewer)
    with transaction.atomic():
        taken, row, door = _open(date, person, viewer, by=by)
        if row is not None and row.is_maybe:
            return row
        refuse_recorded(row)
        if not (row is not None and row.is_open):
            rules.refuse_window(viewer, taken.page, taken.closing, clock.now())
        fill = partial(
            fill_row,
            person=person,
            viewer=viewer,
            status=RegistrationStatus.MAYBE,
            by=by,
            source=source or door,
        )
        written, freed = _write_all(taken, person, row, fill, reason=reason, by=by)
        for new in written:
            invite(new.date, new, verb=MAYBE, by=by, partstat=PartStat.TENTATIVE)
        if freed:
            fill_seats(taken, by=by)
        return written[0]


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

    A second time nothing happens. Dates that are taken together are answered together. Raises
    RegistrationRefused.
    """
    viewer = viewer_of(person, viewer)
    with transaction.atomic():
        taken, row, door = _open(date, person, viewer, by=by)
        if row is not None and row.status == RegistrationStatus.DECLINED:
            return row
        refuse_recorded(row)
        fill = partial(
            fill_row,
            person=person,
            viewer=viewer,
            status=RegistrationStatus.DECLINED,
            by=by,
            source=source or door,
        )
        written, freed = _write_all(taken, person, row, fill, reason=reason, by=by)
        for new in written:
            _clear_calendar(new, by=by)
        if freed:
            fill_seats(taken, by=by)
        return written[0]


def _write_all(
    taken: Taken,
    person: User,
    row: Registration | None,
    fill: Callable[[Registration | None, EventDate], Registration],
    *,
    reason: str,
    by: User | None,
) -> tuple[list[Registration], bool]:
    """Write an answer that takes no seat for each of the dates; whether a seat came free.

    `row` is the person's for the chosen date, which comes first.
    """
    written, freed = [], False
    for event_date, known in [(taken.chosen, row), *taken.rows_of(person)]:
        freed |= let_go(event_date, known)
        new = fill(known, event_date)
        new.reason = reason
        if new.is_maybe:
            new.is_listed = listed(new, None)
        written.append(new)
    write_rows(written, by=by)
    return written, freed


def cancel_registration(
    registration: Registration,
    *,
    by: User | None,
    reason: str = "",
    staff_note: str = "",
    source: RegistrationSource | None = None,
) -> Registration:
    """Take back a registration: the seat goes to the next in line, the calendar is cleared.

    For somebody who had neither seat nor place in line nothing happens, a second time too. Where
    the dates of the event are taken together, all that are to come are given back.
    Raises RegistrationRefused when the date is over or cancelled, or the presence is recorded.
    """
    person = registration.person
    with transaction.atomic():
        taken = lock_dates(registration.date_id)
        event_date = taken.chosen
        row = find_row(event_date, person)
        viewer = viewer_for(person)
        door = find_speaker(by, person, viewer, event_date.page).source
        rules.refuse_time(event_date, clock.now())
        if row is None or not row.is_open:
            return row or registration
        given = [own for _date, own in taken.rows_of(person) if own is not None and own.is_open]
        if row.status not in RECORDED:
            given.insert(0, row)
        if not given:
            refuse_recorded(row)
        for own in given:
            end_row(own.date, own, EndedBy.PERSON, reason=reason)
            own.registered_by, own.source = by, source or door
            own.staff_note = staff_note or own.staff_note
        write_rows(given, by=by)
        for own in given:
            _clear_calendar(own, by=by)
        fill_seats(taken, by=by)
        return given[0]


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
) -> tuple[Taken, Registration | None, RegistrationSource]:
    """The locked dates, the person's row, and the door, once the act is allowed."""
    taken = lock_dates(date.pk)
    source = find_speaker(by, person, viewer, taken.page).source
    rules.refuse_act(viewer, taken.page, taken.chosen, clock.now())
    return taken, find_row(taken.chosen, person), source


def _clear_calendar(row: Registration, *, by: User | None) -> None:
    """Take the date out of the person's calendar, where it stands in it."""
    entry = row.date.calendar_entry
    withdraw_guest(entry, row.person, verb=CANCELLED_BY_YOU, subject=row, by=by)
