"""Answers to a date: coming, perhaps, not coming, taking it back. One transaction each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audience import Viewer, viewer_for
from accounts.models import User
from club.lib import clock
from events import rules
from events.enums import (
    HOLDS_SEAT,
    EndedBy,
    RefusalCode,
    RegistrationSource,
    RegistrationStatus,
)
from events.mails import CANCELLED_BY_YOU, GOING, MAYBE, PENDING, WAITLISTED
from events.models import EventDate, Registration
from events.rules import RegistrationRefused
from events.services.rows import (
    fill_row,
    find_row,
    find_row_and_line,
    listed,
    set_status,
    write_row,
)
from events.services.seats import fill_seats, free_seats, invite, quota_left, take_seats
from events.services.speaking import check_speaker, speaks_for_club
from notifications.enums import PartStat
from notifications.services import tell_unexpected, withdraw_guest


@dataclass(frozen=True)
class Wishes:
    """What may come with a yes. None, and an empty text, leave what was said before.

    `answers` are by the keys of the event's questions. `staff_note` says how an answer came that
    the team writes down. With `keeps` an organiser gives one of the seats kept for the club.
    """

    is_listed: bool | None = None
    note: str = ""
    answers: Mapping[str, str] | None = None
    staff_note: str = ""
    keeps: bool = False
    source: RegistrationSource | None = None


def register(
    date: EventDate,
    person: User,
    *,
    by: User | None,
    viewer: Viewer | None = None,
    **wishes: Any,
) -> Registration:
    """Somebody wants to come. They get a seat, or a place in line, or ask the organisers for one.

    A seat that is offered to them becomes theirs. A place in line is what is left where all seats
    are taken, or the person's company has all of its seats; who waits already goes first. Asked a
    second time, nothing happens but that `wishes` (see `Wishes`) are kept where they are given.
    `viewer` spares finding out who the person is, where the caller has just done so.

    Raises RegistrationRefused.
    """
    wanted = Wishes(**wishes)
    viewer = viewer_of(person, viewer)
    with transaction.atomic():
        event_date = EventDate.objects.locked(date.pk)
        page = event_date.page
        source = check_speaker(by, person, viewer, page)
        rules.refuse_act(viewer, page, event_date, clock.now())
        row, others_wait = find_row_and_line(event_date, person)
        if row is not None and row.is_offered:
            return _confirm(event_date, row, wanted, by=by)
        if row is not None and (row.holds_seat or row.is_waiting or row.is_pending):
            return _keep_words(row, wanted)
        is_club = speaks_for_club(by, person)
        if not is_club:
            rules.refuse_window(viewer, page, event_date, clock.now())
            _refuse_missing_answers(event_date, row, wanted, source)
        if others_wait:
            fill_seats(event_date, by=by)
        status = _wanted_status(event_date, viewer, wanted, is_club=is_club)
        row = fill_row(row, event_date, viewer, status, by=by, source=wanted.source or source)
        _put_words(row, wanted)
        row.uses_kept_seat = wanted.keeps and is_club
        row.approved_at = clock.now() if is_club and page.needs_approval else None
        write_row(row, by=by)
        _follow(event_date, row, by=by)
        return row


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
        _refuse_recorded(row)
        if not (row is not None and row.is_open):
            rules.refuse_window(viewer, event_date.page, event_date, clock.now())
        freed = _let_go(event_date, row)
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
        _refuse_recorded(row)
        freed = _let_go(event_date, row)
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
        door = check_speaker(by, person, viewer, event_date.page)
        rules.refuse_time(event_date, clock.now())
        if row is None or not row.is_open:
            return row or registration
        _refuse_recorded(row)
        end_row(event_date, row, EndedBy.PERSON, by=by, reason=reason)
        row.registered_by, row.source = by, source or door
        row.staff_note = staff_note or row.staff_note
        write_row(row, by=by)
        _clear_calendar(event_date, row, by=by)
        fill_seats(event_date, by=by)
        return row


def end_row(
    event_date: EventDate, row: Registration, ended_by: EndedBy, *, by: User | None, reason: str
) -> None:
    """Free what the row holds and mark it as ended; not yet written. The caller fills the seats."""
    _let_go(event_date, row)
    set_status(row, RegistrationStatus.CANCELLED, ended_by=ended_by)
    row.reason = reason


def viewer_of(person: User, viewer: Viewer | None) -> Viewer:
    """The viewer given, or the person's. Raises ValueError for somebody else's."""
    if viewer is None:
        return viewer_for(person)
    if viewer.user_id != person.pk:
        raise ValueError("The viewer given is somebody else.")
    return viewer


def give_seat_or_place(event_date: EventDate, viewer: Viewer) -> RegistrationStatus:
    """Whether somebody who asks now gets a seat, or a place in line. Nothing is written."""
    left = quota_left(event_date, viewer.company_id or 0)
    is_free = not event_date.is_full and (left is None or left > 0)
    return RegistrationStatus.GOING if is_free else RegistrationStatus.WAITLISTED


def _open(
    date: EventDate, person: User, viewer: Viewer, *, by: User | None
) -> tuple[EventDate, Registration | None, RegistrationSource]:
    """The locked date, the person's row, and the door, once the act is allowed."""
    event_date = EventDate.objects.locked(date.pk)
    source = check_speaker(by, person, viewer, event_date.page)
    rules.refuse_act(viewer, event_date.page, event_date, clock.now())
    return event_date, find_row(event_date, person), source


