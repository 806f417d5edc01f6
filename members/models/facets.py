"""Lists that are narrowed by words and facets: what is wished for, and how many rows each choice
would show, in one query.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
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
from members.models.wish import Chosen, Terms
from members.registry import Values
from members.rules import honours_q

#: The facet whose values have names of their own.
SECTOR = "sector"

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

    @property
    def paths(self) -> list[str]:
        """All that is asked of it: value, names, place."""
        return [self.path, *self.labels, *([self.place] if self.place else [])]


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

    def add_all(self, counts: Iterable[tuple[Any, ...]]) -> None:
        """Count what these rows of facet, value, label and number say."""
        for row in counts:
            self.add(*row)


def tally(groups: "Iterable[tuple[Any, ...]]", columns: Sequence[Column], chosen: Chosen) -> Tally:
    """Count what `grouped` found under all filters but those of the columns.

    The database counts each combination of values once. One that fits what is chosen counts in
    every facet; one that does not fit in a single facet would be shown without that one, and
    counts there.
    """
    found = Tally(without=dict.fromkeys((column.name for column in columns), 0))
    for group in groups:
        combination, count = _named(group, columns), group[-1]
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


def grouped(rows: "QuerySet[Any]", columns: Sequence[Column]) -> "QuerySet[Any, Any]":
    """What stands in the columns, names and places included, and last how many rows have it all."""
    paths = [path for column in columns for path in column.paths]
    groups = rows.order_by().values(*paths).annotate(rows=Count("pk"))
    found: QuerySet[Any, Any] = groups.values_list(*paths, "rows")
    return found


def _named(group: tuple[Any, ...], columns: Sequence[Column]) -> "dict[str, tuple[str, str, int]]":
    """By facet: the value in a group, what it is called, and its place."""
    cells = iter(group)
    found = {}
    for column in columns:
        value = next(cells) or ""
        names = [next(cells) or "" for _label in column.labels]
        place = next(cells) or 0 if column.place else 0
        found[column.name] = (value, pick(*names) if names else "", place)
    return found


def unnamed_sectors(found: Tally, chosen: Chosen) -> frozenset[str]:
    """The chosen sectors of which no row has told what they are called."""
    return chosen.get(SECTOR, frozenset()) - found.values.get(SECTOR, {}).keys()


def sectors_named(slugs: Values) -> "QuerySet[Any, Any]":
    """For `Tally.add_all`: what these sectors are called."""
    rows = Sector.objects.filter(slug__in=slugs).order_by()
    named = rows.annotate(facet=Value(SECTOR), label=in_language("name"), people=Value(0))
    return named.values_list("facet", "slug", "label", "people")


def in_one(counts: "Sequence[QuerySet[Any, Any]]") -> "QuerySet[Any, Any]":
    """These queries, of which there is at least one, as one."""
    return counts[0].union(*counts[1:], all=True)


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


def most_frequent(
    counted: "QuerySet[Any, Any]", chosen: Mapping[TopicSide, Values], count: int
) -> "QuerySet[Any, Any]":
    """Side, subject, label and number of so many subjects of each side: the chosen ones, then the
    most frequent. `counted` are groups of `PersonTopic` with `side`, `folded`, `name`, `people`.
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
    ranked = counted.annotate(rank=rank).filter(rank__lte=count)
    found: QuerySet[Any, Any] = ranked.values_list("side", "folded", "name", "people")
    return found


class Faceted(ABC, Generic[M]):
    """A list of rows that fit a wish; `columns` are those of its facets that it names."""

    terms: Terms
    columns: Sequence[Column]

    @abstractmethod
    def _matching(self, but: str = "") -> "QuerySet[M]":
        """Who fits all that is no column, one filter left out of account."""

    def count_without(self, counted: Tally) -> dict[str, int]:
        """How many would fit if one of the filters were dropped, by its name.

        The facets that are columns were counted by `tally` already.
        """
        names = self.terms.filters()
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
            values = self.terms.chosen.get(column.name)
            if values:
                found = found.filter(**{f"{column.path}__in": values})
        return found
