"""The list of members."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.audience import require_member_or_staff
from accounts.models import ClubSettings, Membership
from members.models.directory import ORDERS, Directory
from members.models.sight import see_people
from members.views import facets
from members.views.facets import Facet, Option
from members.views.kinds import offered_facets

SORTS = (
    ("name", _("by name")),
    ("company", _("by company")),
    ("new", _("newest first")),
)


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Members, narrowed by words and facets, at an address that can be sent to a colleague.

    Three queries of its own: one counts for the facets, one the subjects, and one fetches the
    page. Where the words find few or nobody, one more looks for similar names; where there are
    none either, one says what each filter holds back.
    """
    viewer = request.viewer  # type: ignore[attr-defined]
    require_member_or_staff(viewer)
    kinds = offered_facets(ClubSettings.load(request_or_site=request).directory_facets)
    wish = facets.read_wish(request, kinds, ORDERS)
    people = Directory(viewer, wish)
    tally = people.tally()
    shown = facets.build_facets(kinds, wish, tally)
    page = facets.page_of(request, people.rows(), tally.total)
    similar = _similar(people, tally.total, page)
    counts = {} if tally.total or similar else people.count_without(tally)
    layouts = facets.read_layouts(request)
    context = {
        "page": page,
        "people": see_people(page, viewer),
        "wanted": _wanted(shown) if viewer.is_member and not tally.total else [],
        "similar": see_people(similar, viewer),
        "layouts": layouts,
        "in_cards": layouts[-1].is_present,
        "wish": wish,
        "facets": shown,
        "has_facets": facets.are_drawn(shown),
        "chips": facets.build_chips(request, kinds, shown),
        "ways_out": facets.build_ways_out(request, shown, counts),
        "sorts": SORTS,
    }
    response = render(request, "members/directory.html", context)
    return facets.remember_layout(request, response)


def _wanted(shown: list[Facet]) -> list[Option]:
    """The chosen subjects that nobody offers whom the viewer can find."""
    chosen = [option for facet in shown if facet.name == "helps" for option in facet.chosen]
    return [option for option in chosen if not option.count]


def _similar(people: Directory, total: int, page: Page[Any]) -> list[Membership]:
    """People with similar names, where the words find few."""
    if not people.wish.query or total > facets.FEW:
        return []
    return people.similar(facets.SIMILAR, [row.pk for row in page])
