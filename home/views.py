"""Views of home that are not pages of the tree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.audience import require_member_or_staff
from home import search


@require_safe
def search_view(request: HttpRequest) -> HttpResponse:
    """Everything that the viewer may see and the query names. Raises Http404 for strangers."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require_member_or_staff(viewer)
    query = search.clean_query(request.GET.get("q", ""))
    too_short = search.is_too_short(query)
    groups = [] if too_short else search.find_all(viewer, query)
    context = {
        "query": query,
        "too_short": bool(query) and too_short,
        "groups": groups,
        "count": sum(len(group.hits) for group in groups),
        "has_more": any(group.has_more for group in groups),
    }
    return render(request, "home/search.html", context)
