"""Two records of one person, or of one company: their seats and answers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Company, User
from accounts.registry import MergePart
from club.lib.merging import Line, Rows, foresee_rows, move_rows
from events.enums import RegistrationStatus
from events.models import Registration
from events.services.rows import let_go
from events.services.seats import fill_seats
from events.services.together import lock_with

#: Of two answers of one person to one date the one that comes first here is kept.
_BEST_FIRST = (
    RegistrationStatus.ATTENDED,
    RegistrationStatus.NO_SHOW,
    RegistrationStatus.GOING,
    RegistrationStatus.OFFERED,
    RegistrationStatus.PENDING,
    RegistrationStatus.WAITLISTED,
    RegistrationStatus.MAYBE,
    RegistrationStatus.DECLINED,
    RegistrationStatus.CANCELLED,
    RegistrationStatus.INVITED,
)
ROWS = (
    Rows(
        Registration,
        "person",
        _("answers to events"),
        apart=("date",),
        why=_("Both have answered: the answer that holds more is kept, and one seat."),
    ),
    Rows(Registration, "registered_by"),
)
COMPANY_ROWS = (Rows(Registration, "company", _("answers to events")),)


def foresee(kept: User, gone: User) -> list[Line]:
    """What goes over and what is dropped."""
    return foresee_rows(ROWS, kept, gone)


def move(kept: User, gone: User, by: Any) -> None:
    """Move it; of two answers to one date the lesser goes first, and its seat is offered on."""
    clashing = ROWS[0].clashing(kept, gone).order_by("date_id")
    for date_id in list(clashing.values_list("date_id", flat=True)):
        event_date, taken = lock_with(date_id)
        rows = event_date.registrations.filter(person__in=[kept, gone]).select_related("company")
        _best, lesser = sorted(rows, key=_place)
        lesser.date = event_date
        had_seat = let_go(event_date, lesser)
        lesser.delete()
        if had_seat:
            fill_seats(taken, by=by)
    move_rows(ROWS, kept, gone)


def _place(row: Registration) -> tuple[int, int]:
    return _BEST_FIRST.index(RegistrationStatus(row.status)), row.pk


def foresee_company(kept: Company, gone: Company) -> list[Line]:
    """How many answers go over."""
    return foresee_rows(COMPANY_ROWS, kept, gone)


def move_company(kept: Company, gone: Company, by: Any) -> None:
    """Move them."""
    move_rows(COMPANY_ROWS, kept, gone)


PERSON = MergePart("events", 10, foresee, move)
COMPANY = MergePart("events", 10, foresee_company, move_company)
