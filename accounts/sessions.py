"""How long a device stays signed in, and what the browser wanted before it had to sign in.

Members: 90 days without a visit on a device that they chose to keep, else 12 hours after the
sign-in. Staff: 12 hours after the sign-in, always.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.viewer import Viewer
from club.lib import clock

_KEEP = "signin_keep"
_NEXT = "signin_next"
_SINCE = "signed_in_at"
_SEEN = "kept_seen_on"


def is_path_of_this_site(url: str) -> bool:
    """Whether following `url` cannot leave the site: a path, and nothing else."""
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)


def note_wishes(request: HttpRequest, *, keep: bool, next_url: str) -> None:
    """Remember, through code and second factor, what was asked for on the first screen."""
    request.session[_KEEP] = keep
    if is_path_of_this_site(next_url):
        request.session[_NEXT] = next_url


def wished_path(request: HttpRequest) -> str:
    """Where the browser wanted to go when it was asked to sign in; "" for nowhere special."""
    path = str(request.session.get(_NEXT, ""))
    return path if is_path_of_this_site(path) else ""


def start(request: HttpRequest, viewer: Viewer) -> None:
    """Give a session that has just been signed in its length."""
    keep = bool(request.session.pop(_KEEP, False)) and not viewer.is_staff
    request.session.pop(_NEXT, None)
    request.session[_SINCE] = clock.now().isoformat()
    if keep:
        _extend(request)
    else:
        request.session.pop(_SEEN, None)
        request.session.set_expiry(timedelta(seconds=settings.SESSION_COOKIE_AGE))


def holds(request: HttpRequest, viewer: Viewer) -> bool:
    """Whether the session may go on. A kept one is extended, once a day."""
    since = request.session.get(_SINCE)
    if since is None:
        return True
    seen = request.session.get(_SEEN)
    if seen is not None and not viewer.is_staff:
        if seen != clock.today().isoformat():
            _extend(request)
        return True
    age = clock.now() - datetime.fromisoformat(since)
    return age < timedelta(seconds=settings.SESSION_COOKIE_AGE)


def ends_at(data: Mapping[str, Any], viewer: Viewer, expires_at: datetime) -> datetime:
    """When a session with these words and this expiry ends if nobody comes back to it."""
    since = data.get(_SINCE)
    if since is None or (data.get(_SEEN) is not None and not viewer.is_staff):
        return expires_at
    oldest = datetime.fromisoformat(since) + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return min(oldest, expires_at)


def _extend(request: HttpRequest) -> None:
    request.session[_SEEN] = clock.today().isoformat()
    request.session.set_expiry(timedelta(seconds=settings.SESSION_KEPT_AGE))
