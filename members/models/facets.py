"""How many rows each choice of a filtered list would show, in one query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet, Value

from accounts.models import Sector
from club.lib.bilingual import in_language, pick

#: The facet whose values have names of their own.
SECTOR = "sector"

Chosen = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Column:
    """A facet whose value is a column: its name in addresses, and the look-up that leads there.

    `labels` are the look-ups of its names in French and English, where it has names of its own.
    """

    name: str
    path: str
    labels: tuple[str, ...] = ()


@dataclass
class Found:
    """A value of a facet, what it is called ('' where the value says it) and how many have it."""

    label: str = ""
    count: int = 0


@dataclass
class Tally:
    """How many rows there are, and by facet how many each value would show.

    A facet is counted as if nothing were chosen in it, under all the other filters. `without`
    says how many rows there would be if a facet that is a column were dropped.
    """

    total: int = 0
    values: dict[str, dict[str, Found]] = field(default_factory=dict)
    without: dict[str, int] = field(default_factory=dict)

    def add(self, facet: str, value: str, label: str, count: int) -> None:
        """Count some rows that have this value; those without a value are in no option."""
        if value:
            found = self.values.setdefault(facet, {}).setdefault(value, Found())
            found.label = found.label or label
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
        missed = [
            name for name, (value, _label) in combination.items() if _misses(chosen, name, value)
        ]
        if len(missed) > 1:
            continue
        if not missed:
            found.total += count
        for name in missed or combination:
            found.without[name] += count
            found.add(name, *combination[name], count)
    return found


def _misses(chosen: Chosen, facet: str, value: str) -> bool:
    """Whether something else is chosen in the facet."""
    return bool(chosen.get(facet)) and value not in chosen[facet]


def _combinations(
    rows: "QuerySet[Any]", columns: Sequence[Column]
) -> "list[tuple[dict[str, tuple[str, str]], int]]":
    """Value and label by facet, and how many rows have them all."""
    paths = [path for column in columns for path in (column.path, *column.labels)]
    groups = rows.order_by().values(*paths).annotate(rows=Count("pk"))
    return [({c.name: _named(group, c) for c in columns}, group["rows"]) for group in groups]


def _named(group: Mapping[str, Any], column: Column) -> tuple[str, str]:
    """The value of a column in a group, and what it is called."""
    names = [group[label] or "" for label in column.labels]
    return group[column.path] or "", pick(*names) if names else ""


def sectors_to_name(found: Tally, chosen: Chosen) -> "list[QuerySet[Any, Any]]":
    """For `Tally.add_all`: the chosen sectors of which no row has told what they are called."""
    unnamed = chosen.get(SECTOR, frozenset()) - found.values.get(SECTOR, {}).keys()
    if not unnamed:
        return []
    rows = Sector.objects.filter(slug__in=unnamed).order_by()
    named = rows.annotate(facet=Value(SECTOR), label=in_language("name"), people=Value(0))
    return [named.values_list("facet", "slug", "label", "people")]
