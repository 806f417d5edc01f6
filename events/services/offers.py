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
from events.services.rows import end_row, find_row, set_status, write_row, write_rows
from events.services.seats import fill_seats, invite, take_seats
from events.services.speaking import require_organiser
from events.services.together import RECORDED, Taken, lock_dates, lock_with
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
    return fill_seats(lock_dates(date_id), by=None)


def move_lines() -> None:
    """What the passing of time asks of waiting lists."""
    lapse_offers()
    fill_lines()


@transaction.atomic
def _lapse(pk: int, date_id: int) -> int:
    """End one offer; of dates that are taken together each is due at the same moment."""
    event_date, taken = lock_with(date_id)
    due = Registration.objects.offers_due(clock.now()).select_related("person", "company")
    first = due.filter(pk=pk).first()
    if first is None:
        return 0
    dates = {one.pk: one for one in (event_date, *taken.dates)}
    rows = due.filter(person=first.person_id, date__in=dates) if len(dates) > 1 else [first]
    for row in rows:
        row.date = dates[row.date_id]
        end_row(row.date, row, EndedBy.TIME, reason="")
        write_row(row, by=None, leaves_fact=False)
        _take_back_invitation(row, verb=OFFER_LAPSED, by=None)
    fill_seats(taken, by=None)
    return 1


@transaction.atomic
def approve_registration(registration: Registration, *, by: User) -> Registration:
    """An organiser says yes to a request: it becomes a seat, or a place in line.

    A second time nothing happens. Raises RegistrationRefused when there is nothing to decide.
    """
    require_organiser(by)
    taken, row = _locked(registration)
    if row.approved_at is not None and not row.is_pending:
        return row
    _require_pending(row)
    viewer = viewer_for(row.person)
    rules.refuse_act(viewer, taken.page, taken.chosen, clock.now())
    fill_seats(taken, by=by)
    status = give_seat_or_place(taken, viewer)
    same = [own for _date, own in taken.rows_of(row.person) if own is not None and own.is_pending]
    for own in [row, *same]:
        set_status(own, status)
        own.approved_at = clock.now()
    write_rows([row, *same], by=by)
    for own in [row, *same]:
        if own.holds_seat:
            take_seats(own.date, own)
            invite(own.date, own, verb=GOING, by=by)
    if row.is_waiting:
        notify(WAITLISTED, person=row.person, subject=row, by=by)
    return row


@transaction.atomic
def refuse_registration(registration: Registration, *, by: User, reason: str = "") -> Registration:
    """An organiser says no, to a request or to somebody who has a seat already; they are told why.

    A second time nothing happens. Raises RegistrationRefused when there is nothing to refuse.
    """
    require_organiser(by)
    taken, row = _locked(registration)
    if row.status == RegistrationStatus.CANCELLED:
        return row
    if not row.is_open or row.status in RECORDED:
        raise RegistrationRefused(RefusalCode.NOT_ASKED, _("There is nothing to decide here."))
    take_back(taken, row, verb=NOT_APPROVED, reason=reason, by=by)
    fill_seats(taken, by=by)
    return row


def take_back(taken: Taken, row: Registration, *, verb: str, reason: str, by: User | None) -> None:
    """The club ends what somebody has, of all dates that are taken together, and tells them: with
    each calendar that is cleared, or once. The caller fills the seats.
    """
    others = [own for _date, own in taken.rows_of(row.person) if own is not None and own.is_open]
    for own in [row, *others]:
        end_row(own.date, own, EndedBy.CLUB, reason=reason)
        write_row(own, by=by, leaves_fact=False)
        if own is row:
            _take_back_invitation(own, verb=verb, by=by)
        else:
            withdraw_guest(own.date.calendar_entry, own.person, verb=verb, subject=own, by=by)


def _locked(registration: Registration) -> tuple[Taken, Registration]:
    """Dates and row under the lock. Raises RegistrationRefused for a date that is over or off."""
    taken = lock_dates(registration.date_id)
    rules.refuse_time(taken.chosen, clock.now())
    row = find_row(taken.chosen, registration.person)
    if row is None:
        raise RegistrationRefused(RefusalCode.NOT_ASKED, _("There is nothing to decide here."))
    return taken, row


def _require_pending(row: Registration) -> None:
    if not row.is_pending:
        raise RegistrationRefused(RefusalCode.NOT_ASKED, _("There is nothing to decide here."))


def _take_back_invitation(row: Registration, *, verb: str, by: User | None) -> None:
    """Tell the person, in a mail that clears their calendar where the date stands in it."""
    entry = row.date.calendar_entry
    if withdraw_guest(entry, row.person, verb=verb, subject=row, by=by) is None:
        notify(verb, person=row.person, subject=row, by=by)
