"""People from outside whom a member brings."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.audience import Viewer, viewer_for
from accounts.models import User
from club.lib import clock
from club.lib.ical_text import one_line
from events import rules
from events.enums import RefusalCode, RegistrationStatus
from events.models import EventDate, Guest, Registration
from events.rules import RegistrationRefused
from events.services.rows import find_row
from events.services.seats import fill_seats, free_seats, take_seats
from events.services.speaking import find_speaker
from events.services.together import Taken, lock_dates


@transaction.atomic
def set_guests(
    registration: Registration, names: Sequence[str], *, by: User | None
) -> Registration:
    """These people, by name, come with the member, and nobody else; each takes a seat, on each of
    the dates that are taken together.

    Blank names are left out. Seats that others wait for are not taken by guests: who waits goes
    first. Raises RegistrationRefused, and changes nothing then.
    """
    wanted = [name for name in (one_line(text)[:120] for text in names) if name]
    taken = lock_dates(registration.date_id)
    event_date, page = taken.chosen, taken.page
    viewer = viewer_for(registration.person)
    speaker = find_speaker(by, registration.person, viewer, page)
    rules.refuse_act(viewer, page, event_date, clock.now())
    row = find_row(event_date, registration.person)
    if row is None or row.status != RegistrationStatus.GOING:
        raise RegistrationRefused(
            RefusalCode.NO_SEAT, _("Guests come with somebody who has a seat.")
        )
    more = len(wanted) - row.guest_count
    if more > 0 and not speaker.is_club:
        _refuse_beyond_terms(taken, viewer, len(wanted))
    for own in [row, *(same for _date, same in taken.rows_of(row.person) if same is not None)]:
        if own.status == RegistrationStatus.GOING:
            _bring(own, wanted)
    if more < 0:
        fill_seats(taken, by=by)
    return row


def _bring(row: Registration, wanted: Sequence[str]) -> None:
    """Note these guests, and count their seats. Raises RegistrationRefused without room."""
    more = len(wanted) - row.guest_count
    if more > 0:
        _refuse_without_room(row.date, row, more)
        take_seats(row.date, row, more)
    elif more < 0:
        free_seats(row.date, row, -more)
    row.guests.all().delete()
    Guest.objects.bulk_create([Guest(registration=row, name=name) for name in wanted])
    row.guest_count = len(wanted)
    row.save(update_fields=["guest_count"])


def _refuse_beyond_terms(taken: Taken, viewer: Viewer, wanted: int) -> None:
    """Raise RegistrationRefused for more guests than the event allows, and out of its time."""
    allowed = taken.page.guests_allowed
    rules.refuse_window(viewer, taken.page, taken.closing, clock.now())
    if wanted <= allowed:
        return
    if not allowed:
        sentence = _("This event is for members only: no guests.")
    else:
        sentence = ngettext(
            "You may bring %(allowed)s guest to this event.",
            "You may bring %(allowed)s guests to this event.",
            allowed,
        ) % {"allowed": allowed}
    raise RegistrationRefused(RefusalCode.NO_GUESTS, sentence)


def _refuse_without_room(event_date: EventDate, row: Registration, more: int) -> None:
    """Raise RegistrationRefused where so many more seats are not to be had."""
    left = event_date.kept_left if row.uses_kept_seat else event_date.seats_left
    if left is not None and left < more:
        raise RegistrationRefused(
            RefusalCode.NO_SEAT, _("There are not enough free seats for your guests.")
        )
    quota = None if row.uses_kept_seat else event_date.quota_left(row.company_id)
    if quota is not None and quota < more:
        raise RegistrationRefused(
            RefusalCode.QUOTA,
            _("Your company has all of its %(quota)s seats for this event.")
            % {"quota": event_date.page.company_quota},
        )
