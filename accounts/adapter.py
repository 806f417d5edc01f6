"""Where django-allauth asks this project how to do things."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import mails, proof, sessions, throttle
from accounts.audience import viewer_for, waits_for_opening
from accounts.audit import note_act
from accounts.entrance import person_at
from accounts.enums import AuditKind
from accounts.models import ClubSettings, User
from accounts.services import note_address
from club.lib.urls import absolute_url


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in of people who were invited; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The address and the password do not belong together."),
        "email_taken": _("This address cannot be used here. Please choose another one."),
        "duplicate_email": _("This is your address already."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not the right one."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link is not valid any more."),
        "too_many_login_attempts": _("That was one try too many. Please ask for a new code."),
        "rate_limited": _("Please wait a moment before you ask again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people come by invitation."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether to go on to `url`: only within this site."""
        return sessions.is_path_of_this_site(url)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person of an address and a password. Raises a 429 after too many failures."""
        attempt = throttle.begin(request, throttle.PASSWORDS, credentials["email"])
        person = authenticate(request, **credentials)
        if person is not None:
            attempt.succeeded()
        return person if isinstance(person, User) else None

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the password of the person who is signed in."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How the person may prove again who they are: by what they have, else by a mailed code."""
        if not isinstance(user, User):
            return []
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        methods.sort(key=lambda method: method["id"] == "reauthenticate")
        if not proof.has_second_factor(user):
            methods.append(
                {
                    "id": "code",
                    "description": gettext("Receive a code by mail"),
                    "url": reverse("account_reauthenticate_code"),
                }
            )
        return [{**method, **_described(method["id"])} for method in methods]

    def pre_login(self, request: HttpRequest, user: User, **_kwargs: Any) -> HttpResponse | None:
        """Turn away, after their proof, those who may not come in any more."""
        if viewer_for(user).is_stranger:
            clear_login(request)
            if waits_for_opening(user):
                return render(request, "account/opens_soon.html")
            response: HttpResponse = self.respond_user_inactive(request, user)
            return response
        note_address(user)
        return None

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, under a new session key, for as long as this person's sessions last."""
        request.signin_wished = sessions.wished_path(request)  # type: ignore[attr-defined]
        super().login(request, user)
        sessions.start(request, viewer_for(user))
        proof.note_sign_in(request)
        note_act(AuditKind.SIGNED_IN, by=user, ways=_ways_of(request, user))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where to go when the request does not say: where the link in a mail led, or home."""
        return getattr(request, "signin_wished", "") or str(settings.LOGIN_REDIRECT_URL)

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Back to the overview after a change of address."""
        return reverse("account_security")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the overview after a change of password."""
        return reverse("account_security")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail, on the configured address of the site."""
        path = reverse("account_reset_password_from_key", args=["UID", "KEY"])
        return absolute_url(path.replace("UID-KEY", key))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write an account mail to the outbox."""
        mails.send(mails.compose(template_prefix, email, person_at(email), context))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person what was changed in their account."""
        words = {
            **(context or {}),
            "security_url": absolute_url(reverse("account_security")),
        }
        mails.send(mails.compose(template_prefix, email or user.email, user, words))


def _ways_of(request: HttpRequest, user: User) -> list[str]:
    """How the person proved who they are, in the library's codes: `password`, `code`, `mfa`."""
    return sorted({str(record["method"]) for record in get_authentication_records(request, user)})


def _described(method: str) -> dict[str, str]:
    words = {
        "reauthenticate": gettext("Use your password"),
        "mfa_reauthenticate": gettext("Use your second factor’s code"),
        "mfa_reauthenticate:webauthn": gettext("Use a passkey"),
    }
    return {"description": words[method]} if method in words else {}


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors, named after the club, their secrets unreadable in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not the right one."),
    }

    def get_totp_issuer(self) -> str:
        """The name under which an authenticator app lists the account."""
        return self._get_site_name()

    def _get_site_name(self) -> str:
        return str(ClubSettings.load().club_name)

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises InvalidToken when no key of the settings fits."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002
        """A first name for a new passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        if number == 1:
            return gettext("My passkey")
        return gettext("Passkey %(number)s") % {"number": number}


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str | bytes) -> bytes:
    kdf = HKDF(hashes.SHA256(), length=32, salt=None, info=b"second factor")
    return base64.urlsafe_b64encode(kdf.derive(force_bytes(key)))


class SocialAdapter(DefaultSocialAccountAdapter):
    """Microsoft and Google open the door of people who are known already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: people come by invitation."""
        return False

    def authenticate_by_email(self, sociallogin: Any) -> tuple[User, str] | None:
        """The person whose address the provider says, and is trusted to say, this is."""
        for address in sociallogin.email_addresses:
            if not address.verified:
                continue
            if not self.can_authenticate_by_email(sociallogin, address.email):
                continue
            person = person_at(address.email)
            if person is not None:
                note_address(person)
                return person, address.email
        return None
