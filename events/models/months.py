"""Months of the list of events: the list cut into them, a strip to jump by, small calendars."""

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone

from club.lib import dates
from events.enums import HOLDS_SEAT, RegistrationStatus
from events.models.dates import EventDate

#: So many months stand in the strip; further ones are on the pages behind.
STRIP = 12


@dataclass(frozen=True)
class Month:
    """The rows of one month; `is_this_year` decides whether the year is written."""

    first: date
    rows: list[EventDate]
    is_this_year: bool


@dataclass(frozen=True)
class Step:
    """A month of the strip: how many rows it has, and `value`, which asks for the list from there.

    The list begins at the first step by itself, so that one's value is empty.
    """

    first: date
    count: int
    value: str
    is_current: bool
    names_year: bool


@dataclass(frozen=True)
class Day:
    """A day of the small calendar, with the rows on it."""

    number: int
    day: date
    rows: list[EventDate]

    @property
    def css(self) -> str:
        """The viewer's state on that day: mine, held (waiting), off, or open."""
        states = [row_state(row) for row in self.rows]
        return next((s for s in ("mine", "held", "open") if s in states), "off")

    @property
    def title(self) -> str:
        """What happens that day, for those who cannot see the grid."""
        titles = ", ".join(str(row.page.heading) for row in self.rows)
        return f"{dates.long_date(self.day)}: {titles}"


def row_state(row: Any) -> str:
    """`off` for a cancelled date, `mine`, `held` for waiting, else `open`."""
    if row.is_cancelled:
        return "off"
    if row.own_status in HOLDS_SEAT:
        return "mine"
    return "held" if row.own_status == RegistrationStatus.WAITLISTED else "open"


def months_of(now: datetime, *, back: bool) -> list[date]:
    """The first days of the months that the strip can hold, in the order of the list."""
    this = timezone.localdate(now, timezone.get_default_timezone()).replace(day=1)
    step = -1 if back else 1
    numbers = (this.year * 12 + this.month - 1 + step * n for n in range(STRIP))
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def begins(first: date) -> datetime:
    """When the month begins on the club's clocks."""
    return datetime(first.year, first.month, 1, tzinfo=timezone.get_default_timezone())


def ends(first: date) -> datetime:
    """When the next month begins there."""
    return begins((first + timedelta(days=31)).replace(day=1))


def build_strip(months: Sequence[date], counts: Mapping[int, int], chosen: int) -> list[Step]:
    """The months with rows, by their place among `months`; none where there is one only."""
    steps: list[Step] = []
    for place in sorted(place for place in counts if place < len(months)):
        first = months[place]
        known = steps[-1].first.year if steps else months[0].year
        steps.append(
            Step(
                first=first,
                count=counts[place],
                value=f"{first:%Y-%m}" if steps else "",
                is_current=place == chosen or (not chosen and not steps),
                names_year=first.year != known,
            )
        )
    return steps if len(steps) > 1 else []


def group_by_month(rows: Iterable[EventDate], now: datetime) -> Iterator[Month]:
    """Rows in their order, by the month in which each begins where it takes place."""
    for first, group in groupby(rows, key=lambda row: row.local_start.date().replace(day=1)):
        yield Month(first, list(group), is_this_year=first.year == now.year)


def build_calendars(rows: list[EventDate], most: int = 2) -> list[dict[str, Any]]:
    """Small calendars of the first months that the rows touch."""
    firsts = sorted({row.local_start.date().replace(day=1) for row in rows})[:most]
    return [
        {"first": first, "weeks": _weeks(first, rows), "weekdays": _weekdays()} for first in firsts
    ]


def _weekdays() -> list[str]:
    """The names of the days, Monday first."""
    monday = date(2024, 1, 1)
    return [dates.day_name(monday + timedelta(days=n)) for n in range(7)]


def _weeks(first: date, rows: list[EventDate]) -> list[list[Day | None]]:
    by_day: dict[date, list[EventDate]] = {}
    for row in rows:
        by_day.setdefault(row.local_start.date(), []).append(row)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [
        [
            Day(day.day, day, by_day.get(day, [])) if day.month == first.month else None
            for day in week
        ]
        for week in weeks
    ]
