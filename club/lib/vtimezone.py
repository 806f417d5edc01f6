"""VTIMEZONE components (RFC 5545 3.6.5), made of the rule that a zone follows now.

Each file of the tz database ends in a line that says the zone's present rule as POSIX writes it
(RFC 9636 3.3): `CET-1CEST,M3.5.0,M10.5.0/3`. It becomes one STANDARD and one DAYLIGHT with a
yearly RRULE each, whose onset is on the clock that is left. That is the one form which every
reader that was tried reads right: of a list of onsets (RDATE) several take only the first.
"""

import re
import zoneinfo
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import resources
from pathlib import Path

import icalendar

#: Where a rule is told to begin: before everything that is ever in a calendar of this site.
_YEAR = 1970
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_LAST = 5
_DAY = timedelta(days=1)
_NAME = r"(<[^>]+>|[A-Za-z]{3,})"
_HOURS = r"([+-]?\d+(?::\d+){0,2})"
_ONSET = rf",M(\d+)\.(\d)\.(\d)(?:/{_HOURS})?"
_POSIX = re.compile(rf"{_NAME}{_HOURS}(?:{_NAME}{_HOURS}?{_ONSET}{_ONSET})?")


class NoSimpleRule(ValueError):
    """The zone's clocks change in a way that the common readers do not agree upon."""


@dataclass(frozen=True, slots=True)
class Onset:
    """When clocks change, each year, on the clock that is left.

    `week` 1 to 4 is that `weekday` (Sunday is 0) of the month, 5 the last one.
    """

    month: int
    week: int
    weekday: int
    at: timedelta

    def in_year(self, year: int) -> datetime:
        """The wall-clock time of the change in this year."""
        first = datetime(year, self.month, 1)  # noqa: DTZ001  (on the zone's own clock)
        day = first + timedelta(days=(self.weekday - first.isoweekday()) % 7)
        day += timedelta(weeks=self.week - 1)
        if day.month != self.month:
            day -= timedelta(weeks=1)
        return day + self.at

    @property
    def rule(self) -> dict[str, object]:
        """The same as an RRULE."""
        number = -1 if self.week == _LAST else self.week
        day = f"{number}{_DAYS[self.weekday]}"
        return {"FREQ": "YEARLY", "BYMONTH": self.month, "BYDAY": day}


@dataclass(frozen=True, slots=True)
class Shift:
    """What clocks show for a part of the year: the name of it, and how far ahead of UTC.

    `onset` is None where they never change.
    """

    name: str
    offset: timedelta
    onset: Onset | None = None


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """How clocks of a zone go from now on. `summer` is None where they never change."""

    winter: Shift
    summer: Shift | None = None

    def offset_at(self, wall: datetime) -> timedelta:
        """How far ahead of UTC clocks are that show this time, one that they show once."""
        if self.summer is None or self.summer.onset is None or self.winter.onset is None:
            return self.winter.offset
        begins = self.summer.onset.in_year(wall.year)
        ends = self.winter.onset.in_year(wall.year)
        is_summer = begins <= wall < ends if begins < ends else not ends <= wall < begins
        return self.summer.offset if is_summer else self.winter.offset


def build_timezone(zone: str) -> icalendar.Timezone:
    """The VTIMEZONE of a zone of the tz database. Raises NoSimpleRule."""
    rule = zone_rule(zone)
    component = icalendar.Timezone()
    component.add("tzid", zone)
    component.add_component(_part(icalendar.TimezoneStandard(), rule.winter, rule.summer))
    if rule.summer is not None:
        component.add_component(_part(icalendar.TimezoneDaylight(), rule.summer, rule.winter))
    return component


@lru_cache(maxsize=64)
def zone_rule(zone: str) -> ZoneRule:
    """How clocks of the zone go from now on.

    Raises NoSimpleRule where a change is before midnight of its day or after the next one
    (Jerusalem, Cairo, Santiago, Nuuk, ...), LookupError for an unknown zone.
    """
    return read_posix(_footer(zone))


def read_posix(text: str) -> ZoneRule:
    """The rule that a POSIX TZ string says. Raises NoSimpleRule."""
    match = _POSIX.fullmatch(text)
    if match is None:
        raise NoSimpleRule(f"“{text}” is no rule that repeats by month and weekday.")
    name, hours, other, other_hours, *onsets = match.groups()
    standard = -_span(hours)  # POSIX counts to the west
    if other is None:
        return ZoneRule(Shift(_bare(name), standard))
    daylight = -_span(other_hours) if other_hours else standard + timedelta(hours=1)
    leaves, returns = _onset(onsets[:4]), _onset(onsets[4:])
    parts = [Shift(_bare(name), standard, returns), Shift(_bare(other), daylight, leaves)]
    return ZoneRule(*sorted(parts, key=lambda part: part.offset))


def _footer(zone: str) -> str:
    """The last line of the zone's file, the one that `zoneinfo` reads: the system's or tzdata's."""
    zoneinfo.ZoneInfo(zone)  # refuses what is not the name of a zone
    for folder in zoneinfo.TZPATH:
        path = Path(folder, zone)
        if path.is_file():
            return _last_line(path.read_bytes())
    return _last_line(resources.files("tzdata.zoneinfo").joinpath(zone).read_bytes())


def _last_line(data: bytes) -> str:
    return data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", "replace")


def _part(component: icalendar.Component, now: Shift, before: Shift | None) -> icalendar.Component:
    """One half of the year, or all of it; the onset is on the clock of the other half."""
    first = now.onset.in_year(_YEAR) if now.onset else datetime(_YEAR, 1, 1)  # noqa: DTZ001
    component.add("dtstart", first)
    component.add("tzoffsetfrom", before.offset if before else now.offset)
    component.add("tzoffsetto", now.offset)
    component.add("tzname", now.name)
    if now.onset:
        component.add("rrule", now.onset.rule)
    return component


def _onset(words: list[str]) -> Onset:
    month, week, weekday, hours = words
    at = _span(hours) if hours else timedelta(hours=2)
    if not timedelta() <= at < _DAY:
        raise NoSimpleRule("The clocks change on another day than the rule names.")
    return Onset(int(month), int(week), int(weekday), at)


def _span(text: str) -> timedelta:
    """`5`, `-3:30` or `+1:02:03` as a length of time."""
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = (*map(int, text.lstrip("+-").split(":")), 0, 0)[:3]
    return sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _bare(name: str) -> str:
    return name.strip("<>")
