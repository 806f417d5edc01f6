"""The list of events for one viewer, filtered. The queries do not grow with it.

What chooses the rows stands in the address, so a list can be sent to somebody, who then finds
their own: `show` (a tab), `type` and `place` (what kind, where), `free` (with a seat to be had),
`from` (a month, `2027-01`) and `page`. What makes no sense there is as if it were not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q

from accounts.viewer import Viewer
from events.enums import AgendaPlace, AgendaTab, EventType
from events.models import months
from events.models.dates import EventDate
from events.querysets import EventDateQuerySet, Group

PAGE_SIZE = 30


@dataclass(frozen=True)
class Choice:
    """What the address asks for. `since` is a place among `months`, 0 for the beginning."""

    tab: AgendaTab
    kind: str
    place: str
    free: bool
    months: list[date]
    since: int

    @property
    def is_filtered(self) -> bool:
        """Whether something is left out of the tab."""
        return bool(self.kind or self.place or self.free)

    def takes(self, group: Group, *, but: str = "") -> bool:
        """Whether rows of this group are asked for, the filter named `but` left aside."""
        return (but == "kind" or self.kind in {"", group.kind}) and (
            but == "place" or not self.place or group.format in AgendaPlace(self.place).formats
        )


class CountedPaginator(Paginator[EventDate]):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: EventDateQuerySet, number: int) -> None:
        super().__init__(rows, PAGE_SIZE)
        self.number = number

    @property
    def count(self) -> int:
        """How many rows there are in all."""
        return self.number


def build_agenda(viewer: Viewer, query: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """The context of the list that `query` asks for."""
    choice = _read(viewer, query, now)
    visible = EventDate.objects.visible_to(viewer)
    kept = _rows_of(visible, choice.tab, viewer, now)
    kept = kept.with_room_for(viewer, now) if choice.free else kept
    groups = kept.count_in_groups(_edges(choice), back=choice.tab == AgendaTab.PAST)
    by_month = _sum(groups, choice)
    number = sum(n for month, n in by_month.items() if month >= choice.since)
    rows = _filtered(kept, choice).with_words().with_status_of(viewer)
    page = CountedPaginator(rows, number).get_page(query.get("page"))
    found = list(page.object_list)
    return {
        "choice": choice,
        "tabs": _tabs(viewer, choice.tab),
        "filters": _filters(viewer, choice, groups),
        "strip": months.build_strip(choice.months, by_month, choice.since),
        "page_obj": page,
        "months": list(months.group_by_month(found, now)),
        "calendars": [] if choice.tab == AgendaTab.PAST else months.build_calendars(found),
        "mine_count": _count_mine(visible, viewer, now),
    }


def _read(viewer: Viewer, query: Mapping[str, str], now: datetime) -> Choice:
    tab = _tab(viewer, query.get("show"))
    wanted = {} if tab == AgendaTab.MINE else query
    kind, place = wanted.get("type", ""), wanted.get("place", "")
    listed = months.months_of(now, back=tab == AgendaTab.PAST)
    names = [f"{first:%Y-%m}" for first in listed]
    since = query.get("from", "")
    return Choice(
        tab=tab,
        kind=kind if kind in EventType.values else "",
        place=place if place in AgendaPlace.values else "",
        free=wanted.get("free") == "1" and tab == AgendaTab.UPCOMING and viewer.is_member,
        months=listed,
        since=names.index(since) if since in names else 0,
    )


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


def _count_mine(visible: EventDateQuerySet, viewer: Viewer, now: datetime) -> int:
    if not viewer.is_member:
        return 0
    mine: int = _rows_of(visible, AgendaTab.MINE, viewer, now).count()
    return mine


def _edges(choice: Choice) -> list[datetime]:
    """Where each month of the strip gives way to the one after it in the list."""
    edge = months.begins if choice.tab == AgendaTab.PAST else months.ends
    return [edge(first) for first in choice.months]


def _sum(groups: list[Group], choice: Choice) -> dict[int, int]:
    """How many rows each month has, by its place; what is beyond the strip has the last place."""
    counts: dict[int, int] = {}
    for group in groups:
        if choice.takes(group):
            counts[group.month] = counts.get(group.month, 0) + group.number
    return counts


def _filtered(kept: EventDateQuerySet, choice: Choice) -> EventDateQuerySet:
    wanted = Q()
    if choice.kind:
        wanted &= Q(page__event_type=choice.kind)
    if choice.place:
        wanted &= Q(page__format__in=AgendaPlace(choice.place).formats)
    if choice.since:
        first = choice.months[choice.since]
        past = choice.tab == AgendaTab.PAST
        wanted &= (
            Q(starts_at__lt=months.ends(first)) if past else Q(starts_at__gte=months.begins(first))
        )
    return kept.filter(wanted)


def _filters(viewer: Viewer, choice: Choice, groups: list[Group]) -> dict[str, Any]:
    """The values that the list has, for its filters; no filter where there is one value only."""
    if choice.tab == AgendaTab.MINE:
        return {}
    kinds = {g.kind for g in groups if choice.takes(g, but="kind")} | {choice.kind}
    formats = {g.format for g in groups if choice.takes(g, but="place")}
    places = [p for p in AgendaPlace if p == choice.place or not formats.isdisjoint(p.formats)]
    kept = [(kind.value, str(kind.label)) for kind in EventType if kind.value in kinds]
    return {
        "kinds": kept if len(kept) > 1 or choice.kind else [],
        "places": [(p.value, str(p.label)) for p in places]
        if len(places) > 1 or choice.place
        else [],
        "free": viewer.is_member and choice.tab == AgendaTab.UPCOMING,
    }
