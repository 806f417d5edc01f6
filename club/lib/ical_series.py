"""The times of an event in a calendar file: an instant in UTC, or a series on its place's clocks.

Of a series DTSTART, DTEND, EXDATE and RECURRENCE-ID all have the same form (RFC 5545 3.8.4.4 and
3.8.5.1): a time with TZID, a time in UTC where that is the zone of the place, or a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import icalendar

from club.lib.ical_lines import moment_line
from club.lib.recurrence import Frequency, Moment, Occurrence, Rule, in_utc, is_utc
from club.lib.vtimezone import build_timezone

if TYPE_CHECKING:
    from club.lib.ical import CalendarFacts

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class TimeLines(NamedTuple):
    """The lines of an event that say when it is, in the three places where they stand.

    From when to when; which date of the series it is; and the rule with its exceptions.
    """

    span: Sequence[str]
    name: Sequence[str] = ()
    rule: Sequence[str] = ()


def time_lines(facts: CalendarFacts, one_date: Occurrence | None = None) -> TimeLines:
    """When it is: the event, the series, or of the series this one date only."""
    if facts.series is None:
        span = moment_line("DTSTART", facts.starts_at), moment_line("DTEND", facts.ends_at)
        return TimeLines(span)
    event = icalendar.Event()
    _add_times(event, facts, one_date)
    lines = [str(line) for line in event.content_lines() if line][1:-1]
    span, name = ("DTSTART", "DTEND"), ("RECURRENCE-ID",)
    return TimeLines(
        [line for line in lines if line.startswith(span)],
        [line for line in lines if line.startswith(name)],
        [line for line in lines if not line.startswith((*span, *name))],
    )


def zone_lines(events: Iterable[CalendarFacts]) -> list[str]:
    """The components that explain the zones of these events, each zone once."""
    zones = map(build_timezone, zones_of(events))
    return [str(line) for zone in zones for line in zone.content_lines() if line]


def _add_times(event: icalendar.Event, facts: CalendarFacts, one_date: Occurrence | None) -> None:
    zone = facts.time_zone
    shown = one_date or facts
    event.add("dtstart", _in_form(shown.starts_at, zone))
    event.add("dtend", _in_form(shown.ends_at, zone))
    if one_date is not None:
        event.add("recurrence-id", _in_form(one_date.planned, zone))
        return
    dates, series = facts.dates(), facts.series
    assert series is not None  # noqa: S101  (the caller asked)
    event.add("rrule", _rrule(series.rule, dates, zone))
    for each in dates:
        if each.is_dropped:
            event.add("exdate", _in_form(each.planned, zone))


def zones_of(events: Iterable[CalendarFacts]) -> list[str]:
    """The zones that a file with these events has to explain, each once."""
    named = {
        facts.time_zone: None
        for facts in events
        if facts.series is not None and not facts.is_all_day and not is_utc(facts.time_zone)
    }
    return list(named)


def _in_form(moment: Moment, zone: str) -> Moment:
    """A time on the clocks of the zone, or the day."""
    if not isinstance(moment, datetime) or is_utc(zone):
        return in_utc(moment)
    return moment.astimezone(ZoneInfo(zone))


def _rrule(rule: Rule, dates: list[Occurrence], zone: str) -> dict[str, object]:
    """The rule as RFC 5545 3.3.10 writes it: weekdays named, UNTIL in UTC (or a day, for days)."""
    first = _in_form(dates[0].planned, zone)
    written: dict[str, object] = {"FREQ": rule.frequency.value}
    if rule.interval > 1:
        written["INTERVAL"] = rule.interval
    if rule.count is not None:
        written["COUNT"] = rule.count
    else:
        written["UNTIL"] = in_utc(dates[-1].planned)
    if rule.frequency != Frequency.DAILY:
        nth = rule.nth(first) if rule.frequency == Frequency.MONTHLY else ""
        written["BYDAY"] = f"{nth}{_WEEKDAYS[first.weekday()]}"
    return written
