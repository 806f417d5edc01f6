"""The person's own page about the calendar that they can subscribe to."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.audience import require_member_or_staff
from accounts.models import User
from club.lib import clock
from club.lib.urls import absolute_url
from notifications.forms import FeedForm
from notifications.ical import next_in_calendar
from notifications.models import CalendarFeed
from notifications.services import (
    StaleProposal,
    accept_address,
    propose_address,
    revoke_feed,
    set_feed_choices,
)

#: So many of the next entries are listed on the page.
NEXT_SHOWN = 6


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What is next, whether there is an address, who fetched it, and how to subscribe."""
    return _page(request, _person(request))


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep what the calendar holds and when it rings."""
    person, form = _person(request), FeedForm(request.POST)
    if not form.is_valid():
        return _page(request, person, form=form)
    set_feed_choices(person, by=person, **form.choices())
    messages.success(request, _("Your choice is kept. Your calendar follows at its next look."))
    return redirect("notifications:calendar")


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Make the address, or another one in its place. GET asks, POST does it and shows it once."""
    person = _person(request)
    if request.method == "POST":
        return _accept(request, person)
    if not CalendarFeed.objects.filter(person=person).exists():
        return redirect("notifications:calendar")
    context = {"proposal": propose_address(person)}
    return _private(render(request, "notifications/calendar_renew.html", context))


def _accept(request: HttpRequest, person: User) -> HttpResponse:
    chooses = "alarm" in request.POST
    form = FeedForm(request.POST if chooses else None)
    if chooses and not form.is_valid():
        return _page(request, person, form=form)
    try:
        with transaction.atomic():
            token = accept_address(person, request.POST.get("proposal", ""), by=person)
            if chooses:
                set_feed_choices(person, by=person, **form.choices())
    except StaleProposal:
        messages.warning(
            request,
            _("This page was out of date, and nothing was changed. Here is how it stands now."),
        )
        return redirect("notifications:calendar")
    return _page(request, person, token=token)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest) -> HttpResponse:
    """Let the address be as if it had never been. GET asks, POST does it."""
    person = _person(request)
    if request.method == "POST":
        if revoke_feed(person, by=person):
            messages.success(request, _("The address is revoked. It opens nothing any more."))
        return redirect("notifications:calendar")
    if not CalendarFeed.objects.filter(person=person).exists():
        return redirect("notifications:calendar")
    return render(request, "notifications/calendar_revoke.html")


def _person(request: HttpRequest) -> User:
    """Who asks. Raises Http404 for strangers."""
    require_member_or_staff(request.viewer)  # type: ignore[attr-defined]
    assert isinstance(request.user, User)  # noqa: S101  (the viewer was checked)
    return request.user


def _page(
    request: HttpRequest, person: User, *, form: FeedForm | None = None, token: str = ""
) -> HttpResponse:
    feed = CalendarFeed.objects.filter(person=person).first()
    viewer = request.viewer  # type: ignore[attr-defined]
    context = {
        "entries": next_in_calendar(viewer, clock.now(), NEXT_SHOWN),
        "feed": feed,
        "form": form or FeedForm(initial=_chosen(feed)),
        "proposal": "" if feed else propose_address(person),
        **_addresses(token),
    }
    status = 422 if form is not None else 200
    return _private(render(request, "notifications/calendar.html", context, status=status))


def _chosen(feed: CalendarFeed | None) -> dict[str, Any]:
    return {"holds_open": feed.holds_open, "alarm": feed.alarm} if feed else {}


def _addresses(token: str) -> dict[str, str]:
    """The address as it is pasted, and as a link that opens a calendar program; '' without one."""
    if not token:
        return {"address": "", "webcal": ""}
    address = absolute_url(reverse("notifications:feed", args=[token]))
    return {"address": address, "webcal": f"webcal:{address.partition(':')[2]}"}


def _private(response: HttpResponse) -> HttpResponse:
    """No browser keeps a page on which an address stands."""
    patch_cache_control(response, private=True, no_store=True)
    return response
