"""The row of one person and one date: found under the lock, filled with an answer, written."""

from collections.abc import Sequence

from django.db.models import Q, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer
from club.lib import clock
from events.enums import (
    HOLDS_SEAT,
    EndedBy,
    RefusalCode,
    RegistrationSource,
    RegistrationStatus,
)
from events.models import EventDate, Registration
from events.rules import RegistrationRefused
from events.services.seats import free_seats, record_answer
from members.models import shows_attendance

_ANSWER_FIELDS = [
    "company",
    "status",
    "answered_at",
    "waitlisted_at",
    "offered_until",
    "promoted_at",
    "approved_at",
    "ended_by",
    "uses_kept_seat",
    "guest_count",
    "is_listed",
    "note",
    "staff_note",
    "reason",
    "answers",
    "registered_by",
    "source",
]


def find_row(event_date: EventDate, person: User) -> Registration | None:
    """The person's row, with the locked date as its date."""
    return find_row_and_line(event_date, person)[0]


def find_row_and_line(event_date: EventDate, person: User) -> tuple[Registration | None, bool]:
    """The same, and whether somebody else waits in line, in one query."""
    first_waiting = event_date.registrations.waiting().exclude(person=person).values("pk")[:1]
    rows = event_date.registrations.filter(Q(person=person) | Q(pk=Subquery(first_waiting)))
    own, others_wait = None, False
    for row in rows:
        if row.person_id == person.pk:
            own, row.date, row.person = row, event_date, person
        else:
            others_wait = True
    return own, others_wait


def fill_row(
    row: Registration | None,
    event_date: EventDate,
    person: User,
    viewer: Viewer,
    status: RegistrationStatus,
    *,
    by: User | None,
    source: RegistrationSource,
) -> Registration:
    """The row, new or known, with this answer; not yet written. `viewer` is the person."""
    row = row or Registration(date=event_date, person=person)
    row.company_id = viewer.company_id  # type: ignore[assignment]  # members have a company
    row.registered_by, row.source = by, source
    set_status(row, status)
    return row


def set_status(
    row: Registration, status: RegistrationStatus, *, ended_by: EndedBy | None = None
) -> None:
    """Give the row a status that somebody asked for, and forget what belonged to the last one."""
    now = clock.now()
    row.status, row.answered_at, row.reason = status, now, ""
    row.promoted_at = row.offered_until = None
    row.waitlisted_at = now if status == RegistrationStatus.WAITLISTED else None
    row.ended_by = ended_by or ""
    if status != RegistrationStatus.GOING:
        row.uses_kept_seat = False


def write_row(row: Registration, *, by: User | None, leaves_fact: bool = True) -> None:
    """Save the row and leave its fact."""
    known = not row._state.adding
    row.save(update_fields=_ANSWER_FIELDS if known else None)
    if leaves_fact:
        record_answer(row, was_known=known, by=by)


def write_rows(rows: Sequence[Registration], *, by: User | None) -> None:
    """Save the rows of one answer about several dates. One act is one fact: about the first."""
    lead = min(rows, key=lambda row: (row.date.starts_at, row.date_id))
    for row in rows:
        write_row(row, by=by, leaves_fact=row is lead)


def listed(row: Registration, wanted: bool | None) -> bool:
    """What was asked; else what was said before; else what the person's profile says."""
    if wanted is not None:
        return wanted
    if not row._state.adding:
        return row.is_listed
    return shows_attendance(row.person)


def let_go(event_date: EventDate, row: Registration | None) -> bool:
    """Free the seats that the row holds, guests included; whether there were any."""
    if row is None or not row.holds_seat:
        return False
    free_seats(event_date, row)
    if row.guest_count:
        row.guests.all().delete()
        row.guest_count = 0
    return True


def end_row(event_date: EventDate, row: Registration, ended_by: EndedBy, *, reason: str) -> None:
    """Free what the row holds and mark it as ended; not yet written. The caller fills the seats."""
    let_go(event_date, row)
    set_status(row, RegistrationStatus.CANCELLED, ended_by=ended_by)
    row.reason = reason


def refuse_recorded(row: Registration | None) -> None:
    """Raise RegistrationRefused where it was noted who came: that is not undone from outside."""
    if row is not None and row.status in HOLDS_SEAT - {
        RegistrationStatus.GOING,
        RegistrationStatus.OFFERED,
    }:
        raise RegistrationRefused(
            RefusalCode.CLOSED, _("Who came is already recorded for this date.")
        )
