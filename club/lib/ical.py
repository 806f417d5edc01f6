"""Calendar files (RFC 5545) and invitations by mail (RFC 5546, RFC 6047). Knows no model.

Single events are written in UTC, which every reader turns into the right local hour, in the weeks
of the clock changes too. A series is written on the clocks of its place, with the rule of these
clocks beside it. Everything is a pure function of its arguments: the same facts give the
same bytes, so that a mail sent again or a download asked for twice differ in nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote

from django.utils.encoding import iri_to_uri
from icalendar.parser import Contentline, Parameters
from icalendar.prop import vCalAddress

from club.lib.ical_lines import moment_line, text_line, written
from club.lib.ical_series import time_lines, zone_lines
from club.lib.ical_text import display_name, mail_address, one_line, plain_text
from club.lib.recurrence import Moment, Occurrence, Series, in_utc, lay_out

PRODUCT = "-//Cercle//Club portal//EN"


class Status(StrEnum):
    """Whether the event takes place; TENTATIVE for somebody who is not sure to come."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with the name of who reads it."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """What a calendar needs to know about one event.

    `starts_at` and `ends_at` are both aware datetimes, or both plain dates for all-day events;
    `ends_at` is exclusive: for all-day events the day after the last one. `time_zone` is where the
    event takes place, for texts; the file itself is in UTC. `description` is plain text. With
    `is_free` the event takes none of the person's time.
    Raises ValueError for a naive time, mixed kinds, or an end that is not after the start.

    With a `series` these are the times of its first date, and the file is on the clocks of
    `time_zone`. Raises UnwritableSeries for dates that must be separate events.
    """

    uid: str
    sequence: int
    summary: str
    starts_at: datetime | date
    ends_at: datetime | date
    created_at: datetime
    updated_at: datetime
    time_zone: str = "UTC"
    location: str = ""
    url: str = ""
    description: str = ""
    status: Status = Status.CONFIRMED
    series: Series | None = None
    is_free: bool = False

    def __post_init__(self) -> None:
        """Refuse what no calendar could show at the right time."""
        timed = isinstance(self.starts_at, datetime)
        if timed != isinstance(self.ends_at, datetime):
            raise ValueError("An event starts and ends with times, or with days.")
        for moment in (self.starts_at, self.ends_at, self.created_at, self.updated_at):
            if isinstance(moment, datetime) and moment.utcoffset() is None:
                raise ValueError("A calendar needs aware times.")
        if self.ends_at <= self.starts_at:
            raise ValueError("An event ends after it starts.")
        self.dates()

    @property
    def is_all_day(self) -> bool:
        """Whether the event has days instead of hours."""
        return not isinstance(self.starts_at, datetime)

    def dates(self) -> list[Occurrence]:
        """Every date of the series, dropped ones too; the only one of a single event."""
        if self.series is None:
            return [Occurrence(self.starts_at, self.starts_at, self.ends_at)]
        return lay_out(self.starts_at, self.ends_at, self.time_zone, self.series)

    def date_of(self, planned: Moment) -> Occurrence:
        """The date that was planned to start then. Raises LookupError where none was."""
        wanted = in_utc(planned)
        found = next((each for each in self.dates() if in_utc(each.planned) == wanted), None)
        if found is None:
            raise LookupError(f"No date of the series was to start at {planned}.")
        return found


def build_request(
    facts: CalendarFacts,
    *,
    organizer: Mailbox,
    attendee: Mailbox,
    stamp: datetime,
    partstat: str = "NEEDS-ACTION",
    planned: Moment | None = None,
) -> bytes:
    """An invitation or its update for one guest (RFC 5546 3.2.2). `stamp` is its DTSTAMP.

    Of a series it tells the rule and the dropped dates, and leaves every moved date to a message
    of its own, with the start that was `planned` for it (RECURRENCE-ID, RFC 5545 3.8.4.4): some
    readers refuse both in one. Raises LookupError for a date that the series has not.
    """
    people = _people(organizer, _attendee(attendee, PARTSTAT=partstat, RSVP="TRUE"))
    event = _event(facts, stamp, planned, status="CONFIRMED", people=people)
    return _file(event, method="REQUEST", zones_of=[facts])


def build_cancel(
    facts: CalendarFacts,
    *,
    organizer: Mailbox,
    attendee: Mailbox,
    stamp: datetime,
    planned: Moment | None = None,
) -> bytes:
    """Takes the event, or the one date of a series planned then, out of one guest's calendar.

    With STATUS:CANCELLED when the event, or that date, is off; without STATUS when only this
    guest's invitation is withdrawn (RFC 5546 3.2.5). `facts.sequence` must be higher than the last
    one that the guest was sent. Raises LookupError for a date that the series has not.
    """
    is_dropped = planned is not None and facts.date_of(planned).is_dropped
    is_off = is_dropped or facts.status == Status.CANCELLED
    people = _people(organizer, _attendee(attendee))
    event = _event(facts, stamp, planned, status="CANCELLED" if is_off else "", people=people)
    return _file(event, method="CANCEL", zones_of=[facts])


def build_download(events: Iterable[CalendarFacts]) -> bytes:
    """A file to save, with any number of events: same UID and SEQUENCE, no guest, no METHOD.

    A series is followed by its moved dates, under the same UID (RFC 5545 3.8.4.4).
    DTSTAMP says when the event was last changed, as RFC 5545 3.8.7.2 asks of a file without
    METHOD; so the bytes change only when the events do.
    """
    every = list(events)
    return _file((line for facts in every for line in _published(facts)), zones_of=every)


