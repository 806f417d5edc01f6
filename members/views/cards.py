"""The own card with its code, and people as address books read them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from club.lib import qr
from club.lib.text import ascii_slug
from club.lib.urls import absolute_url
from club.lib.vcard import Card, build_vcard
from members.models.sight import PersonSight, see_person
from members.views.acting import member_or_404
from members.views.people import SCANNED, get_reachable_or_404


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """The own code, for a phone that is held out and for paper."""
    viewer = member_or_404(request)
    sight = see_person(get_reachable_or_404(viewer, viewer.user_id), viewer)
    return render(request, "members/card.html", {"sight": sight, "person": sight.person})


@require_safe
def code_svg(request: HttpRequest) -> HttpResponse:
    """The code alone, as a drawing."""
    return _private(HttpResponse(qr.svg(_address(request)), content_type="image/svg+xml"))


@require_safe
def code_png(request: HttpRequest) -> HttpResponse:
    """The code alone, as a picture to save."""
    response = HttpResponse(qr.png(_address(request)), content_type="image/png")
    response.headers["Content-Disposition"] = 'attachment; filename="code.png"'
    return _private(response)


@require_safe
def vcard(request: HttpRequest, person_id: int) -> HttpResponse:
    """A person for an address book: what the viewer reads on the page, and nothing else."""
    viewer = request.viewer  # type: ignore[attr-defined]
    sight = see_person(get_reachable_or_404(viewer, person_id), viewer)
    response = HttpResponse(build_vcard(_card(sight)), content_type="text/vcard; charset=utf-8")
    name = ascii_slug(sight.person.full_name, "card")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.vcf"'
    return _private(response)


def _card(sight: PersonSight) -> Card:
    person = sight.person
    return Card(
        first_name=person.first_name,
        last_name=person.last_name,
        full_name=person.full_name,
        organisation=sight.company.name,
        title=sight.membership.job_title,
        email=sight.email,
        phone=sight.phone,
        url=absolute_url(reverse("members:person-detail", args=[person.pk])),
        changed_at=sight.profile.updated_at,
    )


def _address(request: HttpRequest) -> str:
    """What the code of the viewer opens. Raises Http404 for who has no page."""
    viewer = member_or_404(request)
    path = reverse("members:person-detail", args=[viewer.user_id])
    return absolute_url(f"{path}?{SCANNED}=1")


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response
