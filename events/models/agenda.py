"""The list of events for one viewer, by month and filtered. The queries do not grow with it."""

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator

from accounts.viewer import Viewer
from club.lib import dates
from events.enums import HOLDS_SEAT, AgendaTab, EventType, RegistrationStatus
from events.models.dates import EventDate
from events.querysets import EventDateQuerySet

PAGE_SIZE = 30


@dataclass(frozen=True)
class Month:
    """The rows of one month; `is_this_year` decides whether the year is written."""

    first: date
    rows: list[EventDate]
    is_this_year: bool


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


def build_agenda(viewer: Viewer, query: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """The context of the list: `show`, `type` and `page` of the query string choose the rows."""
    tab = _tab(viewer, query.get("show"))
    visible = EventDate.objects.visible_to(viewer)
    kept = _rows_of(visible, tab, viewer, now)
    counts = kept.count_by_kind()
    wanted = query.get("type", "")
    chosen = wanted if wanted in EventType.values else ""
    rows = kept.filter(page__event_type=chosen) if chosen else kept
    number = counts.get(chosen, 0) if chosen else sum(counts.values())
    page = CountedPaginator(rows.with_words().with_status_of(viewer), number).get_page(
        query.get("page")
    )
    found = list(page.object_list)
    return {
        "tab": tab,
        "tabs": _tabs(viewer, tab),
        "kinds": _kinds(counts) if tab != AgendaTab.MINE else [],
        "kind": chosen,
        "page_obj": page,
        "months": list(group_by_month(found, now)),
        "calendars": [] if tab == AgendaTab.PAST else build_calendars(found),
        "mine_count": _count_mine(visible, viewer, now),
    }


class CountedPaginator(Paginator[EventDate]):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: EventDateQuerySet, number: int) -> None:
        super().__init__(rows, PAGE_SIZE)
        self.number = number

    @property
    def count(self) -> int:
        """How many rows there are in all."""
        return self.number


def _count_mine(visible: EventDateQuerySet, viewer: Viewer, now: datetime) -> int:
    if not viewer.is_member:
        return 0
    mine: int = _rows_of(visible, AgendaTab.MINE, viewer, now).count()
    return mine


def _tab(viewer: Viewer, wanted: str | None) -> AgendaTab:
    tab = AgendaTab(wanted) if wanted in AgendaTab.values else AgendaTab.UPCOMING
    return tab if viewer.is_member or tab != AgendaTab.MINE else AgendaTab.UPCOMING


def _tabs(viewer: Viewer, current: AgendaTab) -> list[dict[str, Any]]:
    return [
        {
            "name": tab,
            "label": tab.label,
            "url": f"?show={tab}" if tab != AgendaTab.UPCOMING else "?",
            "current": tab == current,
        }
        for tab in AgendaTab
        if tab != AgendaTab.MINE or viewer.is_member
    ]


def _rows_of(
    visible: EventDateQuerySet, tab: AgendaTab, viewer: Viewer, now: datetime
) -> EventDateQuerySet:
    if tab == AgendaTab.PAST:
        return visible.past(now)
    upcoming = visible.upcoming(now)
    return upcoming.taken_by(viewer.user_id) if tab == AgendaTab.MINE else upcoming


def _kinds(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """The kinds of events that the list holds, for its filter; none where there is one only."""
    kinds = [(kind.value, str(kind.label)) for kind in EventType if kind.value in counts]
    return kinds if len(kinds) > 1 else []


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
