"""The list of members."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.audience import require_member_or_staff
from members.models.search import memberships_matching_q
from members.querysets import by_name, visible_memberships
from members.rules import is_honour
from members.views import facets


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Members by name, narrowed by words, sector and region. One query counts for all filters."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require_member_or_staff(viewer)
    choice = facets.Choice.of(request)
    found = visible_memberships(viewer).filter(memberships_matching_q(choice.query))
    groups = facets.read_groups(
        found.order_by()
        .values_list(
            "company__sector__slug",
            "company__sector__name_fr",
            "company__sector__name_en",
            "company__region",
        )
        .annotate(count=Count("pk"))
    )
    rows = by_name(found.filter(**choice.filters("company__")))
    sectors = facets.build_sectors(groups, choice)
    regions = facets.build_regions(groups, choice)
    page = facets.page_of(request, rows, groups, choice)
    context = {
        "page": page,
        "people": [_row(membership) for membership in page],
        "choice": choice,
        "sectors": sectors,
        "regions": regions,
        "chips": facets.chips(request, [("sector", sectors), ("region", regions)]),
    }
    return render(request, "members/directory.html", context)


def _row(membership: Any) -> dict[str, Any]:
    """What one line of the list shows; reads nothing that was not fetched with it."""
    company, person = membership.company, membership.person
    profile = getattr(person, "profile", None)
    topics = profile.help_topics if profile else []
    return {
        "person": person,
        "membership": membership,
        "company": company,
        "topics": ", ".join(topics[:6]),
        "tier": company.tier if is_honour(company.tier) else None,
    }


def rows_of(memberships: Any) -> list[dict[str, Any]]:
    """The same lines for other pages that list people."""
    return [_row(membership) for membership in memberships]
