"""What the editing desk shows for events."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from events.models import EventDate, EventPage


@hooks.register("register_page_header_buttons")
def attendees_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """A way from an event to the list of who comes."""
    if not isinstance(page, EventPage) or not page.live:
        return
    if EventDate.objects.filter(page_id=page.pk).exists():
        yield Button(
            _("Attendees"), f"{page.path_on_site}attendees/", icon_name="group", priority=15
        )


@hooks.register("before_delete_page")
def keep_registrations(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A page with registrations stays: they are part of the history of companies."""
    held = EventDate.objects.filter(
        page__path__startswith=page.path, registrations__isnull=False
    ).exists()
    if not held:
        return None
    messages.error(
        request,
        _(
            "People registered for this event, so it cannot be deleted. Cancel its dates, then "
            "unpublish it."
        ),
    )
    answer: HttpResponse = redirect("wagtailadmin_pages:edit", page.pk)
    return answer


@hooks.register("before_bulk_action")
def keep_registrations_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The same for several pages at once."""
    if action_type != "delete":
        return None
    answers = (keep_registrations(request, page) for page in objects if hasattr(page, "path"))
    return next((answer for answer in answers if answer is not None), None)
