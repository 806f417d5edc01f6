"""Answers to a date: coming, not coming, taking it back. One transaction each, the date locked."""

from django.db import transaction
from django.db.models import Q, Subquery
from django.utils.translation import gettext as _

from accounts.audience import Viewer, viewer_for
from accounts.models import Membership, User
from club.lib import clock
from events import rules
from events.enums import HOLDS_SEAT, RefusalCode, RegistrationSource, RegistrationStatus
from events.mails import CANCELLED_BY_YOU, GOING, WAITLISTED
from events.models import EventDate, Registration
from events.rules import RegistrationRefused
from events.services.seats import fill_seats, free_seat, invite, record_answer, take_seat
from notifications.services import notify, withdraw_guest

_ANSWER_FIELDS = [
    "company",
    "status",
    "answered_at",
    "waitlisted_at",
    "promoted_at",
    "is_listed",
    "note",
    "reason",
    "registered_by",
    "source",
]


def register(
    date: EventDate,
    person: User,
    *,
    by: User | None,
    is_listed: bool | None = None,
    note: str = "",
    viewer: Viewer | None = None,
) -> Registration:
    """Somebody wants to come: they get a seat, or a place in line where all are taken.

    Who waits already goes first. Asked a second time, nothing happens but that `is_listed` and
    `note` are kept where they are given. `is_listed` None is what the person's profile says.
    `viewer` spares finding out who the person is, where the caller has just done so.

    Raises RegistrationRefused.
    """
    viewer = _viewer_of(person, viewer)
    _check_speaker(by, person)
    with transaction.atomic():
        event_date = EventDate.objects.locked(date.pk)
        rules.refuse_act(viewer, event_date.page, event_date, clock.now())
        row, others_wait = _find_with_line(event_date, person)
        if row is not None and (row.holds_seat or row.is_waiting):
            return _keep_words(row, is_listed, note)
        if others_wait and not event_date.is_full:
            fill_seats(event_date, by=by)
        waits = event_date.is_full
        status = RegistrationStatus.WAITLISTED if waits else RegistrationStatus.GOING
        row = _answer(row, event_date, viewer, status, by=by)
        row.is_listed = _listed(row, is_listed)
        row.note = note or row.note
        _write(row, by=by)
        if waits:
            notify(WAITLISTED, person=person, subject=row, by=by)
        else:
            take_seat(event_date)
            invite(event_date, row, verb=GOING, by=by)
        return row


def decline(
    date: EventDate,
    person: User,
    *,
    by: User | None,
    reason: str = "",
    viewer: Viewer | None = None,
) -> Registration:
    """Somebody does not come. A seat or a place in line that they had is free again.

    A second time nothing happens. Raises RegistrationRefused.
    """
    viewer = _viewer_of(person, viewer)
    _check_speaker(by, person)
    with transaction.atomic():
        event_date = EventDate.objects.locked(date.pk)
        rules.refuse_act(viewer, event_date.page, event_date, clock.now())
        row = _find(event_date, person)
        if row is not None and row.status == RegistrationStatus.DECLINED:
            return row
        had_seat = row is not None and row.holds_seat
        _refuse_recorded(row)
        row = _answer(row, event_date, viewer, RegistrationStatus.DECLINED, by=by)
        row.reason = reason
        _write(row, by=by)
        if had_seat:
            _clear_seat(event_date, row, by=by)
        return row


def cancel_registration(
    registration: Registration, *, by: User | None, reason: str = ""
) -> Registration:
    """Take back a registration: the seat goes to the first in line, the calendar is cleared.

    For somebody who had neither seat nor place in line nothing happens, a second time too.
    Raises RegistrationRefused when the date is over or cancelled, or the presence is recorded.
    """
    person = registration.person
    _check_speaker(by, person)
    with transaction.atomic():
        event_date = EventDate.objects.locked(registration.date_id)
        rules.refuse_time(event_date, clock.now())
        row = _find(event_date, person)
        if row is None or not (row.holds_seat or row.is_waiting):
            return row or registration
        _refuse_recorded(row)
        had_seat = row.holds_seat
        row.status, row.reason = RegistrationStatus.CANCELLED, reason
        row.answered_at, row.waitlisted_at, row.promoted_at = clock.now(), None, None
        _write(row, by=by)
        if had_seat:
            _clear_seat(event_date, row, by=by)
        return row


