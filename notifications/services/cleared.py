"""Guests whose calendar says something else than holds, or asks to be told again."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from club.lib import clock
from notifications.enums import CalendarMethod, PartStat, SkipReason
from notifications.models import CalendarEntry, CalendarGuest, OutboxMail
from notifications.services.calendar import drop_queued, invite_guest, queue_cancels
from notifications.services.outbox import notify

#: A calendar that asks for the invitation again gets it once in so long.
_REFRESH_AFTER = timedelta(minutes=10)
_YES = frozenset({PartStat.ACCEPTED, PartStat.TENTATIVE})


@transaction.atomic
def tell_unexpected(
    entry: CalendarEntry,
    person: User,
    *,
    verb: str,
    subject: Model | None,
    by: User | None,
    payload: dict[str, Any] | None = None,
) -> OutboxMail:
    """Mail somebody who is not expected, or not yet.

    Where their own calendar has just said that they come, the mail takes the event out of it
    again: nobody travels to a seat that they do not have.
    """
    words = {"verb": verb, "subject": subject, "by": by, "payload": payload}
    guests = CalendarGuest.objects.select_for_update(of=("self",)).select_related("entry", "person")
    guest = guests.filter(entry=entry, person=person).first()
    if guest is None or not _says_yes(guest):
        return notify(verb, person=person, subject=subject, by=by, payload=payload)
    drop_queued([guest], SkipReason.WITHDRAWN)
    guest.sequence_offset += 1
    guest.partstat = PartStat.NEEDS_ACTION
    return queue_cancels(entry, [guest], words)[0]


@transaction.atomic
def resend_invitation(guest: CalendarGuest) -> bool:
    """Send a guest the invitation as it is now (RFC 5546 3.2.6); False when there is none to send.

    It says what the last one said, in the same SEQUENCE.
    """
    last = guest.mails.filter(calendar_method=CalendarMethod.REQUEST).order_by("-pk").first()
    if not guest.is_invited or last is None or last.created_at > clock.now() - _REFRESH_AFTER:
        return False
    words = {"verb": last.verb, "subject": last.subject, "by": None, "payload": last.payload}
    invite_guest(guest.entry, guest.person, **words)
    return True


def _says_yes(guest: CalendarGuest) -> bool:
    """Whether the guest's calendar said yes to what it was sent last, and shows it."""
    answered = guest.answered_sequence
    is_current = answered is not None and answered >= guest.current_sequence
    return is_current and guest.holds_event and guest.partstat in _YES
