"""Mass changes for demo data, with the same rows as the services would leave."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from notifications.enums import CalendarMethod, MailStatus
from notifications.models import CalendarGuest, OutboxMail
from notifications.registry import verbs

_BATCH = 200
_GUEST_FIELDS = ["address", "last_sequence", "last_method", "last_sent_at", "holds_event"]


@transaction.atomic
def settle_before(moment: datetime) -> int:
    """Count the mails queued before `moment` as sent when they were queued, without composing them.

    So a made-up past has been told to everybody, and nobody is told of it again. Returns how many.
    """
    queued = OutboxMail.objects.filter(status=MailStatus.QUEUED, created_at__lt=moment)
    _note_guests(list(queued.exclude(guest=None).select_related("guest").order_by("pk")))
    secret = [verb.name for verb in verbs if verb.secret]
    queued.filter(verb__in=secret).update(payload={})
    return queued.update(
        status=MailStatus.SENT, attempts=1, sent_at=F("created_at"), closed_at=F("created_at")
    )


def _note_guests(mails: list[OutboxMail]) -> None:
    """What the guests of these mails were sent last."""
    guests: dict[int, CalendarGuest] = {}
    for mail in mails:
        if mail.guest is None:
            continue
        guest = guests.setdefault(mail.guest.pk, mail.guest)
        guest.address = mail.address
        guest.last_sequence, guest.last_method = mail.calendar_sequence, mail.calendar_method
        guest.last_sent_at = mail.created_at
        if mail.planned is None:
            guest.holds_event = mail.calendar_method == CalendarMethod.REQUEST
    CalendarGuest.objects.bulk_update(guests.values(), _GUEST_FIELDS, batch_size=_BATCH)
