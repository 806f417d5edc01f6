"""Subjects to choose from while one types."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from accounts.audience import require_member_or_staff
from members.models.search import topics_in_use

SHOWN = 8


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """The subjects in use that begin with `q`, the most used first; for people of the club."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require_member_or_staff(viewer)
    typed = request.GET.get("q", "").replace("\0", "")[:80]
    return JsonResponse({"topics": topics_in_use(viewer, typed, SHOWN)})
