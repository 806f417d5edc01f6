"""Sign-in and security. What is not here is allauth's, with our forms and templates."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account import views as account
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.utils import perform_login
from allauth.core.internal.cryptokit import generate_user_code
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import access, mails, proof, sessions
from accounts.entrance import configured_providers
from accounts.forms import FirstAccessForm, ProveCodeForm, pretend_to_send_code
from accounts.models import User
from accounts.services import note_address, tell_access_changed
from club.lib import clock

#: The accounts of the demo club that its sign-in page names; all have the password `club-demo`.
DEMO_ACCOUNTS = {
    "member@client-a.example": _("member, gold"),
    "colleague@client-a.example": _("correspondent, gold"),
    "member@client-b.example": _("member, silver"),
    "member@client-c.example": _("member, bronze"),
    "organiser@club.example": _("organiser"),
    "manager@club.example": _("account manager"),
    "manager2@club.example": _("account manager"),
    "director@club.example": _("director"),
    "allinone@club.example": _("organiser, account manager and director"),
    "admin@club.example": _("administrator"),
    "suspended@client-b.example": _("suspended member"),
}
#: A sign-in button posts here and is sent on there; the policy for forms must know.
_PROVIDER_SITES = {
    "form-action": ["https://accounts.google.com", "https://login.microsoftonline.com"]
}
_PROOF = "proof_by_code"


def to_login(request: HttpRequest) -> HttpResponse:
    """Back to the first screen, which still knows where the link led."""
    wished = request.GET.get("next") or sessions.wished_path(request)
    query = f"?{urlencode({'next': wished})}" if wished else ""
    return HttpResponseRedirect(reverse("account_login") + query)


@method_decorator(csp_update(_PROVIDER_SITES), name="dispatch")
class LoginView(account.LoginView):
    """The first screen: an address, then a code by mail or a password."""

    def get_initial(self) -> dict[str, Any]:
        """The address that a link suggests."""
        email = self.request.GET.get("email", "")
        try:
            validate_email(email)
        except ValidationError:
            return {}
        return {"email": email}

    def get_next_url(self) -> str | None:
        """Where to go afterwards: as the address says, or as it said before a wrong turn."""
        return super().get_next_url() or sessions.wished_path(self.request) or None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What else the page offers."""
        stage = get_pending_stage(self.request)
        return {
            **super().get_context_data(**kwargs),
            "next": self.get_next_url() or "",
            "has_code": stage is not None and stage.key == "login_by_code",
            "opens_password": self._wants_password(),
            "providers": configured_providers(),
            "demo_accounts": _demo_accounts() if settings.DEMO else [],
        }

    def _wants_password(self) -> bool:
        if self.request.method == "POST":
            return bool(self.get_form().is_by_password)
        return "password" in self.request.GET

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Stay: whoever comes back here wants to try another address."""
        return


class LoginCodeView(account.ConfirmLoginCodeView):
    """The second screen: the code from the mail."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whose tries it counts."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if self._action != "resend":
            kwargs["account_name"] = self._process.state["email"]
        return kwargs

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        if self._process.user is None:
            pretend_to_send_code(self.request, self._process)
        response: HttpResponse = super()._resend_form_valid(form)
        return response


class SessionsView(ListUserSessionsView):
    """The devices that are signed in, and ending them."""

    def form_valid(self, form: Any) -> HttpResponse:
        """End the others, and what they hold open."""
        response: HttpResponse = super().form_valid(form)
        tell_access_changed([self.request.user.pk])
        return response


class EmailView(account.EmailView):
    """The address, and its change."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Make sure that the present address is on the list."""
        if isinstance(request.user, User):
            note_address(request.user)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


@login_required
def security(request: HttpRequest) -> HttpResponse:
    """How one signs in, part by part, with its state."""
    person = request.user
    if not isinstance(person, User):
        raise Http404
    context = {
        "has_password": person.has_usable_password(),
        "has_second_factor": proof.has_second_factor(person),
        "session_count": len(UserSession.objects.purge_and_list(person)),
        "providers": configured_providers(),
    }
    return render(request, "account/security.html", context)


