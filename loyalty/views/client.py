"""One client."""

from django.http import HttpRequest, HttpResponse

from loyalty.enums import LookedAt
from loyalty.services import log_look
from loyalty.views.access import refuse_writing
from loyalty.views.sheet import show_sheet
from loyalty.views.whole import get_whole_or_404


def client(request: HttpRequest, slug: str) -> HttpResponse:
    """The number, what it is made of, why it moved, who is there, and what was logged."""
    found = get_whole_or_404(request, slug)
    if refusal := refuse_writing(request):
        return refusal
    viewer = request.viewer  # type: ignore[attr-defined]
    log_look(viewer, page=LookedAt.CLIENT, company=found.company)
    return show_sheet(request, found, "loyalty/client.html")
