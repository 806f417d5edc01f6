"""The list of companies: who fits what somebody looks for, and what each filter would show."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from accounts.models import Company
from accounts.querysets import active_q, listed_q
from accounts.viewer import Viewer
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
from members.models.search import PersonTopic, companies_matching_q
from members.models.spelling import similar_companies
from members.models.wish import QUERY, Wish, terms_of
from members.querysets import visible_memberships
from members.rules import shown_rows_q

COLUMNS = (
    Column("sector", "sector__slug", ("sector__name_fr", "sector__name_en"), "sector__place"),
    Column("size", "size"),
    Column("region", "region"),
    TIER,
)


def with_people_count(companies: Any) -> Any:
    """Companies with `people_count`, those whom the directory shows, sector and tier."""
    listed = active_q("memberships__") & Q(memberships__person__is_active=True)
    listed &= listed_q("memberships__person_id")
    counted = companies.annotate(people_count=Count("memberships", filter=listed))
    return counted.select_related("sector", "tier")


class CompanyList(Faceted[Company]):
    """The companies that a viewer finds by a wish. Facets that the wish does not name are neither
    asked nor counted; those of subjects look at what the viewer may read of a company's people.
    """

    def __init__(self, viewer: Viewer, wish: Wish) -> None:
        self.viewer, self.wish, self.terms = viewer, wish, terms_of(wish)
        self.columns = [column for column in COLUMNS if column.name in wish.chosen]
        self.sides = [side for side in TopicSide if side.value in wish.chosen]

    def rows(self) -> "QuerySet[Company]":
        """Who fits, by name, with all that a list shows of them."""
        found: QuerySet[Company] = with_people_count(self._fitting())
        return found.order_by("directory_entry__sort_name", "pk")

    def similar(self, count: int, but: Collection[int]) -> list[Company]:
        """Companies that fit all but the words, and whose names are spelled nearly so."""
        rows = with_people_count(self._fitting(QUERY))
        return similar_companies(rows, self.wish.query, count, but)

    def tally(self) -> Tally:
        """How many fit, and how many each value of each facet would show."""
        groups = grouped(self._matching(), self.columns)
        found = tally(groups, self.columns, self.wish.chosen)
        counts = [self._topics()] if self.sides else []
        unnamed = unnamed_sectors(found, self.wish.chosen)
        counts += [sectors_named(unnamed)] if unnamed else []
        found.add_all(in_one(counts) if counts else ())
        return found

    def _matching(self, but: str = "") -> "QuerySet[Company]":
        """Who fits the words and the subjects, one of these left out of account."""
        found: QuerySet[Company] = Company.objects.visible_to(self.viewer)
        if but != QUERY:
            found = found.filter(companies_matching_q(self.wish.query))
        for side in self.sides:
            folded = self.wish.chosen[side.value]
            if folded and side.value != but:
                found = found.filter(pk__in=self._with_people(side, folded))
        return with_honour(found, "tier") if TIER.name in self.wish.chosen else found

    def _with_people(self, side: TopicSide, folded: frozenset[str]) -> Any:
        """Ids of companies of whose people one has one of these subjects."""
        shown = PersonTopic.objects.filter(shown_rows_q(self.viewer))
        people = shown.filter(side=side, folded__in=folded).values("person_id")
        return visible_memberships(self.viewer).filter(person__in=people).values("company_id")

    def _topics(self) -> "QuerySet[PersonTopic, Any]":
        """Side, subject, label and number of companies, each side as if nothing were chosen in
        it."""
        chosen = {side: self.wish.chosen[side.value] for side in self.sides}
        fits = Q()
        for side in chosen:
            companies = self._fitting(side.value if chosen[side] else "").values("pk")
            people = visible_memberships(self.viewer).filter(company__in=companies)
            fits |= Q(side=side, person__memberships__in=people.values("pk"))
        shown = PersonTopic.objects.filter(shown_rows_q(self.viewer), fits)
        counted = (
            shown.order_by()
            .values("side", "folded")
            .annotate(
                name=Min("label"), people=Count("person__memberships__company", distinct=True)
            )
        )
        return most_frequent(counted, chosen, self.terms.topics)
