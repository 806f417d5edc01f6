"""What home itself adds to the day."""

from typing import Any

from django.http import HttpRequest

from accounts.enums import Role
from accounts.models import ClubSettings
from accounts.viewer import Viewer
from home.models import NewsPage
from home.querysets import news_list
from members.models import JoinRequest

NEWS_SHOWN = 3


def latest_news(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """The last news that the viewer may see; for staff also when there is none, to say so."""
    news = list(news_list(NewsPage.objects, viewer)[:NEWS_SHOWN])
    return {"news": news} if news or viewer.is_organiser else None


def opening_lead(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """For staff before the opening: that it has not happened, and who goes on with it."""
    if not viewer.is_staff or ClubSettings.load(request_or_site=request).is_open:
        return None
    return {"goes_on": viewer.has_role(Role.ADMINISTRATOR)}


def staff_lead(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """For staff: how many people wait to be let in."""
    if not viewer.is_staff:
        return None
    return {"waiting": JoinRequest.objects.visible_to(viewer).open().count()}


def waiting_requests(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """For staff: the requests to join that wait for an answer, the oldest first."""
    if not viewer.is_staff:
        return None
    rows = list(JoinRequest.objects.visible_to(viewer).open().order_by("created_at")[:NEWS_SHOWN])
    return {"requests": rows} if rows else None
