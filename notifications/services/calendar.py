"""What stands in people's calendars: inviting, telling, withdrawing, cancelling.

Each message to a guest has a SEQUENCE and a DTSTAMP fixed when it is queued. The outbox delivers
the messages of one guest in that order; what has not gone out when a newer one is queued is
dropped, because the newer one says it all.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Model, QuerySet, Subquery

from accounts.models import User
from club.lib import clock
from notifications.addresses import new_reply_address, new_uid
from notifications.enums import (
    CalendarMethod,
    EntryStatus,
    MailStatus,
    PartStat,
    SkipReason,
)
from notifications.models import CalendarEntry, CalendarGuest, OutboxMail
from notifications.services.outbox import new_mail

_BATCH = 200
_GUEST_FIELDS = ["is_invited", "partstat", "sequence_offset", "stamped_at"]


def create_entry(kind: str) -> CalendarEntry:
    """A new event for calendars, with its UID and SEQUENCE 0. `kind` names its source of facts."""
    return CalendarEntry.objects.create(kind=kind, uid=new_uid())


@transaction.atomic
def touch_entry(entry: CalendarEntry, *, time_changed: bool = True) -> CalendarEntry:
    """Time, rule or place changed: SEQUENCE +1 (RFC 5546 2.1.4). Not for words.

    With `time_changed` the guests' answers count no more and are asked for again. Nobody is told
    by this: see `tell_guests`.
    """
    _raise_sequence(entry)
    if time_changed:
        entry.guests.filter(is_invited=True).update(partstat=PartStat.NEEDS_ACTION)
    return entry


@transaction.atomic
def invite_guest(
    entry: CalendarEntry,
    person: User,
    *,
    verb: str,
    subject: Model | None,
    by: User | None,
    payload: dict[str, Any] | None = None,
    partstat: str | None = None,
) -> OutboxMail:
    """Mail a person with an invitation for the calendar, the first or an update.

    `partstat` is the answer that the calendar shows as given, for instance ACCEPTED when they said
    yes on the portal; None keeps the guest's.
    """
    words = {"verb": verb, "subject": subject, "by": by, "payload": payload}
    guest, created = _guest(entry, person, partstat)
    if created:
        return _write_mails(entry, [guest], CalendarMethod.REQUEST, words)[0]
    guest.person = person
    drop_queued([guest], SkipReason.SUPERSEDED)
    if partstat is not None:
        guest.partstat = partstat
    elif not guest.is_invited:
        guest.partstat = PartStat.NEEDS_ACTION
    return _queue_requests(entry, [guest], words)[0]


@transaction.atomic
def tell_guests(
    entry: CalendarEntry,
    *,
    verb: str,
    subject: Model | None,
    by: User | None,
    payload: dict[str, Any] | None = None,
) -> int:
    """Mail everybody who is invited, with the event as it is now; returns how many."""
    guests = invited_guests(entry)
    drop_queued(guests, SkipReason.SUPERSEDED)
    words = {"verb": verb, "subject": subject, "by": by, "payload": payload}
    return len(_queue_requests(entry, guests, words))


@transaction.atomic
def withdraw_guest(
    entry: CalendarEntry,
    person: User,
    *,
    verb: str,
    subject: Model | None,
    by: User | None,
    payload: dict[str, Any] | None = None,
) -> OutboxMail | None:
    """Mail one person that they are not expected any more, and clear their calendar.

    Returns None for somebody who is not invited. When the invitation has not gone out yet, neither
    it nor this mail ever will: both are skipped. To somebody whose own calendar has declined, the
    mail goes without a calendar part: there is nothing to clear, and the SEQUENCE stays.
    """
    guest = (
        CalendarGuest.objects.select_for_update()
        .filter(entry=entry, person=person, is_invited=True)
        .select_related("person")
        .first()
    )
    if guest is None:
        return None
    drop_queued([guest], SkipReason.WITHDRAWN)
    words = {"verb": verb, "subject": subject, "by": by, "payload": payload}
    has_declined = guest.partstat == PartStat.DECLINED and not _is_underway([guest]).exists()
    if _may_hold([guest]) and not has_declined:
        guest.sequence_offset += 1
        return queue_cancels(entry, [guest], words)[0]
    guest.is_invited = False
    guest.save(update_fields=["is_invited"])
    mail = _mail_to(guest, words)
    if has_declined:
        mail.save()
        return mail
    mail.status, mail.skipped_reason = MailStatus.SKIPPED, SkipReason.WITHDRAWN
    mail.closed_at = clock.now()
    mail.save()
    return mail


@transaction.atomic
def cancel_entry(
    entry: CalendarEntry,
    *,
    verb: str,
    subject: Model | None,
    by: User | None,
    payload: dict[str, Any] | None = None,
) -> int:
    """The event is off: mail everybody who is invited, and clear their calendars.

    Returns how many are told. Those whose invitation has not gone out yet are told without a
    calendar part, as there is nothing to clear. A second call does nothing.
    """
    current = CalendarEntry.objects.select_for_update().get(pk=entry.pk)
    if current.status == EntryStatus.CANCELLED:
        return 0
    _raise_sequence(entry, status=EntryStatus.CANCELLED)
    guests = invited_guests(entry)
    drop_queued(guests, SkipReason.WITHDRAWN)
    holders = _may_hold(guests)
    words = {"verb": verb, "subject": subject, "by": by, "payload": payload}
    queue_cancels(entry, [guest for guest in guests if guest.pk in holders], words)
    others = [guest for guest in guests if guest.pk not in holders]
    OutboxMail.objects.bulk_create([_mail_to(g, words) for g in others], batch_size=_BATCH)
    CalendarGuest.objects.filter(pk__in=[g.pk for g in others]).update(is_invited=False)
    return len(guests)


def _guest(entry: CalendarEntry, person: User, partstat: str | None) -> tuple[CalendarGuest, bool]:
    """The person's row, locked, and whether it is new. Most are: so it is written first."""
    try:
        with transaction.atomic():
            return CalendarGuest.objects.create(
                entry=entry,
                person=person,
                reply_address=new_reply_address(entry.uid, person.pk),
                partstat=partstat or PartStat.NEEDS_ACTION,
                stamped_at=_whole_second(),
            ), True
    except IntegrityError:
        guests = CalendarGuest.objects.select_for_update()
        return guests.get(entry=entry, person=person), False


