"""What the desk adds to places that belong to all: a door, and what changed since yesterday."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.registry import DayCard, NavItem, day_cards, nav_items
from accounts.viewer import Viewer
from club.lib import clock
from loyalty.rules import has_desk
from loyalty.views.overnight import changes_since_yesterday

#: Clients on the card of the day.
ROWS = 4


def register_places() -> None:
    """Called once, when the app is ready."""
    nav_items.register(
        NavItem("portfolio", 10, _("Portfolio"), "loyalty:portfolio", "briefcase", has_desk)
    )
    day_cards.register(
        DayCard("loyalty.changes", 5, "main", "loyalty/_day_changes.html", changes_card)
    )


def changes_card(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """For who has a portfolio: what changed in the own clients since yesterday."""
    if not has_desk(viewer):
        return None
    found = changes_since_yesterday(viewer, clock.today())
    return {"rows": found[:ROWS], "more": max(0, len(found) - ROWS)}
