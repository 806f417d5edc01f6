"""The list of companies, and one company's page."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.audience import Viewer, get_visible_or_404, require_member_or_staff
from accounts.models import ClubSettings, Company
from members.models.company_list import CompanyList
from members.models.search import topics_of_company
from members.models.sight import see_people
from members.querysets import by_name, visible_memberships, with_closeness
from members.rules import (
    can_edit_company,
    can_invite_colleagues,
    can_note_departures,
    can_see_rivals,
    is_honour,
)
from members.views import facets
from members.views.kinds import offered_company_facets

#: So many subjects of a company's people are shown, the most frequent ones.
TOPICS_SHOWN = 12


@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    """Companies by name, narrowed by words and by the filters that the club chose."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require_member_or_staff(viewer)
    kinds = offered_company_facets(ClubSettings.load(request_or_site=request).company_facets)
    wish = facets.read_wish(request, kinds, ["name"])
    companies = CompanyList(viewer, wish)
    counted = companies.tally()
    shown = facets.build_facets(kinds, wish, counted)
    page = facets.page_of(request, companies.rows(), counted.total)
    similar = _similar(companies, counted.total, page)
    without = {} if counted.total or similar else companies.count_without(counted)
    context = {
        "page": page,
        "companies": [_row(company) for company in page],
        "similar": [_row(company) for company in similar],
        "wish": wish,
        "facets": shown,
        "has_facets": facets.are_drawn(shown),
        "chips": facets.build_chips(request, kinds, shown),
        "ways_out": facets.build_ways_out(request, shown, without),
    }
    return render(request, "members/company_list.html", context)


def _similar(companies: CompanyList, total: int, page: Page[Any]) -> list[Company]:
    """Companies with similar names, where the words find few."""
    if not companies.wish.query or total > facets.FEW:
        return []
    return companies.similar(facets.SIMILAR, [row.pk for row in page])


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