def _raise_sequence(entry: CalendarEntry, **changes: Any) -> None:
    CalendarEntry.objects.filter(pk=entry.pk).update(
        sequence=F("sequence") + 1, updated_at=clock.now(), **changes
    )
    entry.refresh_from_db(fields=["sequence", "status", "updated_at"])


def invited_guests(entry: CalendarEntry) -> list[CalendarGuest]:
    """The guests who are invited now, locked."""
    guests = entry.guests.filter(is_invited=True).select_related("person")
    return list(guests.select_for_update(of=("self",)).order_by("pk"))


def drop_queued(guests: Sequence[CalendarGuest], reason: SkipReason) -> None:
    """Close what these guests have not been sent yet. What a worker holds is left to it."""
    OutboxMail.objects.filter(guest__in=guests).set_skipped(reason, clock.now())


def _may_hold(guests: Sequence[CalendarGuest]) -> set[int]:
    """Those whose calendar may show the event, or will when the worker at it is done."""
    holding = CalendarGuest.objects.filter(pk__in=[g.pk for g in guests], holds_event=True)
    underway = _is_underway(guests).values_list("guest_id", flat=True)
    return {*holding.values_list("pk", flat=True)} | {pk for pk in underway if pk is not None}


def _is_underway(guests: Sequence[CalendarGuest]) -> QuerySet[OutboxMail]:
    """The invitations to these guests that a worker is sending."""
    return OutboxMail.objects.filter(
        guest__in=guests, status=MailStatus.SENDING, calendar_method=CalendarMethod.REQUEST
    )


def _queue_requests(
    entry: CalendarEntry, guests: Sequence[CalendarGuest], words: dict[str, Any]
) -> list[OutboxMail]:
    """One invitation each. A guest who had been withdrawn gets a SEQUENCE above that one's."""
    for guest in guests:
        was_withdrawn = guest.last_sequence is not None or guest.sequence_offset > 0
        if not guest.is_invited and was_withdrawn:
            guest.sequence_offset += 1
        guest.is_invited = True
    return queue_mails(entry, guests, CalendarMethod.REQUEST, words)


def queue_cancels(
    entry: CalendarEntry, guests: Sequence[CalendarGuest], words: dict[str, Any]
) -> list[OutboxMail]:
    """One cancellation each, for guests whose calendar may show the event."""
    for guest in guests:
        guest.is_invited = False
    return queue_mails(entry, guests, CalendarMethod.CANCEL, words)


def queue_mails(
    entry: CalendarEntry,
    guests: Sequence[CalendarGuest],
    method: CalendarMethod,
    words: dict[str, Any],
) -> list[OutboxMail]:
    """Write the guests' new state and one mail each."""
    for guest in guests:
        guest.stamped_at = _next_stamp(guest)
    CalendarGuest.objects.bulk_update(guests, _GUEST_FIELDS, batch_size=_BATCH)
    return _write_mails(entry, guests, method, words)


def _write_mails(
    entry: CalendarEntry,
    guests: Sequence[CalendarGuest],
    method: CalendarMethod,
    words: dict[str, Any],
) -> list[OutboxMail]:
    """One mail each. The entry's SEQUENCE is looked up by the statement that writes them: it may
    be another one by now than when the entry was read.
    """
    numbers = CalendarEntry.objects.filter(pk=entry.pk).values("sequence")
    mails = []
    for guest in guests:
        mail = _mail_to(guest, words)
        mail.guest, mail.calendar_method = guest, method
        mail.calendar_sequence = Subquery(numbers) + guest.sequence_offset
        mail.calendar_stamp_at = guest.stamped_at
        mails.append(mail)
    OutboxMail.objects.bulk_create(mails, batch_size=_BATCH)
    for mail in mails:
        del mail.calendar_sequence  # whoever asks for it reads what was written
    return mails


def _mail_to(guest: CalendarGuest, words: dict[str, Any]) -> OutboxMail:
    return new_mail(person=guest.person, **words)


def _next_stamp(guest: CalendarGuest) -> datetime:
    """A DTSTAMP later than the guest's last one."""
    now = _whole_second()
    if guest.stamped_at is None:
        return now
    return max(now, guest.stamped_at + timedelta(seconds=1))


def _whole_second() -> datetime:
    """Now, without the fraction of a second, which iCalendar does not know."""
    return clock.now().replace(microsecond=0)
