"""The doors for those who are not members yet: accept an invitation, ask to be let in."""

from typing import Any

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import ClubSettings
from accounts.throttle import here
from members import rules
from members.forms.join import AskForm
from members.mails import inviter_house
from members.models import Invitation
from members.services import (
    InvitationGone,
    TooOften,
    accept_invitation,
    find_invitation,
    refuse_invitation,
    request_to_join,
)
from members.services.join_requests import sender_of

#: The path holds a token: no other site ever learns it, nor does the next page of this one. A
#: plain `no-referrer`, which older browsers fall back to, would also empty the Origin header of
#: the form's POST, which the CSRF check reads.
REFERRER_POLICY = "no-referrer, strict-origin"


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: GET shows it and changes nothing, POST accepts it and signs in.

    It asks for nothing: who one is comes with the welcome, inside.
    """
    invitation = find_invitation(token)
    if invitation is None:
        return _closed(_gone(request))
    if rules.waits_for_opening(invitation):
        return _closed(_opens_soon(request))
    if request.user.is_authenticated:
        return _closed(_for_somebody_else(request, invitation))
    if request.method == "POST":
        return _closed(_accept(request, token))
    return _closed(render(request, "members/accept.html", _words(invitation, token)))


def _accept(request: HttpRequest, token: str) -> HttpResponse:
    try:
        person = accept_invitation(token, language=(get_language() or "")[:2])
    except InvitationGone:
        return _gone(request)
    response: HttpResponse = perform_login(
        request, person, email_verification="none", redirect_url=reverse("members:welcome")
    )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, token: str) -> HttpResponse:
    """Say no to an invitation: GET asks and changes nothing, POST refuses. Needs no account."""
    invitation = find_invitation(token)
    if invitation is None:
        return _closed(_gone(request))
    if request.user.is_authenticated:
        return _closed(_for_somebody_else(request, invitation))
    if request.method != "POST":
        return _closed(render(request, "members/refuse.html", _words(invitation, token)))
    try:
        refuse_invitation(token)
    except InvitationGone:
        return _closed(_gone(request))
    return _closed(render(request, "members/refused.html"))


def _words(invitation: Invitation, token: str) -> dict[str, Any]:
    """Who invites whom, for which company, and the token for the links."""
    return {
        "invitation": invitation,
        "inviter": invitation.invited_by,
        "house": inviter_house(invitation),
        "company": invitation.company,
        "token": token,
    }


def _gone(request: HttpRequest) -> HttpResponse:
    """One page for unknown, used, withdrawn and expired invitations."""
    return render(request, "members/invitation_gone.html", status=404)


def _opens_soon(request: HttpRequest) -> HttpResponse:
    """The invitation is good, and the club is not open yet."""
    return render(request, "members/invitation_early.html")


def _for_somebody_else(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    context = {"invitation": invitation, "next": request.path}
    return render(request, "members/invitation_other.html", context)


def _closed(response: HttpResponse) -> HttpResponse:
    """Nobody keeps the page, and no address is passed on."""
    response.headers["Referrer-Policy"] = REFERRER_POLICY
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to be let in. The answer is the same whoever asks."""
    is_open = ClubSettings.load(request_or_site=request).is_open
    if request.user.is_authenticated or not is_open:
        return redirect("/")
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, form)
        except TooOften:
            return render(request, "429.html", status=429)
        return redirect("members:join-sent")
    status = 422 if form.is_bound else 200
    return render(request, "members/join.html", {"form": form}, status=status)


def _keep(request: HttpRequest, form: AskForm) -> None:
    if form.is_trapped:
        return
    request_to_join(
        name=form.cleaned_data["name"],
        email=form.cleaned_data["email"],
        company_name=form.cleaned_data["company_name"],
        message=form.cleaned_data["message"],
        language=(get_language() or "")[:2],
        sender=sender_of(here(request)),
    )


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next with a request."""
    return render(request, "members/join_sent.html")
