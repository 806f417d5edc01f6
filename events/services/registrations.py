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
from events.rules import RegistrationRefused
from events.services.rows import fill_row, find_row_and_line, listed, write_row
from events.services.seats import fill_seats, invite, take_seats
from events.services.speaking import find_speaker, viewer_of
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
        speaker = find_speaker(by, person, viewer, page)
        rules.refuse_act(viewer, page, event_date, clock.now())
        row, others_wait = find_row_and_line(event_date, person)
        if row is not None and row.is_offered:
            return _confirm(event_date, row, wanted, by=by)
        if row is not None and (row.holds_seat or row.is_waiting or row.is_pending):
            return _keep_words(row, wanted)
        if not speaker.is_club:
            rules.refuse_window(viewer, page, event_date, clock.now())
            _refuse_missing_answers(event_date, row, wanted, speaker.source)
        if others_wait:
            fill_seats(event_date, by=by)
        status = _wanted_status(event_date, viewer, wanted, is_club=speaker.is_club)
        source = wanted.source or speaker.source
        row = fill_row(row, event_date, viewer, status, by=by, source=source)
        _put_words(row, wanted)
        row.uses_kept_seat = wanted.keeps and speaker.is_club
        row.approved_at = clock.now() if speaker.is_club and page.needs_approval else None
        write_row(row, by=by)
        _follow(event_date, row, by=by)
        return row


def give_seat_or_place(event_date: EventDate, viewer: Viewer) -> RegistrationStatus:
    """Whether somebody who asks now gets a seat, or a place in line. Nothing is written."""
    left = event_date.quota_left(viewer.company_id)
    is_free = not event_date.is_full and (left is None or left > 0)
    return RegistrationStatus.GOING if is_free else RegistrationStatus.WAITLISTED


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
