"""Views of home: the two pages that everybody opens, and the search."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.audience import require_member_or_staff
from home import search
from home.models import HomePage, NewsIndexPage


@require_safe
def home_page(request: HttpRequest) -> HttpResponse:
    """The root: the public page or the own day."""
    return _serve_only(HomePage, request)


@require_safe
def news_index(request: HttpRequest) -> HttpResponse:
    """The list of news."""
    return _serve_only(NewsIndexPage, request)


def _serve_only(page_type: Any, request: HttpRequest) -> HttpResponse:
    """Serve the one page of its type, without Wagtail looking for it from the root of its tree.

    That spares four queries on the pages that are opened most. Raises Http404.
    """
    page = page_type.objects.live().first()
    if page is None:
        raise Http404
    response: HttpResponse = page.serve(request)
    return response


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
