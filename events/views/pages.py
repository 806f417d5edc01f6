"""The list of events, one event, and its calendar file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from accounts.audience import get_visible_or_404
from accounts.models import User
from events.models import EventDate, EventIndexPage, EventPage
from events.views.access import get_date_or_404
from notifications.ical import build_download


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of events."""
    page = get_visible_or_404(EventIndexPage.objects, request.viewer)  # type: ignore[attr-defined]
    response: HttpResponse = page.serve(request)
    return response


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event."""
    pages = EventPage.objects.select_related("audience", "cover")
    page = get_visible_or_404(pages, request.viewer, slug=slug)  # type: ignore[attr-defined]
    response: HttpResponse = page.serve(request)
    return response


@require_safe
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """The event as a calendar file: one date with `?date=`, else all of them.

    The UIDs are those of the invitations by mail. Opening the file again updates nothing: calendars
    take updates from the mail alone.
    """
    viewer = request.viewer  # type: ignore[attr-defined]
    if "date" in request.GET:
        event_dates = [get_date_or_404(request, slug, for_club=False)]
    else:
        rows = EventDate.objects.visible_to(viewer).filter(page__slug=slug)
        event_dates = list(rows.select_related("calendar_entry"))
    entries = [event_date.calendar_entry for event_date in event_dates]
    if not entries:
        raise Http404
    person = request.user if isinstance(request.user, User) else None
    response = HttpResponse(
        build_download(entries, person=person),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="event.ics"'},
    )
    patch_cache_control(response, private=True, no_cache=True)
    return response
