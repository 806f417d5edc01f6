"""The calendar to subscribe to, as programs ask for it: no session, no cookie, no redirect."""

import logging

from allauth.core.exceptions import ImmediateHttpResponse
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts import throttle
from accounts.audience import viewer_for
from club.lib import clock
from notifications.ical import look_at_feed
from notifications.services import find_feed, note_fetch

logger = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "private, no-cache, no-transform",  # Outlook cannot read it compressed
    "X-Robots-Tag": "noindex, nofollow",
}


@require_safe
def fetch(request: HttpRequest, token: str) -> HttpResponse:
    """What concerns the person of this address, as they may see it now; 304 where it is known.

    An address that was revoked and one of a person who has lost the right to be here are answered
    like one that never was.
    """
    feed = find_feed(token)
    viewer = viewer_for(feed.person) if feed is not None else None
    if feed is None or viewer is None or viewer.is_stranger:
        _count_wrong_address(request)
        raise Http404
    found = look_at_feed(feed, viewer, clock.now())
    note_fetch(feed, request.headers.get("User-Agent", ""))
    etag = found.etag
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(found.written(), content_type="text/calendar; charset=utf-8")
    for name, value in {**HEADERS, "ETag": etag}.items():
        answer.headers[name] = value
    return answer


def _count_wrong_address(request: HttpRequest) -> None:
    """Slow down who tries addresses. While the cache is away nobody is counted."""
    try:
        throttle.count_wrong_address(request)
    except ImmediateHttpResponse:
        raise
    except Exception as error:  # of a kind that only the cache in use knows
        logger.warning("Nobody counts who tries addresses of calendars: %s", error)
