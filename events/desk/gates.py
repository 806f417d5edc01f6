"""What every way of publishing an event has to pass."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, PageLogEntry

from events import services
from events.models import EventPage, Registration
from events.services.dates import TOLD


def ask_first(request: HttpRequest, page: EventPage) -> HttpResponse | None:
    """From the editor: the draft is saved; on to the page that asks, where there is a question."""
    by: Any = request.user
    if not services.must_ask(page, by=by) and not services.build_notice(page).asks:
        return None
    answer: HttpResponse = redirect("events_desk:publish", page.pk)
    return answer


def say_who_was_told(request: HttpRequest, page: EventPage) -> None:
    """After publishing without a question: that nobody is told, or who got a seat by it."""
    if not page.live or not Registration.objects.filter(date__page=page).exists():
        return
    entries = PageLogEntry.objects.filter(page=page, action=TOLD, revision=page.live_revision)
    offered = sum(entry.data.get("offered", 0) for entry in entries)
    if offered:
        text = ngettext(
            "%(n)s person who waited is offered a seat; nobody else is told.",
            "%(n)s people who waited are offered a seat; nobody else is told.",
            offered,
        )
        messages.info(request, text % {"n": offered})
    elif not entries:
        messages.info(request, _("Nobody is told: neither time nor place changed."))


def refuse_many(request: HttpRequest, objects: Iterable[Any], view: Any) -> HttpResponse | None:
    """From a list, several at once: those that have a question are published one by one."""
    by: Any = request.user
    asking = [page for page in _events(objects, view) if _has_question(page, by)]
    if not asking:
        return None
    titles = ", ".join(str(page.heading or page.title) for page in asking)
    text = _(
        "Nothing is published yet. Open each of these on its own, it has a question: %(titles)s"
    )
    messages.error(request, text % {"titles": titles})
    answer: HttpResponse = redirect("wagtailadmin_explore", asking[0].get_parent().pk)
    return answer


def _has_question(page: EventPage, by: Any) -> bool:
    draft = page.get_latest_revision_as_object()
    return services.must_ask(page, by=by) or services.build_notice(draft).asks


def _events(objects: Iterable[Any], view: Any) -> Iterator[EventPage]:
    """The events among the pages, and below them where the form says so."""
    form = getattr(view, "cleaned_form", None)
    below = bool(form and form.cleaned_data.get("include_descendants"))
    for page in objects:
        if not isinstance(page, Page):
            continue
        if page.specific_class is EventPage:
            yield page.specific
        elif below:
            yield from EventPage.objects.descendant_of(page).filter(live=False)
