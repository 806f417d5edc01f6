"""The list of members."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.audience import require_member_or_staff
from accounts.enums import CompanySize, JobFunction
from members.models.directory import ORDERS, Directory
from members.models.search import fold_topic
from members.models.sight import see_people
from members.views import facets
from members.views.facets import FacetKind

KINDS = (
    FacetKind("helps", _("Can help with"), is_ranked=True, clean=fold_topic),
    FacetKind("looks", _("Is looking for"), is_ranked=True, clean=fold_topic),
    FacetKind("sector", _("Sector")),
    FacetKind("function", _("Function"), dict(JobFunction.choices)),
    FacetKind("size", _("Size of the company"), dict(CompanySize.choices)),
    FacetKind("region", _("Region")),
)
SORTS = (
    ("name", _("by name")),
    ("company", _("by company")),
    ("new", _("newest first")),
)


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Members, narrowed by words and facets, at an address that can be sent to a colleague.

    Three queries of its own: one counts for the facets, one the subjects, and one fetches the
    page, or says for an empty list what each filter holds back.
    """
    viewer = request.viewer  # type: ignore[attr-defined]
    require_member_or_staff(viewer)
    wish = facets.read_wish(request, KINDS, ORDERS)
    people = Directory(viewer, wish)
    tally = people.tally()
    shown = facets.build_facets(KINDS, wish, tally)
    page = facets.page_of(request, people.rows(), tally.total)
    counts = {} if tally.total else people.count_without(tally)
    context = {
        "page": page,
        "people": see_people(page, viewer),
        "wish": wish,
        "facets": shown,
        "has_facets": facets.are_drawn(shown),
        "chips": facets.build_chips(request, KINDS, shown),
        "ways_out": facets.build_ways_out(request, shown, counts),
        "sorts": SORTS,
    }
    return render(request, "members/directory.html", context)
