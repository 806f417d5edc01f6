"""What the editing desk opens with: write something, what waits, what comes."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from accounts.enums import Role
from club.lib import clock
from events.models import EventDate, EventIndexPage, EventPage
from home.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from members.models import JoinRequest

ROWS = 8


class RequestsPanel(Component):
    """For the whole staff: who asks to be let in, and the way to what else this person does."""

    order = 40
    template_name = "home/cms/requests_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The oldest requests that wait, as the viewer may see them."""
        viewer = parent_context["request"].viewer
        waiting = JoinRequest.objects.visible_to(viewer).open().order_by("created_at", "pk")
        return {
            "requests": waiting[:ROWS],
            "invites": not viewer.is_organiser,
            "manages_people": viewer.has_role(Role.ADMINISTRATOR),
        }


class DeskPanel(Component):
    """For organisers; prints nothing for others."""

    order = 50
    template_name = "home/cms/desk_panel.html"

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """The panel, where the viewer may write pages."""
        request = parent_context["request"] if parent_context else None
        if request is None or not request.viewer.is_organiser:
            return ""
        html: str = super().render_html(parent_context)
        return html

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Where to begin, drafts with their hour, and the next dates."""
        viewer = parent_context["request"].viewer
        coming = EventDate.objects.visible_to(viewer).upcoming(clock.now())
        drafts = Page.objects.filter(live=False).type(EventPage, NewsPage, StandardPage)
        return {
            "actions": list(_actions()),
            "waiting": drafts.order_by("-latest_revision_created_at")[:ROWS],
            "coming": coming.select_related("page__audience")[:ROWS],
        }


def _actions() -> Iterator[dict[str, str]]:
    parent: Any
    for parent, kind, label in [
        (EventIndexPage, EventPage, _("A new event")),
        (NewsIndexPage, NewsPage, _("A piece of news")),
        (HomePage, StandardPage, _("A page of text")),
    ]:
        place = parent.objects.values_list("pk", flat=True).first()
        if place:
            words = [kind._meta.app_label, kind._meta.model_name, place]
            yield {"url": reverse("wagtailadmin_pages:add", args=words), "label": label}
