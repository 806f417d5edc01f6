"""Programs that read calendars, none of them ours: what is in a file, as instants.

Each takes the bytes of a file and returns every date in it, a series spread out, moved dates where
they are now, cancelled and dropped ones left out: pairs of start and end, in UTC or as days.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import vobject
from dateutil.rrule import rrulestr
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus

Moment = datetime | date
Found = list[tuple[Moment, Moment]]
#: All that the cases hold lies in between.
FROM, TO = datetime(2025, 12, 1, tzinfo=UTC), datetime(2028, 2, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Reader:
    """A program under its name, and how it reads."""

    name: str
    read: Callable[[bytes], Found]


def in_utc(moment: Moment) -> Moment:
    """An instant in UTC; a day as it is."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def in_order(pairs: Iterable[tuple[Moment, Moment]]) -> Found:
    """In UTC, the first one first."""
    return sorted(((in_utc(start), in_utc(end)) for start, end in pairs), key=str)


def read_with_icalendar(ics: bytes) -> Found:
    """The library that we write with, as a reader, and dateutil for the rules."""
    calendar = icalendar.Calendar.from_ical(ics)
    pairs: dict[tuple[str, Moment], tuple[Moment, Moment]] = {}
    moved: dict[tuple[str, Moment], tuple[Moment, Moment] | None] = {}
    for event in calendar.events:
        uid = str(event["UID"])
        is_off = str(event.get("STATUS", "")) == "CANCELLED"
        if "RECURRENCE-ID" in event:
            key = (uid, in_utc(event["RECURRENCE-ID"].dt))
            moved[key] = None if is_off else (event.start, event.end)
        elif not is_off:
            for start in _starts(event):
                pairs[uid, in_utc(start)] = (start, start + (event.end - event.start))
    pairs |= {key: pair for key, pair in moved.items() if pair}
    gone = {key for key, pair in moved.items() if pair is None}
    return in_order(pair for key, pair in pairs.items() if key not in gone)


def _starts(event: icalendar.Event) -> list[Moment]:
    """The starts by the event's rule, without its dropped dates."""
    if "RRULE" not in event:
        return [event.start]
    first = event.start
    is_day = not isinstance(first, datetime)
    begin = datetime(first.year, first.month, first.day) if is_day else first  # noqa: DTZ001
    text = event["RRULE"].to_ical().decode()
    found = list(rrulestr(text, dtstart=begin))
    starts = [moment.date() for moment in found] if is_day else found
    listed = event.get("EXDATE", [])
    every = listed if isinstance(listed, list) else [listed]
    dropped = {in_utc(each.dt) for line in every for each in line.dts}
    return [start for start in starts if in_utc(start) not in dropped]


def read_with_vobject(ics: bytes) -> Found:
    """vobject, whose zones come from the file."""
    calendar = vobject.readOne(ics.decode())
    pairs: dict[tuple[str, Moment], tuple[Moment, Moment]] = {}
    changes: dict[tuple[str, Moment], Any] = {}
    for event in calendar.contents.get("vevent", []):
        start, end, uid = event.dtstart.value, event.dtend.value, event.uid.value
        if "recurrence-id" in event.contents:
            changes[uid, in_utc(event.recurrence_id.value)] = event
        elif not _is_off(event):
            for each in _spread(event):
                pairs[uid, in_utc(each)] = (each, each + (end - start))
    for key, event in changes.items():
        pairs.pop(key, None)
        if not _is_off(event):
            pairs[key] = (event.dtstart.value, event.dtend.value)
    return in_order(pairs.values())


def _is_off(event: Any) -> bool:
    return "status" in event.contents and event.status.value == "CANCELLED"


def _spread(event: Any) -> list[Moment]:
    first = event.dtstart.value
    if "rrule" not in event.contents:
        return [first]
    found = list(event.getrruleset(addRDate=True))
    return found if isinstance(first, datetime) else [moment.date() for moment in found]


def read_with_ical(ics: bytes) -> Found:
    """The library of Home Assistant's local calendar."""
    calendar = IcsCalendarStream.calendar_from_ics(ics.decode())
    found = calendar.timeline_tz(UTC).overlapping(FROM, TO)
    return in_order((e.dtstart, e.dtend) for e in found if e.status != EventStatus.CANCELLED)


READERS = (
    Reader("icalendar 7 + dateutil", read_with_icalendar),
    Reader("vobject", read_with_vobject),
    Reader("ical", read_with_ical),
)
