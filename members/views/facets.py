"""Filters of a list: what the address asks for, and the choices, chips and ways out it shows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from club.lib.keyed import Keyed
from club.lib.text import fold
from members.models.facets import Found, Tally
from members.models.wish import QUERY, Wish

PER_PAGE = 30
#: Where so few are found, similar names are shown as well, at most so many.
FEW = 3
SIMILAR = 8
MAX_CHOSEN = 50


@dataclass(frozen=True)
class FacetKind:
    """A facet of a list: its name in the address, its title, and how its values read and sort.

    `labels` are the words of a closed list of values, in its order. `is_ranked` puts the most
    frequent values first. `clean` makes a value of what stands in the address.
    """

    name: str
    title: Any
    labels: Mapping[str, Any] | None = None
    is_ranked: bool = False
    clean: Callable[[str], str] = str


@dataclass(frozen=True)
class Option(Keyed):
    """One value of a facet."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet(Keyed):
    """A facet as it is drawn. One whose rows all have the same value says nothing: it is left out,
    and what is chosen in it is only carried along. `reach` is how many rows there would be without
    it, None where that is not known.
    """

    name: str
    title: Any
    options: Sequence[Option]
    reach: int | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is something to choose."""
        if len(self.options) == 1 and self.reach is not None:
            return self.options[0].count < self.reach
        return len(self.options) > 1

    @property
    def chosen(self) -> list[Option]:
        """What is chosen."""
        return [option for option in self.options if option.is_chosen]


@dataclass(frozen=True)
class Chip:
    """Something that narrows the list, and the address of the list without it."""

    label: str
    url: str
    title: Any = ""
    count: int | None = None


# --- What the address asks for --------------------------------------------------------------
def read_wish(request: HttpRequest, kinds: Iterable[FacetKind], orders: Iterable[str]) -> Wish:
    """The query string, within sensible lengths; unknown values choose nothing."""
    order = request.GET.get("sort", "")
    known = list(orders)
    return Wish(
        query=request.GET.get(QUERY, "").replace("\0", "")[:200].strip(),
        chosen={kind.name: _values(request.GET, kind) for kind in kinds},
        order=order if order in known else known[0],
    )


def _values(asked: QueryDict, kind: FacetKind) -> frozenset[str]:
    given = asked.getlist(kind.name)[:MAX_CHOSEN]
    cleaned = (kind.clean(value[:80]) for value in given if "\0" not in value)
    return frozenset(value for value in cleaned if value)


# --- What the page shows --------------------------------------------------------------------
def build_facets(kinds: Iterable[FacetKind], wish: Wish, tally: Tally) -> list[Facet]:
    """Every facet with its values, the chosen ones that nobody has included."""
    values = {kind.name: dict(tally.values.get(kind.name, {})) for kind in kinds}
    for name, chosen in wish.chosen.items():
        for value in chosen:
            values.setdefault(name, {}).setdefault(value, Found())
    reach = tally.without
    return [
        Facet(k.name, k.title, _options(k, values[k.name], wish), reach.get(k.name)) for k in kinds
    ]


def are_drawn(facets: Iterable[Facet]) -> bool:
    """Whether any facet leaves something to choose; without one there is no room for them."""
    return any(facet.is_shown for facet in facets)


def _options(kind: FacetKind, found: Mapping[str, Found], wish: Wish) -> list[Option]:
    chosen = wish.chosen.get(kind.name, frozenset())
    options = [
        Option(value, _label(kind, value, entry), entry.count, value in chosen)
        for value, entry in found.items()
    ]
    places = {value: place for place, value in enumerate(kind.labels or ())}

    def place(option: Option) -> tuple[Any, ...]:
        own = places.get(option.value, len(places)) if places else found[option.value].place
        return (-option.count if kind.is_ranked else own, fold(option.label))

    return sorted(options, key=place)


def _label(kind: FacetKind, value: str, found: Found) -> str:
    named = kind.labels.get(value) if kind.labels else None
    return str(named or found.label or value)


def build_chips(
    request: HttpRequest, kinds: Iterable[FacetKind], facets: Iterable[Facet]
) -> list[Chip]:
    """What is chosen, each with the address of the list without it."""
    clean = {kind.name: kind.clean for kind in kinds}
    return [
        Chip(
            label=option.label,
            url=_without(request, facet.name, clean[facet.name], option.value),
            title=facet.title,
        )
        for facet in facets
        for option in facet.chosen
    ]


def build_ways_out(
    request: HttpRequest, facets: Iterable[Facet], counts: Mapping[str, int]
) -> list[Chip]:
    """For an empty list: which filter to drop, and how many rows that would show; the most first.

    Those that would show nothing either are left out.
    """
    named = {facet.name: facet for facet in facets}
    ways = [
        Chip(
            label=_words(request, named, name),
            url=_without(request, name),
            title=named[name].title if name in named else "",
            count=count,
        )
        for name, count in counts.items()
        if count
    ]
    return sorted(ways, key=lambda way: -(way.count or 0))


def _words(request: HttpRequest, facets: Mapping[str, Facet], name: str) -> str:
    if name not in facets:
        return _("“%(words)s”") % {"words": request.GET.get(QUERY, "").strip()[:200]}
    return ", ".join(option.label for option in facets[name].chosen)


def _without(
    request: HttpRequest, name: str, clean: Callable[[str], str] = str, value: str = ""
) -> str:
    """The address of the list without one value of a filter, or without all of it."""
    query = request.GET.copy()
    kept = [v for v in query.getlist(name) if value and clean(v[:80]) != value]
    query.setlist(name, kept)
    query.pop("page", None)
    return f"?{query.urlencode()}"


@dataclass(frozen=True)
class Layout:
    """A way to lay out a list, its address, and whether it is the present one."""

    name: str
    title: Any
    icon: str
    url: str
    is_present: bool


#: The ways to lay out a list of people; the first one unless another is asked for.
LAYOUTS = {"list": (gettext_lazy("List"), "list-ul"), "cards": (gettext_lazy("Cards"), "grid")}
_LAYOUT_COOKIE = "directory_view"
_A_YEAR = 365 * 24 * 3600


def read_layouts(request: HttpRequest) -> list[Layout]:
    """The ways to lay out the list: the address says which, else the last choice."""
    asked = request.GET.get("view", request.COOKIES.get(_LAYOUT_COOKIE, ""))
    present = asked if asked in LAYOUTS else next(iter(LAYOUTS))
    found = []
    for name, (title, icon) in LAYOUTS.items():
        query = request.GET.copy()
        query["view"] = name
        found.append(Layout(name, title, icon, f"?{query.urlencode()}", name == present))
    return found


def remember_layout(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Have the browser keep a choice that was just made."""
    if request.GET.get("view") in LAYOUTS:
        response.set_cookie(
            _LAYOUT_COOKIE,
            request.GET["view"],
            max_age=_A_YEAR,
            path=request.path,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


class CountedPaginator(Paginator[Any]):
    """Pages of a list whose length is known already, so that it is not counted again."""

    def __init__(self, rows: Any, total: int, per_page: int = PER_PAGE) -> None:
        self.total = total
        super().__init__(rows, per_page)

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return self.total


def page_of(request: HttpRequest, rows: Any, total: int) -> Page[Any]:
    """The page that the address asks for, the nearest one when there is none such; an empty list
    is not asked for.
    """
    return CountedPaginator(rows if total else [], total).get_page(request.GET.get("page"))
