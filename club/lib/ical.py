"""Calendar files (RFC 5545) and invitations by mail (RFC 5546, RFC 6047). Knows no model.

Single events are written in UTC, which every reader turns into the right local hour, in the weeks
of the clock changes too. A series is written on the clocks of its place, with the rule of these
clocks beside it. Everything is a pure function of its arguments: the same facts give the
same bytes, so that a mail sent again or a download asked for twice differ in nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from urllib.parse import quote

import icalendar
from django.utils.encoding import iri_to_uri, punycode
from icalendar.parser import Parameters
from icalendar.prop import vCalAddress, vText

from club.lib.ical_series import add_times, zones_of
from club.lib.recurrence import Moment, Occurrence, Series, in_utc, lay_out
from club.lib.vtimezone import build_timezone

PRODUCT = "-//Cercle//Club portal//EN"
_OCTETS = 75
_LINE_LIMIT, _TEXT_LIMIT = 255, 8_000
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: Controls, lone surrogates, marks that turn the direction of reading, and non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_ADDRESS = re.compile(r"[^\s\x00-\x20\x7f\"(),:;<>@\[\\\]]+@[^\s\x00-\x20\x7f\"(),:;<>@\[\\\]]+")


class Status(StrEnum):
    """Whether the event takes place."""

    CONFIRMED = "confirmed"
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
    event takes place, for texts; the file itself is in UTC. `description` is plain text.
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
    event = _event(facts, stamp, planned)
    event.add("organizer", _organizer(organizer))
    event.add("attendee", _attendee(attendee, PARTSTAT=partstat, RSVP="TRUE"))
    event["STATUS"] = vText("CONFIRMED")
    return _file([event], method="REQUEST", zones=zones_of([facts]))


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
    event = _event(facts, stamp, planned)
    event.add("organizer", _organizer(organizer))
    event.add("attendee", _attendee(attendee))
    is_dropped = planned is not None and facts.date_of(planned).is_dropped
    if facts.status == Status.CANCELLED or is_dropped:
        event["STATUS"] = vText("CANCELLED")
    return _file([event], method="CANCEL", zones=zones_of([facts]))


def build_download(events: Iterable[CalendarFacts]) -> bytes:
    """A file to save, with any number of events: same UID and SEQUENCE, no guest, no METHOD.

    A series is followed by its moved dates, under the same UID (RFC 5545 3.8.4.4).
    DTSTAMP says when the event was last changed, as RFC 5545 3.8.7.2 asks of a file without
    METHOD; so the bytes change only when the events do.
    """
    every, components = list(events), []
    for facts in every:
        moved = [each.planned for each in facts.dates() if each.is_moved]
        for planned in (None, *moved):
            event = _event(facts, facts.updated_at, planned)
            event["STATUS"] = vText(facts.status.upper())
            components.append(event)
    return _file(components, zones=zones_of(every))


def one_line(text: str) -> str:
    """`text` on one line, without characters that could end a line or hide what follows."""
    return " ".join(plain_text(text).split())[:_LINE_LIMIT].strip()


def plain_text(text: str) -> str:
    r"""`text` with line feeds as its only control characters (and tabs); keeps its lines."""
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


def _organizer(mailbox: Mailbox) -> vCalAddress:
    return _person(mailbox)


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


def _event(facts: CalendarFacts, stamp: datetime, planned: Moment | None = None) -> icalendar.Event:
    """The event, or of a series the one date that was planned to start then."""
    date_of_series = None if planned is None else facts.date_of(planned)
    event = icalendar.Event()
    event["UID"] = vText(one_line(facts.uid))
    event.add("sequence", facts.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("created", facts.created_at.astimezone(UTC))
    event.add("last-modified", facts.updated_at.astimezone(UTC))
    add_times(event, facts, date_of_series)
    event["SUMMARY"] = _Text(one_line(facts.summary))
    event["TRANSP"] = vText("OPAQUE")
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


def _file(events: Iterable[icalendar.Event], method: str = "", zones: Iterable[str] = ()) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    for component in (*map(build_timezone, zones), *events):
        calendar.add_component(component)
    lines = [line for line in calendar.content_lines() if line]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _folded(line: str) -> str:
    """The content line in pieces of at most 75 octets (RFC 5545 3.1).

    The library's own folding may cut the escape of a backslash in two, which some readers take
    for two characters; here neither a character nor an escape is ever cut.
    """
    pieces, size = [""], 0
    for token in re.findall(r"\\.|.", line, re.DOTALL):
        octets = len(token.encode())
        if size + octets > _OCTETS:
            pieces.append(" ")
            size = 1
        pieces[-1] += token
        size += octets
    return "\r\n".join(pieces)
