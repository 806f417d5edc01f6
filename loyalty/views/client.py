"""One client."""

from django.http import HttpRequest, HttpResponse

from loyalty.enums import LookedAt
from loyalty.services import log_look
from loyalty.views.access import get_client_or_404, refuse_writing
from loyalty.views.sheet import show_sheet


def client(request: HttpRequest, slug: str) -> HttpResponse:
    """The number, what it is made of, why it moved, who is there, and what was logged."""
    company = get_client_or_404(request, slug)
    if refusal := refuse_writing(request):
        return refusal
    log_look(request.viewer, page=LookedAt.CLIENT, company=company)  # type: ignore[attr-defined]
    return show_sheet(request, company, "loyalty/client.html")