def build_feed(
    events: Iterable[CalendarFacts], *, name: str, refresh: timedelta, alarm: timedelta | None
) -> bytes:
    """The same to subscribe to, with the name of the calendar and how often to ask again.

    `alarm` is how long before a seat's event the program rings; what is cancelled or takes none of
    the person's time never rings. Name and interval stand there twice: as RFC 7986 5.1 and 5.7
    have them, and as older programs know them.
    """
    period = _duration(refresh)
    about = (
        text_line("NAME", one_line(name)),
        f"REFRESH-INTERVAL;VALUE=DURATION:{period}",
        f"X-PUBLISHED-TTL:{period}",
        text_line("X-WR-CALNAME", one_line(name)),
    )
    every = list(events)
    lines = (line for facts in every for line in _published(facts, alarm))
    return _file(lines, about=about, zones_of=every)


class _QuotedNames(Parameters):
    """Parameters whose CN is always quoted: readers lose an unquoted name that is not ASCII."""

    always_quoted = (*Parameters.always_quoted, "CN")  # type: ignore[assignment]


def _people(organizer: Mailbox, attendee: vCalAddress) -> tuple[str, str]:
    """The lines that name the guest, and who invites."""
    host = _person(organizer)
    return (
        str(Contentline.from_parts("ATTENDEE", attendee.params, attendee)),
        str(Contentline.from_parts("ORGANIZER", host.params, host)),
    )


def _attendee(mailbox: Mailbox, **answer: str) -> vCalAddress:
    return _person(mailbox, CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", **answer)


def _person(mailbox: Mailbox, **parameters: str) -> vCalAddress:
    """A mailto address (RFC 6068) with parameters."""
    address = mail_address(mailbox.address)
    person = vCalAddress(f"mailto:{quote(address, safe='@!$&*+-/=^_`{|}~.' + chr(39))}")
    name = display_name(mailbox.name)
    person.params = _QuotedNames({"CN": name} if name else {})
    person.params.update(parameters)
    return person


def _published(facts: CalendarFacts, alarm: timedelta | None = None) -> list[str]:
    """The lines of an event in a file without METHOD, those of its moved dates after them."""
    rings = alarm and not facts.is_free and facts.status != Status.CANCELLED
    ring = _alarm(facts, alarm) if alarm and rings else ()
    moved = [] if facts.series is None else [d.planned for d in facts.dates() if d.is_moved]
    return [
        line
        for planned in (None, *moved)
        for line in _event(
            facts, facts.updated_at, planned, status=facts.status.upper(), alarm=ring
        )
    ]


def _event(
    facts: CalendarFacts,
    stamp: datetime,
    planned: Moment | None = None,
    *,
    status: str,
    people: tuple[str, str] = ("", ""),
    alarm: Iterable[str] = (),
) -> list[str]:
    """The lines of the event, or of a series those of the one date that was planned to start then.

    They stand in the order in which the library writes them.
    """
    one_date = None if planned is None else facts.date_of(planned)
    times = time_lines(facts, one_date)
    description = _description(facts)
    location = one_line((one_date.location if one_date else "") or facts.location)
    url = iri_to_uri(one_line(facts.url)) if facts.url else ""
    attendee, organizer = people
    lines = (
        "BEGIN:VEVENT",
        text_line("SUMMARY", one_line(facts.summary)),
        *times.span,
        moment_line("DTSTAMP", stamp),
        text_line("UID", one_line(facts.uid)),
        *times.name,
        f"SEQUENCE:{facts.sequence}",
        *times.rule,
        attendee,
        moment_line("CREATED", facts.created_at),
        text_line("DESCRIPTION", description) if description else "",
        moment_line("LAST-MODIFIED", facts.updated_at),
        text_line("LOCATION", location) if location else "",
        organizer,
        f"STATUS:{status}" if status else "",
        "TRANSP:TRANSPARENT" if facts.is_free else "TRANSP:OPAQUE",
        f"URL:{url}" if url else "",
        *alarm,
        "END:VEVENT",
    )
    return [line for line in lines if line]


def _alarm(facts: CalendarFacts, before: timedelta) -> tuple[str, ...]:
    """A reminder on the screen (RFC 5545 3.6.6)."""
    return (
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        text_line("DESCRIPTION", one_line(facts.summary)),
        f"TRIGGER:-{_duration(before)}",
        "END:VALARM",
    )


def _duration(length: timedelta) -> str:
    """A DURATION in whole minutes, hours or days (RFC 5545 3.3.6)."""
    minutes = int(length.total_seconds()) // 60
    if minutes % 1440 == 0:
        return f"P{minutes // 1440}D"
    return f"PT{minutes // 60}H" if minutes % 60 == 0 else f"PT{minutes}M"


def _description(facts: CalendarFacts) -> str:
    """The plain text, followed by the address of the page where it is not in it already."""
    text, url = plain_text(facts.description), one_line(facts.url)
    return "\n\n".join(part for part in (text, "" if url in text else url) if part)


def _file(
    lines: Iterable[str],
    *,
    method: str = "",
    about: Iterable[str] = (),
    zones_of: Iterable[CalendarFacts] = (),
) -> bytes:
    return written(
        (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            f"PRODID:{PRODUCT}",
            "CALSCALE:GREGORIAN",
            *([f"METHOD:{method}"] if method else ()),
            *about,
            *zone_lines(zones_of),
            *lines,
            "END:VCALENDAR",
        )
    )
