"""The directory of people: what somebody looks for, who fits, and what each filter would show."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from accounts.models import Membership
from accounts.viewer import Viewer
from members.enums import TopicSide
from members.models.facets import (
    QUERY,
    TIER,
    Column,
    Faceted,
    Tally,
    Wish,
    most_frequent,
    sectors_to_name,
    tally,
    with_honour,
)
from members.models.search import PersonTopic, memberships_matching_q
from members.models.spelling import similar_people
from members.querysets import visible_memberships, with_closeness
from members.registry import directory_facets
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


class Directory(Faceted[Membership]):
    """The people whom a viewer finds by a wish. Each method asks the database once,
    and `tally` twice. Facets that the wish does not name are neither asked nor counted.
    """

    def __init__(self, viewer: Viewer, wish: Wish) -> None:
        self.viewer = viewer
        self.wish = wish
        self.columns = [column for column in COLUMNS if column.name in wish.chosen]
        self.sides = [side for side in TopicSide if side.value in wish.chosen]
        self.others = [facet for facet in directory_facets if facet.name in wish.chosen]
        self._matched: dict[str, QuerySet[Membership]] = {}

    def rows(self) -> "QuerySet[Membership]":
        """Who fits, sorted, with all that a list shows of them."""
        found = with_closeness(self._fitting(), self.viewer)
        shown = found.select_related("person__profile", "company__sector", "company__tier")
        return shown.order_by(*ORDERS[self.wish.order])

    def similar(self, count: int, but: Collection[int]) -> list[Membership]:
        """People who fit all but the words, and whose names are spelled nearly so."""
        found = with_closeness(self._fitting(QUERY), self.viewer)
        shown = found.select_related("person__profile", "company__sector", "company__tier")
        return similar_people(shown, self.wish.query, self.viewer, count, but)

    def tally(self) -> Tally:
        """How many fit, and how many each value of each facet would show."""
        found = tally(self._matching(), self.columns, self.wish.chosen)
        counts = [self._topics()] if self.sides else []
        counts += [f.counts(self.viewer, self._fitting(f.name).order_by()) for f in self.others]
        found.add_all([*counts, *sectors_to_name(found, self.wish.chosen)])
        return found

    def _matching(self, but: str = "") -> "QuerySet[Membership]":
        """Who fits the words and the subjects of the wish, one of these left out of account; put
        together once."""
        if but not in self._matched:
            self._matched[but] = self._match(but)
        return self._matched[but]

    def _match(self, but: str) -> "QuerySet[Membership]":
        found = visible_memberships(self.viewer).select_related(None)
        if but != QUERY:
            found = found.filter(memberships_matching_q(self.wish.query, self.viewer))
        for side in self.sides:
            labels = self.wish.chosen[side.value]
            if labels and side.value != but:
                found = found.filter(person__in=self._having(side, labels).values("person_id"))
        for facet in self.others:
            values = self.wish.chosen[facet.name]
            if values and facet.name != but:
                found = found.filter(facet.fits_q(self.viewer, values))
        return with_honour(found, "company__tier") if TIER.name in self.wish.chosen else found

    def _having(self, side: TopicSide, folded: frozenset[str]) -> "QuerySet[PersonTopic]":
        """Rows of people who offer or want one of these subjects, as far as the viewer may know."""
        shown = PersonTopic.objects.filter(shown_rows_q(self.viewer))
        return shown.filter(side=side, folded__in=folded)

    def _topics(self) -> "QuerySet[PersonTopic, Any]":
        """Side, subject, label and people: the most frequent subjects of each side among those
        who fit, and the chosen ones."""
        chosen = {side: self.wish.chosen[side.value] for side in self.sides}
        shown = PersonTopic.objects.filter(shown_rows_q(self.viewer), self._of_fitting_q(chosen))
        counted = (
            shown.order_by()
            .values("side", "folded")
            .annotate(name=Min("label"), people=Count("pk"))
        )
        return most_frequent(counted, chosen)

    def _of_fitting_q(self, chosen: Mapping[TopicSide, frozenset[str]]) -> Q:
        """Subjects of people who fit, each side as if nothing were chosen in it."""
        if not any(chosen.values()):
            people = self._fitting().values("person_id")
            return Q(side__in=chosen, person__in=people)
        condition = Q()
        for side in chosen:
            people = self._fitting(side.value).values("person_id")
            condition |= Q(side=side, person__in=people)
        return condition
