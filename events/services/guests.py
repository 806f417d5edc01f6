"""People from outside whom a member brings."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.audience import viewer_for
from accounts.models import User
from club.lib import clock
from club.lib.ical_text import one_line
from events import rules
from events.enums import RefusalCode, RegistrationStatus
from events.models import EventDate, Guest, Registration
from events.rules import RegistrationRefused
from events.services.rows import find_row
from events.services.seats import fill_seats, free_seats, quota_left, take_seats
from events.services.speaking import check_speaker, speaks_for_club


@transaction.atomic
def set_guests(
    registration: Registration, names: Sequence[str], *, by: User | None
) -> Registration:
    """These people, by name, come with the member, and nobody else; each takes a seat.

    Blank names are left out. Seats that others wait for are not taken by guests: who waits goes
    first. Raises RegistrationRefused, and changes nothing then.
    """
    wanted = [name for name in (one_line(text)[:120] for text in names) if name]
    event_date = EventDate.objects.locked(registration.date_id)
    page = event_date.page
    viewer = viewer_for(registration.person)
    check_speaker(by, registration.person, viewer, page)
    rules.refuse_act(viewer, page, event_date, clock.now())
    row = find_row(event_date, registration.person)
    if row is None or row.status != RegistrationStatus.GOING:
        raise RegistrationRefused(
            RefusalCode.NO_SEAT, _("Guests come with somebody who has a seat.")
        )
    more = len(wanted) - row.guest_count
    if more > 0:
        _refuse_more(event_date, row, len(wanted), more, is_club=speaks_for_club(by, row.person))
        take_seats(event_date, row, more)
    elif more < 0:
        free_seats(event_date, row, -more)
    row.guests.all().delete()
    Guest.objects.bulk_create([Guest(registration=row, name=name) for name in wanted])
    row.guest_count = len(wanted)
    row.save(update_fields=["guest_count"])
    if more < 0:
        fill_seats(event_date, by=by)
    return row


def _refuse_more(
    event_date: EventDate, row: Registration, wanted: int, more: int, *, is_club: bool
) -> None:
    allowed = event_date.page.guests_allowed
    if wanted > allowed and not is_club:
        raise RegistrationRefused(
            RefusalCode.NO_GUESTS,
            ngettext(
                "You may bring %(allowed)s guest to this event.",
                "You may bring %(allowed)s guests to this event.",
                allowed,
            )
            % {"allowed": allowed}
            if allowed
            else _("This event is for members only: no guests."),
        )
    rules.refuse_window(viewer_for(row.person), event_date.page, event_date, clock.now())
    left = event_date.kept_left if row.uses_kept_seat else event_date.seats_left
    if left is not None and left < more:
        raise RegistrationRefused(
            RefusalCode.NO_SEAT, _("There are not enough free seats for your guests.")
        )
    quota = None if row.uses_kept_seat else quota_left(event_date, row.company_id)
    if quota is not None and quota < more:
        raise RegistrationRefused(
            RefusalCode.QUOTA,
            _("Your company has all of its %(quota)s seats for this event.")
            % {"quota": event_date.page.company_quota},
        )
