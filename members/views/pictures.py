"""Faces and logos: served after a check, kept by the one browser that asked."""

import mimetypes

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from accounts.audience import get_visible_or_404
from accounts.models import Company
from club.lib.text import short_hash
from members.models import Profile

#: The address changes with the picture, so this is only how long a removed one may linger in the
#: cache of somebody who has seen it.
MAX_AGE = 600


@require_safe
def face(request: HttpRequest, person_id: int) -> HttpResponseBase:
    """The face of a person whom the viewer finds in the directory, or the viewer's own."""
    viewer = request.viewer  # type: ignore[attr-defined]
    profile = get_visible_or_404(Profile.objects.all(), viewer, person_id=person_id)
    return serve(request, profile.face)


@require_safe
def logo(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The logo of a company that the viewer finds in the directory."""
    viewer = request.viewer  # type: ignore[attr-defined]
    company = get_visible_or_404(Company.objects.all(), viewer, slug=slug)
    return serve(request, company.logo)


def serve(request: HttpRequest, picture: FieldFile) -> HttpResponseBase:
    """The picture, or 304 when the browser has it. Raises Http404 when there is none."""
    if not picture:
        raise Http404
    etag = f'"{short_hash(picture.name or "")}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _whole(picture)
    response.headers["ETag"] = etag
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    patch_cache_control(response, private=True, max_age=MAX_AGE)
    return response


def _whole(picture: FieldFile) -> HttpResponse:
    try:
        with picture.open("rb") as stored:
            content = stored.read()
    except FileNotFoundError:
        raise Http404 from None
    kind = mimetypes.guess_type(picture.name or "")[0] or "application/octet-stream"
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = "inline"
    return response
