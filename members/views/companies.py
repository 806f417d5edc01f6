"""The list of companies, and one company's page."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.audience import get_visible_or_404, require_member_or_staff
from accounts.models import Company
from accounts.querysets import active_q, listed_q
from members.models.search import companies_matching_q
from members.models.sight import see_people
from members.querysets import by_name, visible_memberships, with_closeness
from members.rules import can_invite_colleagues, is_honour
from members.views import facets


@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    """Companies by name, narrowed by words, sector and region."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require_member_or_staff(viewer)
    choice = facets.Choice.of(request)
    found = Company.objects.visible_to(viewer).filter(companies_matching_q(choice.query))
    groups = facets.read_groups(
        found.order_by()
        .values_list("sector__slug", "sector__name_fr", "sector__name_en", "region")
        .annotate(count=Count("pk"))
    )
    sectors = facets.build_sectors(groups, choice)
    regions = facets.build_regions(groups, choice)
    rows = with_people_count(found.filter(**choice.filters())).order_by(
        "directory_entry__sort_name", "pk"
    )
    page = facets.page_of(request, rows, groups, choice)
    context = {
        "page": page,
        "companies": [_row(company) for company in page],
        "choice": choice,
        "sectors": sectors,
        "regions": regions,
        "chips": facets.chips(request, [("sector", sectors), ("region", regions)]),
    }
    return render(request, "members/company_list.html", context)


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
    }
    return render(request, "members/company_detail.html", context)
