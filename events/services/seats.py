"""Taking, freeing and offering seats. Every function expects the rows of the dates to be locked.

A seat that comes free is offered to the first in line who may still come and whose company has
not all of its seats. The offer holds the seat until it is confirmed, declined, or its time is up;
then it goes on to the next. So no seat waits while somebody wants it who can have it, and nobody
has a seat that they did not want any more.
"""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from accounts.audience import viewer_for
from accounts.models import User
from club.lib import clock
from events import kinds, rules
from events.enums import RegistrationStatus
from events.mails import OFFERED
from events.models import EventDate, Registration
from events.models.dates import quota_left
from notifications.enums import PartStat
from notifications.services import invite_guest
from participation import ledger

if TYPE_CHECKING:
    from events.services.together import Taken

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


def fill_seats(taken: "Taken", *, by: User | None) -> int:
    """Offer free seats to those who wait, in their order; returns to how many people.

    Somebody who may not come any more (suspended, left, another audience), or whose company has all
    of its seats, keeps their place in line and is passed over. Nothing happens for a date that is
    cancelled or begins. Dates that are taken together are offered together, once each has a seat.
    """
    event_date = taken.chosen
    if taken.is_full or not rules.offers_seats(taken.first, clock.now()):
        return 0
    if not rules.offers_seats(event_date, clock.now()):
        return 0
    offered = 0
    left = _Quotas(taken.dates)
    waiting = event_date.registrations.in_line_for(event_date)
    for registration in waiting.select_related("person", "company"):
        if taken.is_full:
            break
        registration.date = event_date
        company = registration.company_id
        if left.allows(company) and _may_come(event_date, registration.person):
            _offer_all(taken, registration, by=by)
            left.spend(company)
            offered += 1
    return offered


class _Quotas:
    """What each company may still have, asked once each."""

    def __init__(self, event_dates: list[EventDate]) -> None:
        self.event_dates = event_dates
        self.known: dict[int, int | None] = {}
        self.spent: Counter[int] = Counter()

    def allows(self, company_id: int) -> bool:
        if company_id not in self.known:
            self.known[company_id] = quota_left(self.event_dates, company_id)
        left = self.known[company_id]
        return left is None or left > self.spent[company_id]

    def spend(self, company_id: int) -> None:
        self.spent[company_id] += 1


def _may_come(event_date: EventDate, person: User) -> bool:
    viewer = viewer_for(person)
    page = event_date.page
    return viewer.is_member and page.live and page.is_visible_to(viewer)


def _offer_all(taken: "Taken", registration: Registration, *, by: User | None) -> None:
    """Hold a seat for somebody on each date, all until one moment."""
    now = clock.now()
    until = rules.offer_ends_at(taken.dates[0], now)
    rows = [registration]
    for event_date, row in taken.rows_of(registration.person):
        if row is not None and row.is_waiting:
            row.date = event_date
            rows.append(row)
    for row in rows:
        _offer(row, now, until, by=by)


def _offer(registration: Registration, now: datetime, until: datetime, *, by: User | None) -> None:
    """Hold a seat for somebody until they say yes, with an invitation that asks for it."""
    event_date = registration.date
    registration.status = RegistrationStatus.OFFERED
    registration.promoted_at, registration.offered_until = now, until
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
        company=registration.company_id,
        person=registration.person,
        subject=registration.date,
    )
