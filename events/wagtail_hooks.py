"""What the editing desk shows for events, and what it asks before it publishes one."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from events import services
from events.desk import gates, panels
from events.desk.copies import Duplicate, Series
from events.desk.kinds import NewEvent
from events.desk.outside import OutsidePeople
from events.desk.publishing import Publish
from events.models import EventDate, EventPage
from events.services.dates import TOLD
from events.viewsets import PeopleChooser

_URLS = [
    path("new/", NewEvent.as_view(), name="new"),
    path("<int:page_id>/publish/", Publish.as_view(), name="publish"),
    path("<int:page_id>/outside/", OutsidePeople.as_view(), name="outside"),
    path("<int:page_id>/duplicate/", Duplicate.as_view(), name="duplicate"),
    path("<int:page_id>/dates/", Series.as_view(), name="series"),
]


@hooks.register("register_admin_urls")
def register_desk_urls() -> list[URLPattern | URLResolver]:
    """The desk's addresses under /cms/events/."""
    return [path("events/", include((_URLS, "events_desk")))]


@hooks.register("register_admin_viewset")
def register_people() -> PeopleChooser:
    """The window in which a speaker is chosen among the members."""
    return PeopleChooser("event_people", url_prefix="events/people")


@hooks.register("before_create_page")
def begin_with_the_kind(
    request: HttpRequest, parent: Any, page_class: type[Any]
) -> HttpResponse | None:
    """A new event begins with what is planned, not with an empty form."""
    return redirect("events_desk:new") if page_class is EventPage else None


@hooks.register("before_publish_page")
def ask_before_publishing(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Whoever would be told is counted first, and a second person asked for where there is one."""
    return gates.ask_first(request, page) if isinstance(page, EventPage) else None


@hooks.register("after_publish_page")
def say_who_was_told(request: HttpRequest, page: Any) -> None:
    """That nobody was, where there was no question."""
    if isinstance(page, EventPage):
        gates.say_who_was_told(request, page)


@hooks.register("before_bulk_action")
def ask_before_publishing_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The same for several pages at once."""
    return gates.refuse_many(request, objects, action) if action_type == "publish" else None


@hooks.register("construct_page_action_menu")
def name_the_second_person(items: list[Any], request: HttpRequest, context: Any) -> None:
    """Says on the button that a colleague publishes, where the viewer must not."""
    page, by = context.get("page"), request.user
    if isinstance(page, EventPage) and services.must_ask(page, by=by):  # type: ignore[arg-type]
        items[:] = [
            panels.AskColleagueItem(item.order) if item.name == "action-publish" else item
            for item in items
        ]


@hooks.register("construct_homepage_panels", order=1001)
def show_requests(request: HttpRequest, homepage: list[Any]) -> None:
    """Events that wait for a second look, or for a decision, stand first."""
    homepage[:0] = [panels.AskedPanel(), panels.OutsidePanel()]


@hooks.register("register_log_actions")
def register_log(actions: Any) -> None:
    """The line of a page's history that says how many people were told."""

    @actions.register_action(TOLD)
    class ToldFormatter(LogFormatter):
        label = gettext_lazy("People told")

        def format_message(self, log_entry: Any) -> str:
            told, offered = (int(log_entry.data.get(name, 0)) for name in ("told", "offered"))
            parts = []
            if told:
                parts.append(
                    ngettext("%(n)s person was told", "%(n)s people were told", told) % {"n": told}
                )
            if offered:
                text = ngettext("%(n)s seat was offered", "%(n)s seats were offered", offered)
                parts.append(text % {"n": offered})
            return ", ".join(parts)


@hooks.register("register_page_header_buttons")
def desk_buttons(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Ways from an event to its next edition, and to several dates at once."""
    if not isinstance(page, EventPage) or not page.permissions_for_user(user).can_edit():
        return
    yield Button(
        _("Duplicate as next edition"),
        reverse("events_desk:duplicate", args=[page.pk]),
        icon_name="copy",
        priority=25,
    )
    yield Button(
        _("Add several dates"),
        reverse("events_desk:series", args=[page.pk]),
        icon_name="calendar-alt",
        priority=26,
    )


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