def _wanted_status(
    event_date: EventDate, viewer: Viewer, wanted: Wishes, *, is_club: bool
) -> RegistrationStatus:
    if is_club and wanted.keeps:
        if not event_date.kept_left:
            raise RegistrationRefused(
                RefusalCode.NO_SEAT, _("No seat is kept for the club any more.")
            )
        return RegistrationStatus.GOING
    if event_date.page.needs_approval and not is_club:
        return RegistrationStatus.PENDING
    return give_seat_or_place(event_date, viewer)


def _follow(event_date: EventDate, row: Registration, *, by: User | None) -> None:
    """Take the seat, and tell the person where they stand."""
    if row.holds_seat:
        take_seats(event_date, row)
        invite(event_date, row, verb=GOING, by=by)
        return
    verb = PENDING if row.is_pending else WAITLISTED
    entry = event_date.calendar_entry
    tell_unexpected(entry, row.person, verb=verb, subject=row, by=by)


def _confirm(
    event_date: EventDate, row: Registration, wanted: Wishes, *, by: User | None
) -> Registration:
    """The offered seat, which is counted already, is theirs now."""
    row.status, row.offered_until, row.answered_at = RegistrationStatus.GOING, None, clock.now()
    row.waitlisted_at = None
    _put_words(row, wanted)
    write_row(row, by=by)
    invite(event_date, row, verb=GOING, by=by)
    return row


def _let_go(event_date: EventDate, row: Registration | None) -> bool:
    """Free the seats that the row holds, guests included; whether there were any."""
    if row is None or not row.holds_seat:
        return False
    free_seats(event_date, row)
    if row.guest_count:
        row.guests.all().delete()
        row.guest_count = 0
    return True


def _clear_calendar(event_date: EventDate, row: Registration, *, by: User | None) -> None:
    """Take the date out of the person's calendar, where it stands in it."""
    withdraw_guest(event_date.calendar_entry, row.person, verb=CANCELLED_BY_YOU, subject=row, by=by)


def _put_words(row: Registration, wanted: Wishes) -> None:
    row.is_listed = listed(row, wanted.is_listed)
    row.note = wanted.note or row.note
    row.staff_note = wanted.staff_note or row.staff_note
    if wanted.answers is not None:
        row.answers = {**row.answers, **wanted.answers}


def _keep_words(row: Registration, wanted: Wishes) -> Registration:
    before = (row.is_listed, row.note, row.staff_note, row.answers)
    _put_words(row, wanted)
    if (row.is_listed, row.note, row.staff_note, row.answers) != before:
        row.save(update_fields=["is_listed", "note", "staff_note", "answers"])
    return row


def _refuse_missing_answers(
    event_date: EventDate, row: Registration | None, wanted: Wishes, source: RegistrationSource
) -> None:
    """The person is asked for what must be answered; whoever speaks for them cannot know it."""
    asks = event_date.asks  # type: ignore[attr-defined]  # annotated by `locked`
    if not asks or source != RegistrationSource.PORTAL or wanted.source is not None:
        return
    answers = {**(row.answers if row else {}), **(wanted.answers or {})}
    missing = rules.missing_answers(event_date.page.questions.all(), answers)
    if missing:
        raise RegistrationRefused(
            RefusalCode.ANSWERS,
            _("Please answer this first: %(question)s") % {"question": missing[0].label},
        )


def _refuse_recorded(row: Registration | None) -> None:
    """What happened at the door is not undone from the outside."""
    if row is not None and row.status in HOLDS_SEAT - {
        RegistrationStatus.GOING,
        RegistrationStatus.OFFERED,
    }:
        raise RegistrationRefused(
            RefusalCode.CLOSED, _("Who came is already recorded for this date.")
        )
