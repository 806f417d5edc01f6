"""What must be proved before a request goes on: a second factor, or again who one is."""

import re
import time

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from accounts.viewer import Viewer

#: Changes of how one signs in, and what takes everything along or away: whoever borrows an open
#: browser must not do that.
_SENSITIVE = re.compile(
    r"/accounts/(password/set/|2fa/(totp|recovery-codes)/|2fa/webauthn/(add|keys)/"
    r")|/me/(export|privacy/delete)/$"
)
_SENSITIVE_TO_WRITE = re.compile(r"/accounts/email/$")
#: Linking an account elsewhere, where the club has such.
_SENSITIVE_TO_LINK = re.compile(r"/accounts/(3rdparty|google/login|microsoft/login)/$")
#: What staff change for others or take along.
_SENSITIVE_FOR_STAFF = re.compile(
    r"/cms/(settings|users|groups|reports|members/(people/\d+|retention)"
    r"|members/(people|companies)/(export|bulk))/"
)
#: All that staff without a second factor may open.
_OPEN_TO_SET_UP = re.compile(
    r"/(accounts/(2fa|reauthenticate|logout)/|cms/logout/$|language/$|theme/$)"
)

#: Where somebody wanted to go who first had to set up a second factor; for the templates there.
WISHED = "after_second_factor"
_LONGEST = 500


def ask(request: HttpRequest, viewer: Viewer) -> HttpResponse | None:
    """The page to go to first, or None where nothing has to be proved."""
    if viewer.is_stranger or not isinstance(request.user, User):
        return None
    if viewer.is_staff and settings.STAFF_NEED_SECOND_FACTOR:
        request.needs_second_factor = not has_second_factor(request.user)  # type: ignore[attr-defined]
        if request.needs_second_factor and not _OPEN_TO_SET_UP.match(request.path):  # type: ignore[attr-defined]
            if request.method == "GET":
                request.session[WISHED] = request.get_full_path()[:_LONGEST]
            return HttpResponseRedirect(reverse("mfa_index"))
    if not _is_sensitive(request, viewer) or is_fresh(request):
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    response: HttpResponse = suspend_request(request, methods[0]["url"])
    return response


def has_second_factor(person: User) -> bool:
    """Whether the person is asked for more than a code or a password."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(is_mfa_enabled(person, types))


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person at this browser proved who they are a short while ago."""
    proofs = [
        record["at"]
        for record in get_authentication_records(request, request.user)
        if record.get("reauthenticated")
    ]
    return bool(proofs) and time.time() - max(proofs) < app_settings.REAUTHENTICATION_TIMEOUT


def note_sign_in(request: HttpRequest) -> None:
    """Let a sign-in count as a fresh proof."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    if records:
        records[-1]["reauthenticated"] = True
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = records


def note_code(request: HttpRequest, person: User) -> None:
    """Let a code that came by mail count as a fresh proof."""
    record_authentication(request, person, method="code", email=person.email, reauthenticated=True)


def note_link(request: HttpRequest, person: User) -> None:
    """Let a one-time link and the password chosen behind it count as a fresh proof."""
    record_authentication(request, person, method="link", email=person.email, reauthenticated=True)


def _is_sensitive(request: HttpRequest, viewer: Viewer) -> bool:
    path, writes = request.path, request.method not in {"GET", "HEAD"}
    links = writes and bool(settings.SOCIALACCOUNT_PROVIDERS)
    guarded = viewer.is_staff and settings.STAFF_NEED_SECOND_FACTOR
    return bool(
        _SENSITIVE.match(path)
        or (writes and _SENSITIVE_TO_WRITE.match(path))
        or (links and _SENSITIVE_TO_LINK.match(path))
        or (guarded and _SENSITIVE_FOR_STAFF.match(path))
    )
