"""Offered seats whose time is up, and requests that an organiser decides."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.models import User
from club.lib import clock
from events import rules
from events.enums import EndedBy, RefusalCode, RegistrationStatus
from events.mails import GOING, NOT_APPROVED, OFFER_LAPSED, WAITLISTED
from events.models import EventDate, Registration
from events.rules import RegistrationRefused
from events.services.registrations import give_seat_or_place
from events.services.rows import end_row, find_row, set_status, write_row
from events.services.seats import fill_seats, invite, take_seats
from events.services.speaking import require_organiser
from notifications.services import notify, withdraw_guest

#: So many offers are ended in one go, each in a transaction of its own.
BATCH = 200


def lapse_offers() -> int:
    """End the offers that were not confirmed in time, and offer the seats on; returns how many.

    Meant to run again and again: an offer ends once, however many clocks look at it.
    """
    due = Registration.objects.offers_due(clock.now()).values_list("pk", "date_id")[:BATCH]
    return sum(_lapse(pk, date_id) for pk, date_id in list(due))


def fill_lines() -> int:
    """Offer free seats that somebody may have who could not before; returns how many.

    For what happens elsewhere: a suspension that ends, a page that is open to others now.
    """
    waiting = EventDate.objects.with_room_and_line(clock.now())
    return sum(_fill(pk) for pk in list(waiting.values_list("pk", flat=True)[:BATCH]))


@transaction.atomic
def _fill(date_id: int) -> int:
    return fill_seats(EventDate.objects.locked(date_id), by=None)


def move_lines() -> None:
    """What the passing of time asks of waiting lists."""
    lapse_offers()
    fill_lines()


@transaction.atomic
def _lapse(pk: int, date_id: int) -> int:
    event_date = EventDate.objects.locked(date_id)
    row = Registration.objects.offers_due(clock.now()).select_related("person", "company")
    registration = row.filter(pk=pk).first()
    if registration is None:
        return 0
    registration.date = event_date
    end_row(event_date, registration, EndedBy.TIME, reason="")
    write_row(registration, by=None, leaves_fact=False)
    _take_back_invitation(event_date, registration, verb=OFFER_LAPSED, by=None)
    fill_seats(event_date, by=None)
    return 1


@transaction.atomic
def approve_registration(registration: Registration, *, by: User) -> Registration:
    """An organiser says yes to a request: it becomes a seat, or a place in line.

    A second time nothing happens. Raises RegistrationRefused when there is nothing to decide.
    """
    require_organiser(by)
    event_date, row = _locked(registration)
    if row.approved_at is not None and not row.is_pending:
        return row
    _require_pending(row)
    viewer = viewer_for(row.person)
    rules.refuse_act(viewer, event_date.page, event_date, clock.now())
    fill_seats(event_date, by=by)
    set_status(row, give_seat_or_place(event_date, viewer))
    row.approved_at = clock.now()
    write_row(row, by=by)
    if row.holds_seat:
        take_seats(event_date, row)
        invite(event_date, row, verb=GOING, by=by)
    else:
        notify(WAITLISTED, person=row.person, subject=row, by=by)
    return row


@transaction.atomic
def refuse_registration(registration: Registration, *, by: User, reason: str = "") -> Registration:
    """An organiser says no, to a request or to somebody who has a seat already; they are told why.

    A second time nothing happens. Raises RegistrationRefused when there is nothing to refuse.
    """
    require_organiser(by)
    event_date, row = _locked(registration)
    if row.status == RegistrationStatus.CANCELLED:
        return row
    if not row.is_open or row.status in {RegistrationStatus.ATTENDED, RegistrationStatus.NO_SHOW}:
        raise RegistrationRefused(RefusalCode.NOT_ASKED, _("There is nothing to decide here."))
    end_row(event_date, row, EndedBy.CLUB, reason=reason)
    write_row(row, by=by, leaves_fact=False)
    _take_back_invitation(event_date, row, verb=NOT_APPROVED, by=by)
    fill_seats(event_date, by=by)
    return row


def _locked(registration: Registration) -> tuple[EventDate, Registration]:
    """Date and row under the lock. Raises RegistrationRefused for a date that is over or off."""
    event_date = EventDate.objects.locked(registration.date_id)
    rules.refuse_time(event_date, clock.now())
    row = find_row(event_date, registration.person)
    if row is None:
        raise RegistrationRefused(RefusalCode.NOT_ASKED, _("There is nothing to decide here."))
    return event_date, row


def _require_pending(row: Registration) -> None:
    if not row.is_pending:
        raise RegistrationRefused(RefusalCode.NOT_ASKED, _("There is nothing to decide here."))


def _take_back_invitation(
    event_date: EventDate, row: Registration, *, verb: str, by: User | None
) -> None:
    """Tell the person, in a mail that clears their calendar where the date stands in it."""
    entry = event_date.calendar_entry
    if withdraw_guest(entry, row.person, verb=verb, subject=row, by=by) is None:
        notify(verb, person=row.person, subject=row, by=by)
