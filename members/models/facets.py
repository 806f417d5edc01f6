"""Lists that are narrowed by words and facets: what is wished for, and how many rows each choice
would show, in one query.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Max,
    Model,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from accounts.models import Sector
from club.lib.bilingual import in_language, pick
from members.enums import TopicSide
from members.rules import honours_q

#: The facet whose values have names of their own.
SECTOR = "sector"

Chosen = Mapping[str, frozenset[str]]
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Column:
    """A facet whose value is a column: its name in addresses, and the look-up that leads there.

    `labels` are the look-ups of its names in French and English, where it has names of its own;
    `place` the one of its place, where the club orders its values.
    """

    name: str
    path: str
    labels: tuple[str, ...] = ()
    place: str = ""


@dataclass
class Found:
    """A value of a facet, what it is called ('' where the value says it), how many have it, and
    its place among the others (0 for none of its own).
    """

    label: str = ""
    count: int = 0
    place: int = 0


@dataclass
class Tally:
    """How many rows there are, and by facet how many each value would show.

    A facet is counted as if nothing were chosen in it, under all the other filters. `without`
    says how many rows there would be if a facet that is a column were dropped.
    """

    total: int = 0
    values: dict[str, dict[str, Found]] = field(default_factory=dict)
    without: dict[str, int] = field(default_factory=dict)

    def add(self, facet: str, value: str, label: str, count: int, place: int = 0) -> None:
        """Count some rows that have this value; those without a value are in no option."""
        if value:
            found = self.values.setdefault(facet, {}).setdefault(value, Found())
            found.label = found.label or label
            found.place = found.place or place
            found.count += count

    def add_all(self, counts: "Sequence[QuerySet[Any, Any]]") -> None:
        """Count what these queries of facet, value, label and number say, in one query."""
        for row in counts[0].union(*counts[1:], all=True) if counts else []:
            self.add(*row)


def tally(rows: "QuerySet[Any]", columns: Sequence[Column], chosen: Chosen) -> Tally:
    """Count rows that are under all filters but those of the columns.

    The database counts each combination of values once. One that fits what is chosen counts in
    every facet; one that does not fit in a single facet would be shown without that one, and
    counts there.
    """
    found = Tally(without=dict.fromkeys((column.name for column in columns), 0))
    for combination, count in _combinations(rows, columns):
        missed = [name for name, (value, *_) in combination.items() if _misses(chosen, name, value)]
        if len(missed) > 1:
            continue
        if not missed:
            found.total += count
        for name in missed or combination:
            found.without[name] += count
            value, label, place = combination[name]
            found.add(name, value, label, count, place)
    return found


def _misses(chosen: Chosen, facet: str, value: str) -> bool:
    """Whether something else is chosen in the facet."""
    return bool(chosen.get(facet)) and value not in chosen[facet]


def _combinations(
    rows: "QuerySet[Any]", columns: Sequence[Column]
) -> "list[tuple[dict[str, tuple[str, str, int]], int]]":
    """Value, label and place by facet, and how many rows have them all."""
    paths = [p for column in columns for p in (column.path, *column.labels, column.place) if p]
    groups = rows.order_by().values(*paths).annotate(rows=Count("pk"))
    return [({c.name: _named(group, c) for c in columns}, group["rows"]) for group in groups]


def _named(group: Mapping[str, Any], column: Column) -> tuple[str, str, int]:
    """The value of a column in a group, what it is called, and its place."""
    names = [group[label] or "" for label in column.labels]
    place = group[column.place] or 0 if column.place else 0
    return group[column.path] or "", pick(*names) if names else "", place


def sectors_to_name(found: Tally, chosen: Chosen) -> "list[QuerySet[Any, Any]]":
    """For `Tally.add_all`: the chosen sectors of which no row has told what they are called."""
    unnamed = chosen.get(SECTOR, frozenset()) - found.values.get(SECTOR, {}).keys()
    if not unnamed:
        return []
    rows = Sector.objects.filter(slug__in=unnamed).order_by()
    named = rows.annotate(facet=Value(SECTOR), label=in_language("name"), people=Value(0))
    return [named.values_list("facet", "slug", "label", "people")]


#: The tier is told where it honours, as on a person's page; others have none here.
_HONOUR = "honour"
TIER = Column("tier", f"{_HONOUR}_slug", (f"{_HONOUR}_name_fr", f"{_HONOUR}_name_en"))


def with_honour(rows: "QuerySet[Any]", tier: str) -> "QuerySet[Any]":
    """With slug and names of the tier where showing it honours, else ''; `tier` leads to it."""
    names = {
        f"{_HONOUR}_{field}": Case(
            When(honours_q(f"{tier}__"), then=F(f"{tier}__{field}")), default=Value("")
        )
        for field in ("slug", "name_fr", "name_en")
    }
    named: QuerySet[Any] = rows.annotate(**names)
    return named


#: So many subjects of each side are offered, the most frequent ones.
TOPICS_SHOWN = 12


def most_frequent(
    counted: "QuerySet[Any, Any]", chosen: "Mapping[TopicSide, frozenset[str]]"
) -> "QuerySet[Any, Any]":
    """Side, subject, label and number of the most frequent subjects of each side, and of the
    chosen ones. `counted` are groups of `PersonTopic` with `side`, `folded`, `name` and `people`.
    """
    is_chosen = Q(pk__in=[])
    for side, folded in chosen.items():
        is_chosen |= Q(side=side, folded__in=folded)
    first = Max(Case(When(is_chosen, then=1), default=0)) if any(chosen.values()) else Value(0)
    rank = Window(
        RowNumber(),
        partition_by=[F("side")],
        order_by=[first.desc(), F("people").desc(), F("folded").asc()],
    )
    ranked = counted.annotate(rank=rank).filter(
        rank__lte=max(TOPICS_SHOWN, *map(len, chosen.values()))
    )
    found: QuerySet[Any, Any] = ranked.values_list("side", "folded", "name", "people")
    return found


QUERY = "q"


@dataclass(frozen=True)
class Wish:
    """What somebody looks for: words, and by facet that is offered the values of which one has to
    fit; an empty set asks nothing.
    """

    query: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    order: str = "name"

    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return not self.query and not any(self.chosen.values())

    def filters(self) -> list[str]:
        """The names of what narrows it."""
        named = [name for name, values in self.chosen.items() if values]
        return [QUERY, *named] if self.query else named


class Faceted(ABC, Generic[M]):
    """A list of rows that fit a wish; `columns` are those of its facets that it names."""

    wish: Wish
    columns: Sequence[Column]

    @abstractmethod
    def _matching(self, but: str = "") -> "QuerySet[M]":
        """Who fits all that is no column, one filter left out of account."""

    def count_without(self, counted: Tally) -> dict[str, int]:
        """How many would fit if one of the filters were dropped, by its name.

        The facets that are columns were counted by `tally` already.
        """
        names = self.wish.filters()
        parts = [
            self._fitting(but)
            .order_by()
            .annotate(part=Value(but, output_field=CharField()))
            .values_list("part")
            .annotate(n=Count("pk"))
            for but in names
            if but not in counted.without
        ]
        known = {name: counted.without[name] for name in names if name in counted.without}
        return known | dict(parts[0].union(*parts[1:], all=True) if parts else {})

    def _fitting(self, but: str = "") -> "QuerySet[M]":
        """Who fits all of the wish, one filter that is no column left out of account."""
        found = self._matching(but)
        for column in self.columns:
            values = self.wish.chosen.get(column.name)
            if values:
                found = found.filter(**{f"{column.path}__in": values})
        return found
