"""What the shell around every page needs."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import ClubSettings
from accounts.registry import nav_items
from club.lib.urls import fixed_path
from notifications.models import BellState
from notifications.querysets import BellNow

THEMES = ("light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """The club's words, the viewer, the navigation, the bell, and the theme of this browser."""
    theme = request.COOKIES.get("theme", "")
    return {
        "club": SimpleLazyObject(lambda: ClubSettings.load(request_or_site=request)),
        "viewer": getattr(request, "viewer", None),
        "site_preview": getattr(request, "preview", None),
        "nav_items": SimpleLazyObject(lambda: _navigation(request)),
        "bell": SimpleLazyObject(lambda: _bell(request)),
        "theme": theme if theme in THEMES else "",
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return []
    return [
        {
            "name": item.name,
            "label": str(item.label),
            "icon": item.icon,
            "url": fixed_path(item.url_name),
            "current": any(
                _is_behind(request.path, fixed_path(name)) for name in (item.url_name, *item.also)
            ),
        }
        for item in nav_items
        if item.is_for(viewer)
    ]


def _is_behind(path: str, door: str) -> bool:
    return path == door if door == "/" else path.startswith(door)


def _bell(request: HttpRequest) -> BellNow:
    """What stands on the bell of who asks: one query."""
    viewer = getattr(request, "viewer", None)
    if viewer is None or viewer.user_id is None:
        return BellNow()
    return BellState.objects.now(viewer.user_id)
