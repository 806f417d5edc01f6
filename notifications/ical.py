"""Calendar parts of mails, and calendar files, made of calendar entries."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from accounts.models import User
from club.lib.ical import CalendarFacts, Mailbox, Status, build_cancel, build_request
from club.lib.ical import build_download as build_file
from notifications.enums import EntryStatus, SkipReason
from notifications.models import CalendarEntry, OutboxMail
from notifications.registry import calendar_sources
from notifications.skipping import Skipped


def facts_of(
    entry: CalendarEntry, person: User | None = None, language: str = ""
) -> CalendarFacts | None:
    """What the entry is now, in the language; None when there is nothing left to say."""
    facts = calendar_sources.get(entry.kind).facts(entry, person, language)
    if facts is None:
        return None
    return replace(facts, uid=entry.uid, sequence=entry.sequence, status=Status(entry.status))


def build_part(
    mail: OutboxMail, *, organizer_name: str, attendee: Mailbox, language: str, now: datetime
) -> bytes:
    """The calendar part of a mail to a calendar guest.

    Raises Skipped when it should not go out: a cancellation of what the guest never got, an
    invitation to what is cancelled, and either for what is over.
    """
    guest = mail.guest
    assert guest is not None  # noqa: S101  (a constraint of the outbox)
    if mail.is_cancel and not guest.holds_event:
        raise Skipped(SkipReason.NEVER_INVITED)
    if not mail.is_cancel and guest.entry.status == EntryStatus.CANCELLED:
        raise Skipped(SkipReason.EVENT_OFF)
    facts = facts_of(guest.entry, mail.person, language)
    if facts is None:
        raise Skipped(SkipReason.GONE)
    if ends_at(facts) <= now:
        raise Skipped(SkipReason.PAST)
    facts = replace(facts, sequence=mail.calendar_sequence or 0)
    organizer = Mailbox(organizer_name, guest.reply_address)
    stamp = mail.calendar_stamp_at or mail.created_at
    if mail.is_cancel:
        return build_cancel(facts, organizer=organizer, attendee=attendee, stamp=stamp)
    return build_request(
        facts, organizer=organizer, attendee=attendee, stamp=stamp, partstat=guest.partstat
    )


def build_download(
    entries: Iterable[CalendarEntry], *, person: User | None = None, language: str = ""
) -> bytes:
    """An .ics file with these entries: the UID and SEQUENCE that the mails carry, and no guest.

    The caller has checked who asks. An entry about which there is nothing left to say is left out.
    """
    every = (facts_of(entry, person, language) for entry in entries)
    return build_file(facts for facts in every if facts is not None)


def ends_at(facts: CalendarFacts) -> datetime:
    """The instant at which the event is over, where it takes place."""
    if isinstance(facts.ends_at, datetime):
        return facts.ends_at
    return datetime.combine(facts.ends_at, time(), tzinfo=ZoneInfo(facts.time_zone))
