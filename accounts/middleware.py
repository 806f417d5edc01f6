"""Middleware that tells each request who asks, and in which language and zone they read."""

import re
import zoneinfo
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts import preview, proof, sessions
from accounts.audience import stranger, viewer_on_arrival, waits_for_opening

GetResponse = Callable[[HttpRequest], HttpResponse]

#: Addresses under /cms/ that strangers reach: both lead to the one sign-in.
_CMS_OPEN = ("/cms/login/", "/cms/password_reset/", "/cms/logout/")


_CLOSED = _(
    "Your access to the club is closed. If you think that this is a mistake, "
    "write to the club’s office."
)
_OPENS_SOON = _("The club opens soon. We write to you on that day; until then this page is closed.")
_EXPIRED = _("You were signed in for a long time. Please sign in again.")


class ViewerMiddleware:
    """Sets `request.viewer`. A signed-in person who lost the right to be here is signed out.

    So a suspension or a departure holds from the next request on, whatever the session says.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Resolve who asks, then answer."""
        user = request.user
        if user.is_authenticated:
            request.viewer = viewer_on_arrival(user)  # type: ignore[attr-defined]
            if request.viewer.is_stranger:  # type: ignore[attr-defined]
                _sign_out(request, _OPENS_SOON if waits_for_opening(user) else _CLOSED)
            elif not sessions.holds(request, request.viewer):  # type: ignore[attr-defined]
                _sign_out(request, _EXPIRED)
        elif SESSION_KEY in request.session:  # of somebody who may not sign in any more
            _sign_out(request, _CLOSED)
        else:
            request.viewer = SimpleLazyObject(stranger)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: Any) -> HttpResponse | None:
        """Say why somebody was signed out; ask for a proof where one is due.

        The CMS exists for staff only. Raises Http404.
        """
        reason = getattr(request, "signed_out_because", None)
        if reason:
            messages.warning(request, reason)
        inside = request.path.startswith("/cms/") and not request.path.startswith(_CMS_OPEN)
        if inside and not request.viewer.is_staff:  # type: ignore[attr-defined]
            raise Http404
        if not request.user.is_authenticated:
            return None
        return proof.ask(request, request.viewer)  # type: ignore[attr-defined]


def _sign_out(request: HttpRequest, reason: Any) -> None:
    logout(request)
    request.viewer = stranger()  # type: ignore[attr-defined]
    request.signed_out_because = reason  # type: ignore[attr-defined]


class PersonalSettingsMiddleware:
    """Activates the person's language and time zone; the club's zone for those who chose none."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate, then answer."""
        user = request.user
        if user.is_authenticated and user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        if user.is_authenticated and user.time_zone:
            timezone.activate(zoneinfo.ZoneInfo(user.time_zone))
        else:
            timezone.deactivate()
        return self.get_response(request)


#: A preview is of the club: the own affairs, the desk and the portfolio are not part of it.
_NOT_PREVIEWED = re.compile(r"/(cms|me|accounts|portfolio|opening|calendar|demo|welcome)(/|$)")
_ENDS_PREVIEW = re.compile(r"/(preview/end|accounts/logout|cms/logout)/$")
_OVER = _("The preview is over. You see the club as yourself again.")


class PreviewMiddleware:
    """Shows the club as a tier or a member sees it, to somebody of the staff who asked for that.

    Only pages are shown, and what a page would write on the way is taken back. Stands last: who
    is signed in has been asked everything by then, and stays who they are for all other parts.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the preview that runs, if any, then answer."""
        if request.user.is_authenticated and preview.KEY in request.session:
            found = preview.current(request.session, request.viewer)  # type: ignore[attr-defined]
            request.preview = found  # type: ignore[attr-defined]
            if found is None:
                preview.end(request.session, by=request.user)
                messages.info(request, _OVER)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """The page as it is seen, or a sentence where a preview has no place."""
        found: preview.Preview | None = getattr(request, "preview", None)
        if found is None or _ENDS_PREVIEW.match(request.path):
            return None
        request.viewer = found.viewer  # type: ignore[attr-defined]
        request.user = found.person
        writes = request.method not in {"GET", "HEAD"}
        if writes or _NOT_PREVIEWED.match(request.path):
            return render(request, "account/preview.html", {"writes": writes}, status=403)
        return _without_a_trace(view, request, args, kwargs)


def _without_a_trace(view: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    with transaction.atomic():
        response = view(request, *args, **kwargs)
        if hasattr(response, "render"):
            response.render()
        transaction.set_rollback(True)
    answer: HttpResponse = response
    return answer
