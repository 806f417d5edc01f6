"""How many rows each choice of a filtered list would show, in one query."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, F, Min, QuerySet, Value

from accounts.models import Sector
from club.lib.bilingual import pick

#: The part of the query that counts under all filters.
ALL = "all"
#: The facet whose values have names of their own; wherever it is, it is the first column.
SECTOR = "sector"
#: At most so many columns are counted together.
WIDTH = 4
_PLACES = [f"value{n}" for n in range(WIDTH)]

Rows = Callable[[str], "QuerySet[Any]"]
Chosen = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Column:
    """A facet whose value is a column: its name in addresses, and the look-up that leads there.

    `labels` are the look-ups of its names in French and English, where it has names of its own.
    """

    name: str
    path: str
    labels: tuple[str, str] | None = None


@dataclass
class Found:
    """A value of a facet, what it is called ('' where the value says it) and how many have it."""

    label: str = ""
    count: int = 0


@dataclass
class Tally:
    """How many rows there are, and by facet how many each value would show.

    A facet is counted as if nothing were chosen in it, under all the other filters. `without`
    says how many rows there would be if the facet were dropped, where it was counted alone.
    """

    total: int = 0
    values: dict[str, dict[str, Found]] = field(default_factory=dict)
    without: dict[str, int] = field(default_factory=dict)

    def add(self, facet: str, value: str, label: str, count: int) -> None:
        """Count some rows that have this value; those without a value are in no option."""
        self.without[facet] = self.without.get(facet, 0) + count
        if value:
            found = self.values.setdefault(facet, {}).setdefault(value, Found())
            found.label = found.label or label
            found.count += count


def tally(
    rows: Rows,
    columns: Sequence[Column],
    chosen: Chosen,
    extra: Iterable["QuerySet[Any]"] = (),
) -> Tally:
    """Count; `rows(but)` gives the rows under all filters but that of the facet `but`.

    All columns in which nothing is chosen are counted together, each other one in a part of its
    own. `extra` are further parts, made with `as_part`.
    """
    own = [column for column in columns if chosen.get(column.name)]
    parts = [
        _count(rows(""), ALL, columns, columns),
        *(_count(rows(column.name), column.name, columns, [column]) for column in own),
        *name_sectors(chosen),
        *extra,
    ]
    found = Tally()
    for part, *values, fr, en, count, _rank in parts[0].union(*parts[1:], all=True):
        if part == ALL:
            found.total += count
            _add_open(found, columns, chosen, values, pick(fr or "", en or ""), count)
            continue
        place = next((n for n, column in enumerate(columns) if column.name == part), 0)
        found.add(part, values[place] or "", pick(fr or "", en or ""), count)
    return found


def _add_open(
    found: Tally,
    columns: Sequence[Column],
    chosen: Chosen,
    values: Sequence[str | None],
    label: str,
    count: int,
) -> None:
    """Count a group of rows for each column in which nothing is chosen."""
    for column, value in zip(columns, values, strict=False):
        if not chosen.get(column.name):
            found.add(column.name, value or "", label if column.labels else "", count)


def _count(
    rows: "QuerySet[Any]", part: str, columns: Sequence[Column], counted: Sequence[Column]
) -> "QuerySet[Any]":
    """The groups of some rows by the values of the counted columns."""
    values = {
        place: F(column.path) if column in counted else text("")
        for place, column in zip(_PLACES, columns, strict=False)
    }
    named = next((column.labels for column in counted if column.labels), None)
    labels = (Min(named[0]), Min(named[1])) if named else (text(""), text(""))
    return as_part(rows, part=text(part), values=values, labels=labels)


def as_part(
    rows: "QuerySet[Any]",
    *,
    part: Any,
    values: Mapping[str, Any],
    labels: tuple[Any, Any],
    rank: Any = None,
    weight: int = 1,
) -> "QuerySet[Any]":
    """Rows counted by `values`, in the shape that the parts of the query share.

    `rank` is a window over the groups, by which the caller keeps the first ones. Rows of no
    `weight` only tell what a value is called.
    """
    filled = {place: values.get(place, text("")) for place in _PLACES}
    grouped = rows.order_by().annotate(part=part, **filled).values("part", *_PLACES)
    counted = grouped.annotate(fr=labels[0], en=labels[1], n=Count("pk") * weight)
    ranked = counted.annotate(rank=rank or Value(0))
    shape: QuerySet[Any] = ranked.values_list("part", *_PLACES, "fr", "en", "n", "rank")
    return shape


def name_sectors(chosen: Chosen) -> "list[QuerySet[Any]]":
    """A part that names the chosen sectors, of which there may be no row to tell."""
    slugs = chosen.get(SECTOR)
    if not slugs:
        return []
    rows = Sector.objects.filter(slug__in=slugs)
    labels = (Min("name_fr"), Min("name_en"))
    return [
        as_part(rows, part=text(SECTOR), values={_PLACES[0]: F("slug")}, labels=labels, weight=0)
    ]


def text(value: str) -> Value:
    """A text that the database knows to be one."""
    return Value(value, output_field=CharField())