@method_decorator(login_required, name="dispatch")
class ProveByCodeView(account.BaseReauthenticateView):
    """Proves again who is at the browser, by a code sent to the person's address."""

    form_class = ProveCodeForm
    template_name = "account/reauthenticate_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send a code, or check the one that was typed."""
        if request.POST.get("action") == "send":
            return self._send()
        if self._expected() is None:
            return redirect(self.passthrough_next_url(request.path))
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which code is right, and whose tries are counted."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        state = self._expected() or {}
        return {**kwargs, "code": state.get("code", ""), "account_name": self.request.user.email}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether a code is on its way."""
        return {**super().get_context_data(**kwargs), "is_sent": self._expected() is not None}

    def form_valid(self, form: Any) -> HttpResponse:
        """Go on with what was interrupted."""
        self.request.session.pop(_PROOF, None)
        proof.note_code(self.request, self.request.user)
        response: HttpResponse | None = resume_request(self.request)
        return response or redirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count the try; after the last one the code is worth nothing."""
        state = self._expected() or {"left": 0}
        state["left"] -= 1
        self.request.session[_PROOF] = state
        response: HttpResponse = super().form_invalid(form)
        return response

    def _send(self) -> HttpResponse:
        person = self.request.user
        code = generate_user_code(**app_settings.LOGIN_BY_CODE_FORMAT)
        self.request.session[_PROOF] = {
            "code": code,
            "until": clock.now().timestamp() + app_settings.LOGIN_BY_CODE_TIMEOUT,
            "left": app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
        }
        words = {"code": code}
        mails.send(mails.compose("account/email/proof_code", person.email, person, words))
        return redirect(self.passthrough_next_url(self.request.path))

    def _expected(self) -> dict[str, Any] | None:
        state: dict[str, Any] | None = self.request.session.get(_PROOF)
        if not state or state["left"] < 1 or state["until"] < clock.now().timestamp():
            return None
        return state


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def first_access(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link of somebody of the staff: GET shows a form, POST uses the link up."""
    link = access.find_access_link(token)
    if link is None:
        return _closed(render(request, "account/access_gone.html", status=404))
    form = FirstAccessForm(link.person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _closed(_let_in(request, token, form.words()))
    context = {"form": form, "person": link.person, "until": link.expires_at}
    status = 422 if form.is_bound else 200
    return _closed(render(request, "account/access.html", context, status=status))


def _let_in(request: HttpRequest, token: str, words: dict[str, str]) -> HttpResponse:
    try:
        link = access.use_access_link(token, **words)
    except access.AccessLinkGone:
        return render(request, "account/access_gone.html", status=404)
    if request.user.is_authenticated:
        logout(request)
    response: HttpResponse = perform_login(
        request, link.person, email_verification="none", redirect_url=link.leads_to
    )
    if request.user.is_authenticated:
        proof.note_link(request, link.person)
    return response


def _closed(response: HttpResponse) -> HttpResponse:
    """The path holds a token: nobody keeps the page, and no address is passed on."""
    response.headers["Referrer-Policy"] = "no-referrer, strict-origin"
    patch_cache_control(response, private=True, no_store=True)
    return response


def provider_only(view: Callable[..., Any], provider: str = "") -> Callable[..., Any]:
    """Let a view exist only where the provider, or any, is configured. Raises Http404 else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        known = settings.SOCIALACCOUNT_PROVIDERS
        if not known or (provider and provider not in known):
            raise Http404
        return view(request, *args, **kwargs)

    return csp_update(_PROVIDER_SITES)(guarded)


def _demo_accounts() -> list[dict[str, Any]]:
    known = set(User.objects.filter(email__in=DEMO_ACCOUNTS).values_list("email", flat=True))
    return [{"email": e, "role": role} for e, role in DEMO_ACCOUNTS.items() if e in known]
