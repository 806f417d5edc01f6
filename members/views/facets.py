"""Filters of a list: what was chosen, and how many rows each choice would show."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

from club.lib.bilingual import pick
from club.lib.text import fold

PER_PAGE = 30
MAX_CHOSEN = 50


@dataclass(frozen=True)
class Option:
    """One value of a facet."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """How many rows share a sector and a region."""

    sector: str
    sector_label: str
    region: str
    count: int


@dataclass(frozen=True)
class Choice:
    """What the address asks for: words, sectors, regions. Unknown values choose nothing."""

    query: str = ""
    sectors: frozenset[str] = field(default_factory=frozenset)
    regions: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, request: HttpRequest) -> "Choice":
        """Read the query string, within sensible lengths."""
        return cls(
            query=request.GET.get("q", "").replace("\0", "")[:200].strip(),
            sectors=_values(request, "sector"),
            regions=_values(request, "region"),
        )

    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return not (self.query or self.sectors or self.regions)

    def accepts(self, group: Group, *, but: str = "") -> bool:
        """Whether a group is shown; `but` names the facet to leave out of account."""
        sector = but == "sector" or not self.sectors or group.sector in self.sectors
        region = but == "region" or not self.regions or group.region in self.regions
        return sector and region

    def filters(self, prefix: str = "") -> dict[str, Any]:
        """The same as look-ups of a query; `prefix` leads to the company."""
        chosen = {
            f"{prefix}sector__slug__in": self.sectors,
            f"{prefix}region__in": self.regions,
        }
        return {key: value for key, value in chosen.items() if value}


def _values(request: HttpRequest, name: str) -> frozenset[str]:
    given = request.GET.getlist(name)[:MAX_CHOSEN]
    return frozenset(value[:80] for value in given if value and "\0" not in value)


def read_groups(rows: Iterable[Sequence[Any]]) -> list[Group]:
    """Groups from rows of sector slug, its name in French and English, region, count."""
    return [
        Group(slug or "", pick(fr or "", en or ""), region or "", count)
        for slug, fr, en, region, count in rows
    ]


def build_sectors(groups: list[Group], choice: Choice) -> list[Option]:
    """The sectors there are, with what each would show under the other filters."""
    labels = {group.sector: group.sector_label for group in groups if group.sector}
    shown = [group for group in groups if choice.accepts(group, but="sector")]
    counts = Counter(dict.fromkeys(labels, 0))
    for group in shown:
        counts[group.sector] += group.count
    return _options(labels, counts, choice.sectors)


def build_regions(groups: list[Group], choice: Choice) -> list[Option]:
    """The regions there are, likewise."""
    labels = {group.region: group.region for group in groups if group.region}
    shown = [group for group in groups if choice.accepts(group, but="region")]
    counts = Counter(dict.fromkeys(labels, 0))
    for group in shown:
        counts[group.region] += group.count
    return _options(labels, counts, choice.regions)


def _options(
    labels: dict[str, str], counts: "Counter[str]", chosen: frozenset[str]
) -> list[Option]:
    options = [
        Option(value, label, counts[value], value in chosen) for value, label in labels.items()
    ]
    return sorted(options, key=lambda option: fold(option.label))


class CountedPaginator(Paginator[Any]):
    """Pages of a list whose length is known already, so that it is not counted again."""

    def __init__(self, rows: Any, total: int, per_page: int = PER_PAGE) -> None:
        self.total = total
        super().__init__(rows, per_page)

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return self.total


def page_of(request: HttpRequest, rows: Any, groups: list[Group], choice: Choice) -> Page[Any]:
    """The page that the address asks for; the nearest one when there is none such."""
    total = sum(group.count for group in groups if choice.accepts(group))
    return CountedPaginator(rows, total).get_page(request.GET.get("page"))


def chips(request: HttpRequest, facets: Iterable[tuple[str, list[Option]]]) -> list[dict[str, str]]:
    """What is chosen, each with the address of the list without it."""
    found = []
    for name, options in facets:
        for option in options:
            if option.is_chosen:
                query = request.GET.copy()
                kept = [v for v in query.getlist(name) if v != option.value]
                query.setlist(name, kept)
                query.pop("page", None)
                found.append({"label": option.label, "url": f"?{query.urlencode()}"})
    return found
