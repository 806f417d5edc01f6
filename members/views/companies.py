"""The list of companies, and one company's page."""

from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.audience import Viewer, get_visible_or_404, require_member_or_staff
from accounts.enums import CompanySize
from accounts.models import Company
from accounts.querysets import active_q, listed_q
from members.models.directory import QUERY, Wish
from members.models.facets import Column, Tally, sectors_to_name, tally
from members.models.search import companies_matching_q, topics_of_company
from members.models.sight import see_people
from members.models.spelling import similar_companies
from members.querysets import by_name, visible_memberships, with_closeness
from members.rules import (
    can_edit_company,
    can_invite_colleagues,
    can_note_departures,
    can_see_rivals,
    is_honour,
)
from members.views import facets
from members.views.facets import FacetKind

#: So many subjects of a company's people are shown, the most frequent ones.
TOPICS_SHOWN = 12
KINDS = (
    FacetKind("sector", _("Sector")),
    FacetKind("size", _("Size"), dict(CompanySize.choices)),
    FacetKind("region", _("Region")),
)
COLUMNS = (
    Column("sector", "sector__slug", ("sector__name_fr", "sector__name_en")),
    Column("size", "size"),
    Column("region", "region"),
)


@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    """Companies by name, narrowed by words, sector, size and region."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require_member_or_staff(viewer)
    wish = facets.read_wish(request, KINDS, ["name"])
    counted = tally(_matching(viewer, wish.query), COLUMNS, wish.chosen)
    counted.add_all(sectors_to_name(counted, wish.chosen))
    shown = facets.build_facets(KINDS, wish, counted)
    rows = with_people_count(_fitting(viewer, wish, wish.query)).order_by(
        "directory_entry__sort_name", "pk"
    )
    page = facets.page_of(request, rows, counted.total)
    similar = _similar(viewer, wish, counted.total, page)
    without = {} if counted.total or similar else _count_without(viewer, wish, counted)
    context = {
        "page": page,
        "companies": [_row(company) for company in page],
        "similar": [_row(company) for company in similar],
        "wish": wish,
        "facets": shown,
        "has_facets": facets.are_drawn(shown),
        "chips": facets.build_chips(request, KINDS, shown),
        "ways_out": facets.build_ways_out(request, shown, without),
    }
    return render(request, "members/company_list.html", context)


def _similar(viewer: Viewer, wish: Wish, total: int, page: Page[Any]) -> list[Company]:
    """Companies that fit what is chosen and have similar names, where the words find few."""
    if not wish.query or total > facets.FEW:
        return []
    rows = with_people_count(_fitting(viewer, wish, ""))
    return similar_companies(rows, wish.query, facets.SIMILAR, [row.pk for row in page])


def _count_without(viewer: Viewer, wish: Wish, counted: Tally) -> dict[str, int]:
    """How many would fit if one of the filters were dropped; chosen facets are counted already."""
    known = {name: n for name, n in counted.without.items() if wish.chosen.get(name)}
    return {QUERY: _fitting(viewer, wish, "").count(), **known} if wish.query else known


def _fitting(viewer: Viewer, wish: Wish, query: str) -> "QuerySet[Company]":
    """The companies that fit what is chosen, and these words."""
    found = _matching(viewer, query)
    for column in COLUMNS:
        values = wish.chosen.get(column.name)
        if values:
            found = found.filter(**{f"{column.path}__in": values})
    return found


def _matching(viewer: Viewer, query: str) -> "QuerySet[Company]":
    """The companies that the words find, whatever is chosen."""
    found: QuerySet[Company] = Company.objects.visible_to(viewer)
    return found.filter(companies_matching_q(query))


def with_people_count(companies: Any) -> Any:
    """Companies with `people_count`, those whom the directory shows, sector and tier."""
    listed = active_q("memberships__") & Q(memberships__person__is_active=True)
    listed &= listed_q("memberships__person_id")
    counted = companies.annotate(people_count=Count("memberships", filter=listed))
    return counted.select_related("sector", "tier")


def _row(company: Any) -> dict[str, Any]:
    return {
        "company": company,
        "tier": company.tier if is_honour(company.tier) else None,
    }


@require_safe
def company_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What a company is and who of it is in the club."""
    viewer = request.viewer  # type: ignore[attr-defined]
    companies = Company.objects.select_related("sector", "tier")
    company = get_visible_or_404(companies, viewer, slug=slug)
    people = by_name(with_closeness(visible_memberships(viewer).filter(company=company), viewer))
    is_mine = viewer.company_id == company.pk
    context = {
        "company": company,
        "people": see_people(people, viewer),
        "is_mine": is_mine,
        "tier": company.tier if is_mine or is_honour(company.tier) else None,
        "may_invite": can_invite_colleagues(viewer, company),
        "answers_for": _answers_for(viewer, company),
        "sees_rivals": can_see_rivals(viewer, company),
        "may_edit": can_edit_company(viewer, company),
        "topics": topics_of_company(viewer, company, TOPICS_SHOWN),
    }
    return render(request, "members/company_detail.html", context)


def _answers_for(viewer: Viewer, company: Company) -> bool:
    """Whether the page leads to the company's people and places; no query for most viewers."""
    if can_invite_colleagues(viewer, company):
        return True
    return viewer.is_staff and can_note_departures(viewer, company)
