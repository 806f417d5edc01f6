"""An expert hour promises notes within a day: its organisers are reminded, once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from club.lib import clock
from events.enums import DateStatus, EventType
from events.models import EventDate, EventPage
from events.notices import NOTES_DUE
from notifications.services import notify

#: Reminded so long after the end, and not any more when nobody ran the clock for so long.
_DUE, _FORGOTTEN = timedelta(hours=20), timedelta(days=7)


def ask_for_notes() -> int:
    """Remind of each expert hour that ended yesterday and has no notes yet; returns how many."""
    now = clock.now()
    due = EventDate.objects.filter(
        page__event_type=EventType.EXPERT_HOUR,
        page__live=True,
        status=DateStatus.SCHEDULED,
        notes_asked_at=None,
        ends_at__range=(now - _FORGOTTEN, now - _DUE),
    )
    return sum(_ask(pk) for pk in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _ask(pk: int) -> bool:
    """Remind of one date. False where it was done meanwhile, or there is nothing to remind of."""
    event_date = EventDate.objects.locked(pk)
    if event_date.notes_asked_at is not None or not event_date.registrations.exists():
        return False
    event_date.notes_asked_at = clock.now()
    event_date.save(update_fields=["notes_asked_at"])
    if event_date.page.has_notes:
        return False
    for person in _organisers_of(event_date.page):
        notify(NOTES_DUE, person=person, subject=event_date)
    return True


def _organisers_of(page: EventPage) -> list[User]:
    """Who wrote the page or changed it last; all organisers where neither is one any more."""
    organisers = User.objects.with_role(Role.ORGANISER).order_by("pk")
    latest = page.latest_revision
    writers = Q(pk=page.owner_id) | Q(pk=latest.user_id if latest else None)
    return list(organisers.filter(writers)) or list(organisers)
