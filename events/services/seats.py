"""Taking and freeing seats. Every function expects the date's row to be locked by the caller.

A seat that comes free goes at once to the first in line who may still come; they are told, and
their calendar gets the invitation. So nobody has to answer an offer in time, and a free seat never
waits while somebody wants it.
"""

from accounts.audience import viewer_for
from accounts.models import User
from club.lib import clock
from events import kinds
from events.enums import RegistrationStatus
from events.mails import PROMOTED
from events.models import EventDate, Registration
from notifications.enums import PartStat
from notifications.services import invite_guest
from participation import ledger


def take_seat(event_date: EventDate) -> None:
    """Count one seat more."""
    event_date.seats_taken += 1
    event_date.save(update_fields=["seats_taken"])


def free_seat(event_date: EventDate) -> None:
    """Count one seat less."""
    event_date.seats_taken -= 1
    event_date.save(update_fields=["seats_taken"])


def invite(
    event_date: EventDate, registration: Registration, *, verb: str, by: User | None
) -> None:
    """Send the calendar invitation of somebody who said that they come."""
    invite_guest(
        event_date.calendar_entry,
        registration.person,
        verb=verb,
        subject=registration,
        by=by,
        partstat=PartStat.ACCEPTED,
    )


def fill_seats(event_date: EventDate, *, by: User | None) -> int:
    """Give free seats to those who wait, in their order; returns how many.

    Somebody who may not come any more (suspended, left, another audience) keeps their place in
    line and is passed over. Nothing happens for a date that is cancelled or over.
    """
    if event_date.is_cancelled or event_date.is_over(clock.now()):
        return 0
    promoted = 0
    waiting = event_date.registrations.waiting()
    for registration in waiting.select_related("person", "company"):
        if event_date.is_full:
            break
        if _may_come(event_date, registration.person):
            _promote(event_date, registration, by=by)
            promoted += 1
    return promoted


def _may_come(event_date: EventDate, person: User) -> bool:
    viewer = viewer_for(person)
    page = event_date.page
    return viewer.is_member and page.live and page.is_visible_to(viewer)


def _promote(event_date: EventDate, registration: Registration, *, by: User | None) -> None:
    registration.status = RegistrationStatus.GOING
    registration.promoted_at = clock.now()
    registration.save(update_fields=["status", "promoted_at"])
    take_seat(event_date)
    invite(event_date, registration, verb=PROMOTED, by=by)


def record_answer(registration: Registration, *, was_known: bool, by: User | None) -> None:
    """Leave the fact of the registration's status in the ledger, in place of a contrary one.

    `was_known` False says that this is the first answer, so that there is nothing to take back.
    """
    kind = kinds.OF_STATUS[RegistrationStatus(registration.status)]
    contrary = {
        kinds.REGISTERED: (kinds.DECLINED, kinds.CANCELLED),
        kinds.CANCELLED: (kinds.REGISTERED,),
        kinds.DECLINED: (kinds.CANCELLED, kinds.REGISTERED),
        kinds.ATTENDED: (kinds.NO_SHOW,),
        kinds.NO_SHOW: (kinds.ATTENDED,),
    }.get(kind, ())
    for other in contrary if was_known else ():
        ledger.retract(other, person=registration.person, subject=registration.date, by=by)
    ledger.record(
        kind,
        company=registration.company,
        person=registration.person,
        subject=registration.date,
    )
