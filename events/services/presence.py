"""Who came and who did not."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from club.lib import clock
from events.enums import RefusalCode, RegistrationStatus
from events.models import EventDate, Registration
from events.rules import RegistrationRefused
from events.services.seats import record_answer


@transaction.atomic
def check_in(registration: Registration, *, by: User | None) -> Registration:
    """The person is here. A second time nothing happens.

    Raises RegistrationRefused for somebody without a seat, and for a cancelled date.
    """
    event_date = EventDate.objects.locked(registration.date_id)
    row = event_date.registrations.select_related("person", "company").get(pk=registration.pk)
    row.date = event_date
    if event_date.is_cancelled:
        raise RegistrationRefused(RefusalCode.CANCELLED, _("This date is cancelled."))
    if not row.holds_seat:
        raise RegistrationRefused(RefusalCode.NO_SEAT, _("This person has no seat."))
    if row.status != RegistrationStatus.ATTENDED:
        _note(row, RegistrationStatus.ATTENDED, by=by)
    found: Registration = row
    return found


@transaction.atomic
def mark_no_shows(date: EventDate, *, by: User | None = None) -> int:
    """Everybody with a seat who was not checked in did not come; returns how many.

    Raises RegistrationRefused before the date is over, and for a cancelled one.
    """
    event_date = EventDate.objects.locked(date.pk)
    if event_date.is_cancelled:
        raise RegistrationRefused(RefusalCode.CANCELLED, _("This date is cancelled."))
    if not event_date.is_over(clock.now()):
        raise RegistrationRefused(RefusalCode.NOT_OVER, _("This date is not over yet."))
    rows = event_date.registrations.filter(status=RegistrationStatus.GOING)
    missing = list(rows.select_related("person", "company"))
    for row in missing:
        row.date = event_date
        _note(row, RegistrationStatus.NO_SHOW, by=by)
    return len(missing)


def _note(row: Registration, status: RegistrationStatus, *, by: User | None) -> None:
    row.status, row.offered_until = status, None
    row.save(update_fields=["status", "offered_until"])
    record_answer(row, was_known=True, by=by)
