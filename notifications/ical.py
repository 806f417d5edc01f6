"""Calendar parts of mails, files, and calendars to subscribe to, made of calendar entries."""

import hashlib
import marshal
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import BigAutoField
from django.utils import translation

from accounts.models import ClubSettings, User
from accounts.viewer import Viewer
from club.lib.ical import (
    CalendarFacts,
    Mailbox,
    Status,
    build_cancel,
    build_feed,
    build_request,
)
from club.lib.ical import build_download as build_file
from club.lib.prepared import Columns, Param, Prepared
from notifications.enums import EntryStatus, PartStat, SkipReason
from notifications.models import CalendarEntry, CalendarFeed, CalendarGuest, OutboxMail
from notifications.registry import FeedSource, calendar_sources, feed_sources
from notifications.skipping import Skipped

#: How often a program that obeys asks for a subscribed calendar, and how long what is over stays.
FEED_REFRESH = timedelta(hours=1)
FEED_KEEPS = timedelta(days=90)
#: The version of the format of `marshal` that writes equal values alike, whatever else they are.
_ALIKE = 2


def facts_of(
    entry: CalendarEntry, person: User | None = None, language: str = ""
) -> CalendarFacts | None:
    """What the entry is now, in the language; None when there is nothing left to say."""
    facts = calendar_sources.get(entry.kind).facts(entry, person, language)
    return None if facts is None else _as_entered(entry, facts)


def _as_entered(entry: CalendarEntry, facts: CalendarFacts) -> CalendarFacts:
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
    return build_file(facts_of_many(list(entries), person, language))


def facts_of_many(
    entries: Sequence[CalendarEntry], person: User | None = None, language: str = ""
) -> list[CalendarFacts]:
    """What the entries are now, in their order; the queries do not grow with them."""
    told: dict[int, CalendarFacts] = {}
    for kind, some in groupby(sorted(entries, key=lambda e: e.kind), key=lambda e: e.kind):
        told.update(calendar_sources.get(kind).facts_of_many(list(some), person, language))
    return [_as_entered(entry, told[entry.pk]) for entry in entries if entry.pk in told]


@dataclass(frozen=True)
class FoundFeed:
    """A person's calendar at one moment: everything that decides its bytes, not yet written.

    `ahead` is by how much the SEQUENCE of the mails runs ahead of the entry's, for who was taken
    off a list and invited again.
    """

    viewer: Viewer
    rows: Sequence[tuple[FeedSource, Columns]]
    ahead: Mapping[str, int]
    language: str
    name: str
    alarm: int

    @property
    def etag(self) -> str:
        """The same for the same bytes, and another one for others, without writing them."""
        deciding = (
            [(source.name, [_plain(row) for row in rows]) for source, rows in self.rows],
            sorted(self.ahead.items()),
            (self.language, self.name, self.alarm, self.viewer.is_staff, settings.BASE_URL),
            _writers(),
        )
        return f'"{hashlib.sha256(marshal.dumps(deciding, _ALIKE)).hexdigest()[:32]}"'

    def written(self) -> bytes:
        """The file, in the person's language."""
        with translation.override(self.language):
            return build_feed(
                (
                    self._in_sequence(source.tell(row, self.viewer))
                    for source, rows in self.rows
                    for row in rows.read()
                ),
                name=self.name,
                refresh=FEED_REFRESH,
                alarm=timedelta(minutes=self.alarm) if self.alarm else None,
            )

    def _in_sequence(self, facts: CalendarFacts) -> CalendarFacts:
        ahead = self.ahead.get(facts.uid, 0)
        return replace(facts, sequence=facts.sequence + ahead) if ahead else facts


def look_at_feed(feed: CalendarFeed, viewer: Viewer, now: datetime) -> FoundFeed:
    """The person's calendar as they may see it now. `viewer` is that person."""
    club = ClubSettings.load()
    return FoundFeed(
        viewer=viewer,
        rows=[
            (source, source.find(viewer, now - FEED_KEEPS, feed.holds_open))
            for source in feed_sources
        ],
        ahead=dict(_ahead(person=feed.person_id)),
        language=feed.person.language or club.language,
        name=club.club_name,
        alarm=feed.alarm,
    )


@Prepared
def _ahead() -> Any:
    guests = CalendarGuest.objects.filter(
        person=Param("person", BigAutoField()), sequence_offset__gt=0
    )
    return guests.values_list("entry__uid", "sequence_offset")


def next_in_calendar(viewer: Viewer, now: datetime, count: int) -> list[CalendarFacts]:
    """The next entries of the viewer's calendar, of every source, as they may be seen now.

    In the active language. What is off is left out, and what is open but not the viewer's own.
    """
    told = (
        source.tell(row, viewer)
        for source in feed_sources
        for row in source.find(viewer, now, False).read()
    )
    ahead = (one for one in told if one.status != Status.CANCELLED and ends_at(one) > now)
    return sorted(ahead, key=lambda one: _instant(one.starts_at, one.time_zone))[:count]


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row with moments, where the driver gives them, as numbers, exact to the microsecond."""
    return tuple([v.timestamp() if v.__class__ is datetime else v for v in row])


@lru_cache(maxsize=1)
def _writers() -> str:
    """A mark of the code and the translations that write a feed: a release may change its bytes."""
    modules = [f"club.lib.ical{part}" for part in ("", "_lines", "_series", "_text")]
    modules += [__name__, *(source.tell.__module__ for source in feed_sources)]
    files = [Path(str(sys.modules[name].__file__)) for name in modules]
    files += sorted(path for root in settings.LOCALE_PATHS for path in Path(root).rglob("*.mo"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


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
