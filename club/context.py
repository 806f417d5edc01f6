"""What the shell around every page needs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.models import ClubSettings
from accounts.registry import nav_items

THEMES = ("light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """The club's words, the viewer, the navigation, and the theme that the browser chose."""
    theme = request.COOKIES.get("theme", "")
    return {
        "club": SimpleLazyObject(lambda: ClubSettings.load(request_or_site=request)),
        "viewer": getattr(request, "viewer", None),
        "nav_items": SimpleLazyObject(lambda: _navigation(request)),
        "theme": theme if theme in THEMES else "",
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return []
    return [
        {
            "name": item.name,
            "label": item.label,
            "icon": item.icon,
            "url": (url := reverse(item.url_name)),
            "current": request.path == url if url == "/" else request.path.startswith(url),
        }
        for item in nav_items
        if item.is_for(viewer)
    ]
