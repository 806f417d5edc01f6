"""Somebody wants to come: a seat, a place in line, or a request. One transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audience import Viewer
from accounts.models import User
from club.lib import clock
from events import rules
from events.enums import RefusalCode, RegistrationSource, RegistrationStatus
from events.mails import GOING, PENDING, WAITLISTED
from events.models import EventDate, Registration
from events.models.dates import quota_left
from events.rules import RegistrationRefused
from events.services.rows import fill_row, find_row_and_line, listed, write_rows
from events.services.seats import fill_seats, invite, take_seats
from events.services.speaking import find_speaker, viewer_of
from events.services.together import Taken, lock_dates
from notifications.services import tell_unexpected


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

    Where the dates of the event are taken together, they get the same for all that are to come: a
    seat on each, or a place in line for all while one of them is full.

    A seat that is offered to them becomes theirs. A place in line is what is left where all seats
    are taken, or the person's company has all of its seats; who waits already goes first. Asked a
    second time, nothing happens but that `wishes` (see `Wishes`) are kept where they are given.
    `viewer` spares finding out who the person is, where the caller has just done so.

    Raises RegistrationRefused.
    """
    wanted = Wishes(**wishes)
    viewer = viewer_of(person, viewer)
    with transaction.atomic():
        taken = lock_dates(date.pk)
        event_date, page = taken.chosen, taken.page
        speaker = find_speaker(by, person, viewer, page)
        rules.refuse_act(viewer, page, event_date, clock.now())
        row, others_wait = find_row_and_line(event_date, person)
        if row is not None and row.is_offered:
            return _confirm(taken, row, wanted, by=by)
        if row is not None and (row.holds_seat or row.is_waiting or row.is_pending):
            for _other, same in taken.rows_of(person):
                if same is not None:
                    _keep_words(same, wanted)
            return _keep_words(row, wanted)
        if not speaker.is_club:
            rules.refuse_window(viewer, page, taken.closing, clock.now())
            _refuse_missing_answers(event_date, row, wanted, speaker.source)
        if others_wait:
            fill_seats(taken, by=by)
        status = _wanted_status(taken, viewer, wanted, is_club=speaker.is_club)
        source = wanted.source or speaker.source
        rows = [
            fill_row(known, a_date, person, viewer, status, by=by, source=source)
            for a_date, known in [(event_date, row), *taken.rows_of(person)]
        ]
        for new in rows:
            _put_words(new, wanted)
            new.uses_kept_seat = wanted.keeps and speaker.is_club
            new.approved_at = clock.now() if speaker.is_club and page.needs_approval else None
        write_rows(rows, by=by)
        _follow(rows, by=by)
        return rows[0]


def give_seat_or_place(taken: Taken, viewer: Viewer) -> RegistrationStatus:
    """Whether somebody who asks now gets a seat, or a place in line. Nothing is written."""
    left = quota_left(taken.dates, viewer.company_id)
    is_free = not taken.is_full and (left is None or left > 0)
    return RegistrationStatus.GOING if is_free else RegistrationStatus.WAITLISTED


def _wanted_status(
    taken: Taken, viewer: Viewer, wanted: Wishes, *, is_club: bool
) -> RegistrationStatus:
    if is_club and wanted.keeps:
        if not all(event_date.kept_left for event_date in taken.dates):
            raise RegistrationRefused(
                RefusalCode.NO_SEAT, _("No seat is kept for the club any more.")
            )
        return RegistrationStatus.GOING
    if taken.page.needs_approval and not is_club:
        return RegistrationStatus.PENDING
    return give_seat_or_place(taken, viewer)


def _follow(rows: list[Registration], *, by: User | None) -> None:
    """Take the seats, and tell the person where they stand: with an invitation for each date, or
    once, where there is none.
    """
    row = rows[0]
    if not row.holds_seat:
        verb = PENDING if row.is_pending else WAITLISTED
        entry = row.date.calendar_entry
        tell_unexpected(entry, row.person, verb=verb, subject=row, by=by)
        return
    for held in sorted(rows, key=lambda one: one.date.starts_at):
        take_seats(held.date, held)
        invite(held.date, held, verb=GOING, by=by)


def _confirm(taken: Taken, row: Registration, wanted: Wishes, *, by: User | None) -> Registration:
    """The offered seat, which is counted already, is theirs now; of each date, where several are
    taken together.
    """
    others = [own for _date, own in taken.rows_of(row.person) if own is not None and own.is_offered]
    rows = [row, *others]
    for own in rows:
        own.status, own.offered_until, own.answered_at = RegistrationStatus.GOING, None, clock.now()
        own.waitlisted_at = None
        _put_words(own, wanted)
    write_rows(rows, by=by)
    for own in sorted(rows, key=lambda one: one.date.starts_at):
        invite(own.date, own, verb=GOING, by=by)
    return row


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
