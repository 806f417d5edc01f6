"""What the desk opens with: events that wait for somebody's second look."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.components import Component

from events.models import EventPage, PublishRequest
from events.services import pages_with_outside

ROWS = 8


class AskedPanel(Component):
    """For organisers: what colleagues ask to publish, and what the viewer asked; else nothing."""

    order = 30
    template_name = "events/desk/asked_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The open requests, the oldest first."""
        request = parent_context["request"]
        rows = PublishRequest.objects.visible_to(request.viewer).open()
        found = list(rows.select_related("asked_by", "page").order_by("asked_at")[:ROWS])
        return {
            "asked": [row for row in found if row.asked_by_id != request.user.pk],
            "own": [row for row in found if row.asked_by_id == request.user.pk],
        }


class OutsidePanel(Component):
    """For organisers: events whose registered people see them no more; else nothing."""

    order = 31
    template_name = "events/desk/outside_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The events, each with how many people."""
        if not parent_context["request"].viewer.is_organiser:
            return {"rows": []}
        counts = pages_with_outside()
        pages = EventPage.objects.filter(pk__in=counts).order_by("pk")[:ROWS]
        return {"rows": [(page, counts[page.pk]) for page in pages]}


class AskColleagueItem(ActionMenuItem):
    """In place of “Publish”, where a second person publishes: saves, then asks."""

    name = "action-publish"
    label = _("Ask a colleague to publish")
    icon_name = "group"
