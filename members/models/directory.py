"""The directory of people: what somebody looks for, who fits, and what each filter would show."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import CharField, Count, Min, Q, QuerySet

from accounts.models import Membership
from accounts.viewer import PerViewer, Viewer
from club.lib.prepared import Params
from members.enums import TopicSide
from members.models.facets import (
    TIER,
    Column,
    Faceted,
    Tally,
    grouped,
    in_one,
    most_frequent,
    sectors_named,
    tally,
    unnamed_sectors,
    with_honour,
)
from members.models.search import PersonTopic, memberships_with_words_q
from members.models.spelling import similar_people
from members.models.wish import (
    QUERY,
    Outline,
    Terms,
    Wish,
    outline_of,
    terms_of,
    values_of,
)
from members.querysets import visible_memberships, with_closeness
from members.registry import Values, directory_facets
from members.rules import shown_rows_q

COLUMNS = (
    Column(
        "sector",
        "company__sector__slug",
        ("company__sector__name_fr", "company__sector__name_en"),
        "company__sector__place",
    ),
    Column("size", "company__size"),
    Column("region", "company__region"),
    Column("function", "function"),
    TIER,
)
#: How a list of people is sorted; the first one unless another is asked for.
ORDERS: Mapping[str, tuple[str, ...]] = {
    "name": ("person__profile__sort_name", "person_id"),
    "company": (
        "company__directory_entry__sort_name",
        "person__profile__sort_name",
        "person_id",
    ),
    "new": ("-started_on", "-pk"),
}
#: So many rows are asked for at a time, or a multiple of it: a page of the list.
ROWS_ASKED = 30
_UNNAMED = "unnamed sectors"


class Directory:
    """The people whom a viewer finds by a wish. Each method asks the database once,
    and `tally` twice. Facets that the wish does not name are neither asked nor counted.
    """

    def __init__(self, viewer: Viewer, wish: Wish) -> None:
        self.viewer, self.wish = viewer, wish
        self._terms = terms_of(wish)
        self._outline, self._values = outline_of(self._terms), values_of(self._terms)
        self._people = People(viewer, self._terms)

    def rows(self) -> "Rows":
        """Who fits, sorted, with all that a list shows of them."""
        return Rows(self.viewer, self._outline, self._values)

    def similar(self, count: int, but: Collection[int]) -> list[Membership]:
        """People who fit all but the words, and whose names are spelled nearly so."""
        rows = self._people.rows(QUERY)
        return similar_people(rows, self.wish.query, self.viewer, count, but)

    def tally(self) -> Tally:
        """How many fit, and how many each value of each facet would show."""
        chosen, people = self.wish.chosen, self._people
        groups = _groups(self.viewer, self._outline, **self._values)
        found = tally(groups, people.columns, chosen)
        unnamed = unnamed_sectors(found, chosen)
        if people.sides or people.others or unnamed:
            values = self._values | {_UNNAMED: unnamed}
            found.add_all(_counts(self.viewer, self._outline, bool(unnamed), **values))
        return found

    def count_without(self, counted: Tally) -> dict[str, int]:
        """How many would fit if one of the filters were dropped, by its name."""
        return self._people.count_without(counted)


class Rows:
    """People in their order, of whom a slice is asked for at a time."""

    def __init__(self, viewer: Viewer, outline: Outline, values: Mapping[str, Any]) -> None:
        self._viewer, self._outline, self._values = viewer, outline, values

    def __getitem__(self, part: slice) -> list[Membership]:
        """One query. It asks for whole pages: the last one is as long as there are people, and
        would make a text of its own for each number of them.
        """
        first, count = part.start or 0, part.stop - (part.start or 0)
        whole = -(-count // ROWS_ASKED) * ROWS_ASKED
        found: list[Membership] = _part(self._viewer, self._outline, first, whole, **self._values)
        return found[:count]


@PerViewer
def _groups(viewer: Viewer, outline: Outline) -> Any:
    return People(viewer, outline.with_places()).groups()


@PerViewer
def _counts(viewer: Viewer, outline: Outline, names_sectors: bool) -> Any:
    counts = People(viewer, outline.with_places()).counts()
    named = [sectors_named(Params(_UNNAMED, CharField()))] if names_sectors else []
    return in_one([*counts, *named])


@PerViewer
def _part(viewer: Viewer, outline: Outline, first: int, count: int) -> Any:
    return People(viewer, outline.with_places()).rows()[first : first + count]


class People(Faceted[Membership]):
    """The queries of the directory, for terms with values or with places for them."""

    def __init__(self, viewer: Viewer, terms: Terms) -> None:
        self.viewer, self.terms = viewer, terms
        self.columns = [column for column in COLUMNS if column.name in terms.chosen]
        self.sides = [side for side in TopicSide if side.value in terms.chosen]
        self.others = [facet for facet in directory_facets if facet.name in terms.chosen]
        self._matched: dict[str, QuerySet[Membership]] = {}

    def rows(self, but: str = "") -> "QuerySet[Membership]":
        """Who fits, sorted, with all that a list shows of them."""
        found = with_closeness(self._fitting(but), self.viewer)
        shown = found.select_related("person__profile", "company__sector", "company__tier")
        return shown.order_by(*ORDERS[self.terms.order])

    def groups(self) -> "QuerySet[Any, Any]":
        """For `tally`: what stands in the columns, and how many have it all."""
        return grouped(self._matching(), self.columns)

    def counts(self) -> "list[QuerySet[Any, Any]]":
        """Facet, value, label and number of what is no column."""
        found = [self._topics()] if self.sides else []
        others = (f.counts(self.viewer, self._fitting(f.name).order_by()) for f in self.others)
        return [*found, *others]

    def _matching(self, but: str = "") -> "QuerySet[Membership]":
        """Who fits the words and the subjects of the wish, one of these left out of account; put
        together once."""
        if but not in self._matched:
            self._matched[but] = self._match(but)
        return self._matched[but]

    def _match(self, but: str) -> "QuerySet[Membership]":
        found = visible_memberships(self.viewer).select_related(None)
        if but != QUERY:
            found = found.filter(self._words_q())
        for side in self.sides:
            labels = self.terms.chosen[side.value]
            if labels and side.value != but:
                found = found.filter(person__in=self._having(side, labels).values("person_id"))
        for facet in self.others:
            values = self.terms.chosen[facet.name]
            if values and facet.name != but:
                found = found.filter(facet.fits_q(self.viewer, values))
        return with_honour(found, "company__tier") if TIER.name in self.terms.chosen else found

    def _words_q(self) -> Q:
        words = self.terms.words
        return Q(pk__in=[]) if words is None else memberships_with_words_q(words, self.viewer)

    def _having(self, side: TopicSide, folded: Values) -> "QuerySet[PersonTopic]":
        """Rows of people who offer or want one of these subjects, as far as the viewer may know."""
        shown = PersonTopic.objects.filter(shown_rows_q(self.viewer))
        return shown.filter(side=side, folded__in=folded)

    def _topics(self) -> "QuerySet[PersonTopic, Any]":
        """Side, subject, label and people: the most frequent subjects of each side among those
        who fit, and the chosen ones."""
        chosen = {side: self.terms.chosen[side.value] for side in self.sides}
        shown = PersonTopic.objects.filter(shown_rows_q(self.viewer), self._of_fitting_q(chosen))
        counted = (
            shown.order_by()
            .values("side", "folded")
            .annotate(name=Min("label"), people=Count("pk"))
        )
        return most_frequent(counted, chosen, self.terms.topics)

    def _of_fitting_q(self, chosen: Mapping[TopicSide, Values]) -> Q:
        """Subjects of people who fit, each side as if nothing were chosen in it."""
        if not any(chosen.values()):
            people = self._fitting().values("person_id")
            return Q(side__in=list(chosen), person__in=people)
        condition = Q()
        for side in chosen:
            people = self._fitting(side.value).values("person_id")
            condition |= Q(side=side, person__in=people)
        return condition
