"""What calendars send back (RFC 5546): REPLY, COUNTER and REFRESH. Knows no model.

Strangers write these files. Only a few properties of the first event are read, line by line:
recurrences, time zones and attachments, whatever they hold, are never worked out nor fetched.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import unquote

from icalendar.parser import Contentline, Contentlines
from icalendar.prop import vDDDTypes

from club.lib.ical_text import one_line, plain_text

#: A calendar part of more characters is not read, nor a line of more: real ones are far below.
PART_LIMIT, _LINE_LIMIT = 200_000, 8_192
_ATTENDEES, _WORDS = 20, 500
_METHODS = frozenset({"REPLY", "COUNTER", "REFRESH", "REQUEST", "CANCEL", "PUBLISH", "ADD"})
#: Methods with which a guest answers.
ANSWERS = frozenset({"REPLY", "COUNTER", "REFRESH"})
_WANTED = re.compile(
    r"(BEGIN|END|METHOD|UID|SEQUENCE|DTSTAMP|DTSTART|DTEND|RECURRENCE-ID|ATTENDEE|ORGANIZER"
    r"|COMMENT)[;: \t]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9]{1,9}")
_EVENT = ["VCALENDAR", "VEVENT"]


@dataclass(frozen=True, slots=True)
class Attendee:
    """Who answers, and what: `partstat` is '' where the calendar left it out."""

    address: str
    partstat: str = ""
    comment: str = ""


@dataclass(slots=True)
class CalendarAnswer:
    """The first event of a calendar part that answers an invitation.

    `stamp` is its DTSTAMP. `organizer` is '' where it is missing, as Outlook leaves it out.
    `starts_at` and `ends_at` are those of the answer: in a COUNTER the proposed ones.
    """

    method: str = ""
    uid: str = ""
    sequence: int | None = None
    stamp: datetime | None = None
    attendees: list[Attendee] = field(default_factory=list)
    organizer: str = ""
    comment: str = ""
    starts_at: datetime | date | None = None
    ends_at: datetime | date | None = None
    is_one_of_series: bool = False


def read_answer(text: str, method: str = "") -> CalendarAnswer | None:
    """What the calendar part says; None when it is no answer to an invitation.

    `method` is that of the Content-Type, for parts that hold none themselves.
    """
    if len(text) > PART_LIMIT:
        return None
    answer = CalendarAnswer(method=method.upper())
    inside: list[str] = []
    for name, parameters, value in _lines(text):
        if name == "BEGIN":
            inside.append(value.strip().upper())
        elif name == "END":
            if inside == _EVENT:
                break
            inside = inside[:-1]
        elif inside == _EVENT[:1] and name == "METHOD":
            answer.method = value.strip().upper()
        elif inside == _EVENT:
            _take(answer, name, parameters, value)
    return answer if answer.method in ANSWERS and answer.uid else None


def _lines(text: str) -> Iterator[tuple[str, Any, str]]:
    """Name, parameters and value of the lines that are of interest; what is broken is left out."""
    clean = text.replace("\0", "").replace("\r\r\n", "\r\n")
    for line in Contentlines.from_ical(clean):
        if len(line) <= _LINE_LIMIT and _WANTED.match(line):
            with suppress(ValueError):
                name, parameters, value = Contentline(line).parts()
                yield name.upper(), parameters, value


def _take(answer: CalendarAnswer, name: str, parameters: Any, value: str) -> None:
    """Keep one property; of those that may stand once, the first."""
    if name == "ATTENDEE":
        if len(answer.attendees) < _ATTENDEES:
            answer.attendees.append(_attendee(parameters, value))
    elif name == "UID":
        answer.uid = answer.uid or value.strip()[:255]
    elif name == "SEQUENCE":
        number = _NUMBER.fullmatch(value.strip())
        answer.sequence = int(number[0]) if number else answer.sequence
    elif name == "COMMENT":
        answer.comment = answer.comment or plain_text(value)[:_WORDS]
    elif name == "ORGANIZER":
        answer.organizer = answer.organizer or _address(value)
    elif name == "RECURRENCE-ID":
        answer.is_one_of_series = True
    else:
        _take_moment(answer, name, _moment(parameters, value))


def _take_moment(answer: CalendarAnswer, name: str, moment: datetime | date | None) -> None:
    if name == "DTSTART":
        answer.starts_at = moment
    elif name == "DTEND":
        answer.ends_at = moment
    elif name == "DTSTAMP" and isinstance(moment, datetime):
        answer.stamp = moment


def _attendee(parameters: Any, value: str) -> Attendee:
    address = _address(value)
    if "@" not in address:  # Exchange may write a name of its directory, and the address beside it
        address = _address(str(parameters.get("EMAIL", "")))
    return Attendee(
        address,
        str(parameters.get("PARTSTAT", "")).strip().upper(),
        plain_text(str(parameters.get("X-RESPONSE-COMMENT", "")))[:_WORDS],
    )


def _address(value: str) -> str:
    """The bare address of a mailto, in lower case."""
    scheme, _colon, rest = value.strip().partition(":")
    bare = unquote(rest) if scheme.lower() == "mailto" else value
    return one_line(bare).lower()[:254]


def _moment(parameters: Any, value: str) -> datetime | date | None:
    """An instant in UTC, or a day; None for a floating time, an unknown zone, and nonsense."""
    zone = parameters.get("TZID")
    try:
        moment = vDDDTypes.from_ical(value.strip(), timezone=str(zone) if zone else None)
        if isinstance(moment, datetime):
            return None if moment.utcoffset() is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, KeyError, AttributeError):
        return None
    return moment if isinstance(moment, date) else None
