"""Calendar files (RFC 5545) and invitations by mail (RFC 5546, RFC 6047). Knows no model.

Single events are written in UTC, which every reader turns into the right local hour, in the weeks
of the clock changes too. A series is written on the clocks of its place, with the rule of these
clocks beside it. Everything is a pure function of its arguments: the same facts give the
same bytes, so that a mail sent again or a download asked for twice differ in nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote

import icalendar
from django.utils.encoding import iri_to_uri, punycode
from icalendar.parser import Contentline, Parameters
from icalendar.prop import vCalAddress, vText

from club.lib.ical_lines import moment_line, text_line, written
from club.lib.ical_series import add_times, zones_of
from club.lib.recurrence import Moment, Occurrence, Series, in_utc, lay_out
from club.lib.vtimezone import build_timezone

PRODUCT = "-//Cercle//Club portal//EN"
_LINE_LIMIT, _TEXT_LIMIT = 255, 8_000
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: Controls, lone surrogates, marks that turn the direction of reading, and non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_ADDRESS = re.compile(r"[^\s\x00-\x20\x7f\"(),:;<>@\[\\\]]+@[^\s\x00-\x20\x7f\"(),:;<>@\[\\\]]+")


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
    guest = _attendee(attendee, PARTSTAT=partstat, RSVP="TRUE")
    event = _event(
        facts, stamp, status="CONFIRMED", organizer=organizer, attendee=guest, planned=planned
    )
    return _file(event, method="REQUEST", zones=zones_of([facts]))


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
    status = "CANCELLED" if facts.status == Status.CANCELLED or is_dropped else ""
    guest = _attendee(attendee)
    event = _event(
        facts, stamp, status=status, organizer=organizer, attendee=guest, planned=planned
    )
    return _file(event, method="CANCEL", zones=zones_of([facts]))


def build_download(events: Iterable[CalendarFacts]) -> bytes:
    """A file to save, with any number of events: same UID and SEQUENCE, no guest, no METHOD.

    A series is followed by its moved dates, under the same UID (RFC 5545 3.8.4.4).
    DTSTAMP says when the event was last changed, as RFC 5545 3.8.7.2 asks of a file without
    METHOD; so the bytes change only when the events do.
    """
    every = list(events)
    lines = (line for facts in every for line in _published(facts))
    return _file(lines, zones=zones_of(every))


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
    return _file(lines, about=about, zones=zones_of(every))


def one_line(text: str) -> str:
    """`text` on one line, without characters that could end a line or hide what follows."""
    return " ".join(plain_text(text).split())[:_LINE_LIMIT].strip()


def plain_text(text: str) -> str:
    r"""`text` with line feeds as its only control characters (and tabs); keeps its lines."""
    if text.isprintable():  # the usual case, and quick to know
        return text[:_TEXT_LIMIT].strip()
    return _UNWANTED.sub("", _BREAKS.sub("\n", text))[:_TEXT_LIMIT].strip()


def display_name(text: str) -> str:
    """A name for CN and mail headers: one line without quote, caret and backslash (RFC 6868)."""
    return header_line(re.sub(r'["^\\]', "", one_line(text))[:120].strip())


def header_line(text: str) -> str:
    """One line for a mail header, in which nothing can be read as an encoded word (RFC 2047)."""
    return one_line(text).replace("=?", "= ?")


def mail_address(address: str) -> str:
    """The bare address in ASCII. Raises ValueError when it is not exactly one address."""
    local, _at, domain = address.rpartition("@")
    bare = f"{local}@{punycode(domain)}" if domain else ""
    if not _ADDRESS.fullmatch(bare) or not bare.isascii():
        raise ValueError("That is not one e-mail address.")
    return bare


class _Text(vText):
    """TEXT whose escaping keeps a backslash followed by N, as in `C:\\News` (RFC 5545 3.3.11)."""

    def to_ical(self) -> bytes:
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


class _QuotedNames(Parameters):
    """Parameters whose CN is always quoted: readers lose an unquoted name that is not ASCII."""

    always_quoted = (*Parameters.always_quoted, "CN")  # type: ignore[assignment]


def _person_line(name: str, person: vCalAddress) -> str:
    return str(Contentline.from_parts(name, person.params, person))


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
    """The lines of an event in a file without METHOD; of a series, with its moved dates."""
    rings = alarm and not facts.is_free and facts.status != Status.CANCELLED
    ring = _alarm(facts, alarm) if alarm and rings else ()
    status, stamp = facts.status.upper(), facts.updated_at
    lines = _event(facts, stamp, status=status, alarm=ring)
    for each in facts.dates():
        if each.is_moved:
            lines += _event(facts, stamp, status=status, alarm=ring, planned=each.planned)
    return lines


def _event(
    facts: CalendarFacts,
    stamp: datetime,
    *,
    status: str,
    organizer: Mailbox | None = None,
    attendee: vCalAddress | None = None,
    alarm: Iterable[str] = (),
    planned: Moment | None = None,
) -> list[str]:
    """The lines of one event, in the order in which the library writes them.

    Of a series: of all of it, or of the one date that was planned to start then.
    """
    if facts.series is not None or planned is not None:
        event = _series_event(facts, stamp, planned)
        if organizer:
            event.add("organizer", _person(organizer))
        if attendee:
            event.add("attendee", attendee)
        if status:
            event["STATUS"] = vText(status)
        written_lines = [str(line) for line in event.content_lines() if line]
        return [*written_lines[:-1], *alarm, written_lines[-1]]
    description, location = _description(facts), one_line(facts.location)
    url = iri_to_uri(one_line(facts.url)) if facts.url else ""
    lines = (
        "BEGIN:VEVENT",
        text_line("SUMMARY", one_line(facts.summary)),
        moment_line("DTSTART", facts.starts_at),
        moment_line("DTEND", facts.ends_at),
        moment_line("DTSTAMP", stamp),
        text_line("UID", one_line(facts.uid)),
        f"SEQUENCE:{facts.sequence}",
        _person_line("ATTENDEE", attendee) if attendee else "",
        moment_line("CREATED", facts.created_at),
        text_line("DESCRIPTION", description) if description else "",
        moment_line("LAST-MODIFIED", facts.updated_at),
        text_line("LOCATION", location) if location else "",
        _person_line("ORGANIZER", _person(organizer)) if organizer else "",
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


def _series_event(facts: CalendarFacts, stamp: datetime, planned: Moment | None) -> icalendar.Event:
    """A series, or the one date of it that was planned to start then, without its people."""
    date_of_series = None if planned is None else facts.date_of(planned)
    event = icalendar.Event()
    event["UID"] = vText(one_line(facts.uid))
    event.add("sequence", facts.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("created", facts.created_at.astimezone(UTC))
    event.add("last-modified", facts.updated_at.astimezone(UTC))
    add_times(event, facts, date_of_series)
    event["SUMMARY"] = _Text(one_line(facts.summary))
    event["TRANSP"] = vText("TRANSPARENT" if facts.is_free else "OPAQUE")
    elsewhere = date_of_series.location if date_of_series else ""
    if location := one_line(elsewhere or facts.location):
        event["LOCATION"] = _Text(location)
    if facts.url:
        event.add("url", iri_to_uri(one_line(facts.url)))
    if description := _description(facts):
        event["DESCRIPTION"] = _Text(description)
    return event


def _description(facts: CalendarFacts) -> str:
    """The plain text, followed by the address of the page where it is not in it already."""
    text, url = plain_text(facts.description), one_line(facts.url)
    return "\n\n".join(part for part in (text, "" if url in text else url) if part)


def _file(
    lines: Iterable[str],
    *,
    method: str = "",
    about: Iterable[str] = (),
    zones: Iterable[str] = (),
) -> bytes:
    return written(
        (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            f"PRODID:{PRODUCT}",
            "CALSCALE:GREGORIAN",
            *([f"METHOD:{method}"] if method else ()),
            *about,
            *(str(line) for zone in zones for line in build_timezone(zone).content_lines() if line),
            *lines,
            "END:VCALENDAR",
        )
    )
