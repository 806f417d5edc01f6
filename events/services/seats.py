"""Taking, freeing and offering seats. Every function expects the date's row to be locked.

A seat that comes free is offered to the first in line who may still come and whose company has
not all of its seats. The offer holds the seat until it is confirmed, declined, or its time is up;
then it goes on to the next. So no seat waits while somebody wants it who can have it, and nobody
has a seat that they did not want any more.
"""

from collections import Counter

from accounts.audience import viewer_for
from accounts.models import User
from club.lib import clock
from events import kinds, rules
from events.enums import RegistrationStatus
from events.mails import OFFERED
from events.models import EventDate, Registration
from notifications.enums import PartStat
from notifications.services import invite_guest
from participation import ledger

_COUNTERS = ["seats_taken", "kept_taken"]


def take_seats(event_date: EventDate, registration: Registration, seats: int | None = None) -> None:
    """Count so many seats more (None: all that the registration stands for)."""
    _count(event_date, registration, registration.seats if seats is None else seats)


def free_seats(event_date: EventDate, registration: Registration, seats: int | None = None) -> None:
    """Count so many seats less (None: all that the registration stands for)."""
    _count(event_date, registration, -(registration.seats if seats is None else seats))


def _count(event_date: EventDate, registration: Registration, seats: int) -> None:
    event_date.seats_taken += seats
    if registration.uses_kept_seat:
        event_date.kept_taken += seats
    event_date.save(update_fields=_COUNTERS if registration.uses_kept_seat else _COUNTERS[:1])


def invite(
    event_date: EventDate,
    registration: Registration,
    *,
    verb: str,
    by: User | None,
    partstat: PartStat = PartStat.ACCEPTED,
) -> None:
    """Send the calendar invitation, showing this answer as given."""
    invite_guest(
        event_date.calendar_entry,
        registration.person,
        verb=verb,
        subject=registration,
        by=by,
        partstat=partstat,
    )


def fill_seats(event_date: EventDate, *, by: User | None) -> int:
    """Offer free seats to those who wait, in their order; returns how many.

    Somebody who may not come any more (suspended, left, another audience), or whose company has all
    of its seats, keeps their place in line and is passed over. Nothing happens for a date that is
    cancelled or begins.
    """
    if event_date.is_full or not rules.offers_seats(event_date, clock.now()):
        return 0
    offered = 0
    left = _Quotas(event_date)
    waiting = event_date.registrations.in_line_for(event_date)
    for registration in waiting.select_related("person", "company"):
        if event_date.is_full:
            break
        registration.date = event_date
        company = registration.company_id
        if left.allows(company) and _may_come(event_date, registration.person):
            _offer(event_date, registration, by=by)
            left.spend(company)
            offered += 1
    return offered


class _Quotas:
    """What each company may still have, asked once each."""

    def __init__(self, event_date: EventDate) -> None:
        self.event_date = event_date
        self.known: dict[int, int | None] = {}
        self.spent: Counter[int] = Counter()

    def allows(self, company_id: int) -> bool:
        if company_id not in self.known:
            self.known[company_id] = self.event_date.quota_left(company_id)
        left = self.known[company_id]
        return left is None or left > self.spent[company_id]

    def spend(self, company_id: int) -> None:
        self.spent[company_id] += 1


def _may_come(event_date: EventDate, person: User) -> bool:
    viewer = viewer_for(person)
    page = event_date.page
    return viewer.is_member and page.live and page.is_visible_to(viewer)


def _offer(event_date: EventDate, registration: Registration, *, by: User | None) -> None:
    """Hold a seat for somebody until they say yes, with an invitation that asks for it."""
    now = clock.now()
    registration.status = RegistrationStatus.OFFERED
    registration.promoted_at = now
    registration.offered_until = rules.offer_ends_at(event_date, now)
    registration.save(update_fields=["status", "promoted_at", "offered_until"])
    take_seats(event_date, registration)
    invite(event_date, registration, verb=OFFERED, by=by, partstat=PartStat.NEEDS_ACTION)


def record_answer(registration: Registration, *, was_known: bool, by: User | None) -> None:
    """Leave the fact of the registration's status in the ledger, in place of a contrary one.

    `was_known` False says that this is the first answer, so that there is nothing to take back.
    """
    kind = kinds.OF_STATUS[RegistrationStatus(registration.status)]
    for other in kinds.CONTRARY.get(kind, ()) if was_known else ():
        ledger.retract(other, person=registration.person, subject=registration.date, by=by)
    ledger.record(
        kind,
        company=registration.company,
        person=registration.person,
        subject=registration.date,
    )
