"""Somebody leaves their company: what they had of coming dates goes to others."""

from django.db.models import QuerySet
from django.utils.translation import ngettext

from accounts.models import Company, User
from accounts.registry import LeavingPart
from club.lib import clock
from events.enums import HOLDS_SEAT, UNDECIDED, DateStatus, EndedBy, RegistrationStatus
from events.mails import CANCELLED_BY_YOU
from events.models import Registration
from events.services.rows import end_row, find_row, write_row
from events.services.seats import fill_seats
from events.services.together import lock_dates
from notifications.services import withdraw_guest

#: What can be given back: who came is recorded, and stays so.
_GIVEN_BACK = {
    RegistrationStatus.INVITED,
    RegistrationStatus.GOING,
    RegistrationStatus.OFFERED,
    *UNDECIDED,
}


def give_back_seats(person: User, company: Company, by: User | None) -> None:
    """Take back what a person who leaves has of coming dates, and offer it down the line.

    Runs in the transaction that ends the membership, after it has ended. No fact is left: the
    company did not change its mind. Dates are locked in the order of their ids.
    """
    rows = _coming(person).order_by("date_id").values_list("date_id", flat=True)
    for date_id in list(rows):
        taken = lock_dates(date_id)
        event_date = taken.chosen
        row = find_row(event_date, person)
        if row is None or row.status not in _GIVEN_BACK:
            continue
        end_row(event_date, row, EndedBy.PERSON, reason="")
        row.registered_by = by
        write_row(row, by=by, leaves_fact=False)
        withdraw_guest(event_date.calendar_entry, person, verb=CANCELLED_BY_YOU, subject=row, by=by)
        fill_seats(taken, by=by)


def foresee(person: User) -> list[str]:
    """What giving back will mean, in a sentence."""
    seats = _coming(person).filter(status__in=HOLDS_SEAT).count()
    if not seats:
        return []
    return [
        ngettext(
            "%(count)d seat in a coming event is given back and offered to who waits for it.",
            "%(count)d seats in coming events are given back and offered to who waits for them.",
            seats,
        )
        % {"count": seats}
    ]


def _coming(person: User) -> "QuerySet[Registration]":
    rows: QuerySet[Registration] = Registration.objects.filter(
        person=person,
        status__in=_GIVEN_BACK,
        date__status=DateStatus.SCHEDULED,
        date__ends_at__gt=clock.now(),
    )
    return rows


LEAVING = LeavingPart("events.seats", 20, give_back_seats, foresee)
