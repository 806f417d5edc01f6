"""Looking at a draft with somebody else's eyes."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audience import Viewer, stranger, viewer_of_tier
from accounts.models import Tier

TEAM, STRANGER = "team", "stranger"


def preview_modes() -> list[tuple[str, Any]]:
    """Name and words of each of them: the team, a member of each tier, a stranger."""
    tiers = Tier.objects.order_by("rank")
    return [
        (TEAM, gettext_lazy("The team")),
        *((_of_tier(tier), _as_member(tier)) for tier in tiers),
        (STRANGER, gettext_lazy("A stranger")),
    ]


def serve_preview_as(
    page: Any, request: HttpRequest, mode: str, render: Callable[..., HttpResponse]
) -> HttpResponse:
    """What somebody of this `mode` meets at the address of the page once it is published."""
    viewer, words = _viewer(mode)
    if viewer is not None:
        request.viewer = viewer  # type: ignore[attr-defined]
        request.preview_person = None  # type: ignore[attr-defined]
        request.preview_as = words  # type: ignore[attr-defined]
        if not page.is_visible_to(viewer):
            context = {"page": page, "audience": page.audience}
            return TemplateResponse(request, "events/preview_refused.html", context)
    return render(request, mode)


def _viewer(mode: str) -> tuple[Viewer | None, str]:
    """None for the team, who look as themselves, and for a mode that there is not."""
    if mode == STRANGER:
        return stranger(), _("A stranger")
    tier = next((tier for tier in Tier.objects.all() if _of_tier(tier) == mode), None)
    return (viewer_of_tier(tier), _as_member(tier)) if tier else (None, "")


def _of_tier(tier: Tier) -> str:
    return f"tier-{tier.slug}"


def _as_member(tier: Tier) -> str:
    return _("A member of the tier “%(tier)s”") % {"tier": tier.name}
