"""The charter: read, accepted, declined, and shown in place of a page that has to wait for it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.audience import require_member_or_staff
from accounts.models import User
from accounts.sessions import is_path_of_this_site
from members.models import CharterAcceptance, CharterVersion
from members.rules import CHARTER_GATE
from members.services import CharterChanged, accept_charter, arrival_of, charter_in_force

#: What the forms of a page that had to wait are called beside the charter's own words.
ANSWER, VERSION, RESEND = "charter-answer", "charter-version", "charter-resend"
_NAVIGATIONS = {"document", "iframe", "frame"}
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class HttpResponseSendAgain(HttpResponseRedirect):
    """The browser sends the same form again, elsewhere (RFC 9110, 15.4.8)."""

    status_code = 307


@require_safe
def read(request: HttpRequest) -> HttpResponse:
    """The charter in force, at any time. Raises Http404 for strangers and where there is none."""
    require_member_or_staff(request.viewer)  # type: ignore[attr-defined]
    version = _version_or_404()
    accepted = CharterAcceptance.objects.filter(person_id=request.user.pk, version=version).first()
    context = {"version": version, "accepted": accepted}
    return render(request, "members/charter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """The charter at the door: accept it, or leave and come back another day."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.is_member:
        raise Http404
    version = _version_or_404()
    if request.method == "POST" and request.POST.get(ANSWER) == "decline":
        return _leave(request)
    if request.method == "POST" and request.POST.get(ANSWER) == "accept":
        return _accept(request)
    if CHARTER_GATE not in viewer.held_by:
        return redirect(_onward(request))
    return _page(request, version, status=200 if request.method != "POST" else 422)


def _accept(request: HttpRequest) -> HttpResponse:
    person: User = request.user  # type: ignore[assignment]
    number = request.POST.get(VERSION, "")
    try:
        accept_charter(person, int(number) if number.isdecimal() else 0, by=person)
    except CharterChanged:
        messages.warning(request, _("The charter has changed meanwhile: this is the new one."))
        kept = _kept(request) if RESEND in request.POST else None
        return _page(request, _version_or_404(), kept=kept, status=409)
    path = _next(request)
    if RESEND in request.POST and path:
        return HttpResponseSendAgain(path)
    return redirect(_onward(request))


def _leave(request: HttpRequest) -> HttpResponse:
    """Sign out, politely: nothing is decided, and the membership stands."""
    logout(request)
    return redirect("members:charter-declined")


@require_safe
def declined(request: HttpRequest) -> HttpResponse:
    """Good-bye for now."""
    if request.user.is_authenticated:
        return redirect("/")
    return render(request, "members/charter_declined.html")


def hold(request: HttpRequest) -> HttpResponse:
    """What somebody gets who has to accept the charter before what they asked for.

    A page: the way to the charter and back. A form: the charter, with all that was typed, which is
    sent on after acceptance. Anything that a script or a picture asked for: a plain refusal.
    """
    if _is_htmx(request) or not _is_navigation(request):
        return _refuse_plainly(request)
    if request.method in {"GET", "HEAD"}:
        response: HttpResponse = redirect(_address(request.get_full_path()))
    elif request.content_type in _FORMS and (version := charter_in_force()):
        response = _page(request, version, kept=_kept(request), status=409)
    else:
        return _refuse_plainly(request)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _refuse_plainly(request: HttpRequest) -> HttpResponse:
    address = _address()
    words = {
        "error": "charter",
        "message": str(_("Please read and accept the club’s charter first.")),
        "url": address,
    }
    response = JsonResponse(words, status=403)
    if _is_htmx(request) and request.method == "GET":
        response.headers["HX-Redirect"] = address
    patch_cache_control(response, private=True, no_store=True)
    return response


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _is_navigation(request: HttpRequest) -> bool:
    """Whether the answer will be shown as a page; by what browsers say, else by what is asked."""
    destination = request.headers.get("Sec-Fetch-Dest")
    if destination:
        return destination in _NAVIGATIONS
    accepted = request.headers.get("Accept", "")
    return not accepted or "text/html" in accepted


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """All that the form of the page holds, to be sent again."""
    own = {"csrfmiddlewaretoken", ANSWER, VERSION, RESEND}
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in own
        for value in values
    ]


def _page(
    request: HttpRequest,
    version: CharterVersion,
    *,
    kept: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The charter with its two buttons; `kept` is the form that waits for the answer."""
    is_own = request.path == reverse("members:welcome-charter")
    back = _next(request) if is_own else request.get_full_path()
    context: dict[str, Any] = {
        "version": version,
        "is_first": not CharterAcceptance.objects.filter(person_id=request.user.pk).exists(),
        "kept": kept,
        "waits": kept is not None,
        "loses_files": bool(request.FILES),
        "action": _address(back),
        "names": {"answer": ANSWER, "version": VERSION, "resend": RESEND},
    }
    return render(request, "members/welcome/charter.html", context, status=status)


def _address(path: str = "") -> str:
    address = reverse("members:welcome-charter")
    return f"{address}?{urlencode({'next': path})}" if path and path != "/" else address


def _next(request: HttpRequest) -> str:
    """Where the person was going, when that is on this site."""
    path = request.GET.get("next", "")
    return path if is_path_of_this_site(path) else ""


def _onward(request: HttpRequest) -> str:
    """On with the welcome, else to where the person was going."""
    arrival = arrival_of(request.user)
    if arrival is not None and arrival.finished_at is None:
        return reverse("members:welcome")
    return _next(request) or "/"


def _version_or_404() -> CharterVersion:
    version = charter_in_force()
    if version is None:
        raise Http404
    return version
