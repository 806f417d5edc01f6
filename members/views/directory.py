"""The list of members."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.audience import require_member_or_staff
from members.models.search import memberships_matching_q
from members.models.sight import see_people
from members.querysets import by_name, visible_memberships, with_closeness
from members.views import facets


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Members by name, narrowed by words, sector and region. One query counts for all filters."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require_member_or_staff(viewer)
    choice = facets.Choice.of(request)
    found = visible_memberships(viewer).filter(memberships_matching_q(choice.query, viewer))
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
    rows = by_name(with_closeness(found.filter(**choice.filters("company__")), viewer))
    sectors = facets.build_sectors(groups, choice)
    regions = facets.build_regions(groups, choice)
    page = facets.page_of(request, rows, groups, choice)
    context = {
        "page": page,
        "people": see_people(page, viewer),
        "choice": choice,
        "sectors": sectors,
        "regions": regions,
        "chips": facets.chips(request, [("sector", sectors), ("region", regions)]),
    }
    return render(request, "members/directory.html", context)
