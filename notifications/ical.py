"""Calendar parts of mails, and calendar files, made of calendar entries."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import User
from club.lib.ical import CalendarFacts, Mailbox, Status, build_cancel, build_request
from club.lib.ical import build_download as build_file
from notifications.enums import EntryStatus, PartStat, SkipReason
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
    invitation to what is cancelled, and either for what is over. Of a series it is about all of
    it, or about the one date that the mail names.
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
    if _is_over(facts, mail, now):
        raise Skipped(SkipReason.PAST)
    facts = replace(facts, sequence=mail.calendar_sequence or 0)
    told: dict[str, Any] = {
        "organizer": Mailbox(organizer_name, guest.reply_address),
        "attendee": attendee,
        "stamp": mail.calendar_stamp_at or mail.created_at,
        "planned": mail.planned,
    }
    if mail.is_cancel:
        return build_cancel(facts, **told)
    return build_request(facts, **told, partstat=_partstat(facts, mail, guest.partstat))


def build_download(
    entries: Iterable[CalendarEntry], *, person: User | None = None, language: str = ""
) -> bytes:
    """An .ics file with these entries: the UID and SEQUENCE that the mails carry, and no guest.

    The caller has checked who asks. An entry about which there is nothing left to say is left out.
    """
    every = (facts_of(entry, person, language) for entry in entries)
    return build_file(facts for facts in every if facts is not None)


def ends_at(facts: CalendarFacts) -> datetime:
    """The instant at which the event, the last date of a series, is over, where it takes place."""
    ends = [each.ends_at for each in facts.dates() if not each.is_dropped]
    return max(_instant(moment, facts.time_zone) for moment in ends)


def _partstat(facts: CalendarFacts, mail: OutboxMail, answer: str) -> str:
    """The guest's answer, which was not to the new time of a date that moved (R18)."""
    is_moved = mail.planned is not None and facts.date_of(mail.planned).is_moved
    return PartStat.NEEDS_ACTION if is_moved else answer


def _is_over(facts: CalendarFacts, mail: OutboxMail, now: datetime) -> bool:
    """Whether what the mail is about has ended. Raises Skipped for a date that is none any more."""
    if mail.planned is None:
        return ends_at(facts) <= now
    try:
        one_date = facts.date_of(mail.planned)
    except LookupError as error:
        raise Skipped(SkipReason.GONE) from error
    return _instant(one_date.ends_at, facts.time_zone) <= now


def _instant(moment: datetime | date, zone: str) -> datetime:
    """An instant; of a day the one at which it begins, on the clocks of the zone."""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time(), tzinfo=ZoneInfo(zone))