def _viewer_of(person: User, viewer: Viewer | None) -> Viewer:
    if viewer is None:
        return viewer_for(person)
    if viewer.user_id != person.pk:
        raise ValueError("The viewer given is somebody else.")
    return viewer


def _check_speaker(by: User | None, person: User) -> None:
    """Only the person, an organiser, or the site itself (None) may answer."""
    if by is None or by.pk == person.pk:
        return
    if not rules.can_answer_for(viewer_for(by), person):
        raise RegistrationRefused(
            RefusalCode.NOT_YOURS, _("You cannot answer in the name of somebody else.")
        )


def _find(event_date: EventDate, person: User) -> Registration | None:
    """The person's row, with the locked date as its date."""
    return _find_with_line(event_date, person)[0]


def _find_with_line(event_date: EventDate, person: User) -> tuple[Registration | None, bool]:
    """The same, and whether somebody else waits in line, in one query."""
    first_waiting = event_date.registrations.waiting().exclude(person=person).values("pk")[:1]
    rows = event_date.registrations.filter(Q(person=person) | Q(pk=Subquery(first_waiting)))
    own, others_wait = None, False
    for row in rows.select_related("company"):
        if row.person_id == person.pk:
            own, row.date, row.person = row, event_date, person
        else:
            others_wait = True
    return own, others_wait


def _answer(
    row: Registration | None,
    event_date: EventDate,
    viewer: Viewer,
    status: RegistrationStatus,
    *,
    by: User | None,
) -> Registration:
    """The row, new or known, with this answer; not yet written."""
    if row is None or row.company_id != viewer.company_id:
        members = Membership.objects.select_related("company", "person__profile")
        member = members.get(pk=viewer.membership_id or 0)
        row = row or Registration(date=event_date, person=member.person)
        row.company = member.company
    row.status, row.answered_at, row.reason = status, clock.now(), ""
    row.promoted_at = None
    row.waitlisted_at = clock.now() if status == RegistrationStatus.WAITLISTED else None
    on_behalf = by is not None and by.pk != row.person_id
    row.registered_by = by
    row.source = RegistrationSource.STAFF if on_behalf else RegistrationSource.PORTAL
    return row


def _listed(row: Registration, wanted: bool | None) -> bool:
    """What was asked; else what was said before; else what the person's profile says."""
    if wanted is not None:
        return wanted
    if not row._state.adding:
        return row.is_listed
    profile = getattr(row.person, "profile", None)
    return bool(profile and profile.shows_attendance)


def _write(row: Registration, *, by: User | None) -> None:
    """Save the row and leave its fact."""
    known = not row._state.adding
    row.save(update_fields=_ANSWER_FIELDS if known else None)
    record_answer(row, was_known=known, by=by)


def _keep_words(row: Registration, is_listed: bool | None, note: str) -> Registration:
    changed = (is_listed is not None and is_listed != row.is_listed) or (note and note != row.note)
    if changed:
        row.is_listed = row.is_listed if is_listed is None else is_listed
        row.note = note or row.note
        row.save(update_fields=["is_listed", "note"])
    return row


def _refuse_recorded(row: Registration | None) -> None:
    """What happened at the door is not undone from the outside."""
    if row is not None and row.status in HOLDS_SEAT - {
        RegistrationStatus.GOING,
        RegistrationStatus.OFFERED,
    }:
        raise RegistrationRefused(
            RefusalCode.CLOSED, _("Who came is already recorded for this date.")
        )


def _clear_seat(event_date: EventDate, row: Registration, *, by: User | None) -> None:
    """Free the seat, clear the calendar, and let the next in line come."""
    free_seat(event_date)
    withdraw_guest(event_date.calendar_entry, row.person, verb=CANCELLED_BY_YOU, subject=row, by=by)
    fill_seats(event_date, by=by)
