"""The forms of sign-in and security, in the club's own words."""

from typing import Any

from allauth.account import forms as account
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from allauth.socialaccount.forms import DisconnectForm
from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts import mails, sessions, throttle
from accounts.adapter import AccountAdapter
from accounts.entrance import guest_at
from accounts.models import User
from club.lib.text import clean_line

_CODE_HELP = _("Eight digits, with or without the dash.")
_PASSWORD_HELP = _(
    "At least ten characters. A short sentence is easier to keep in mind than a riddle."
)


def _digits(field: forms.Field) -> None:
    """Open the number pad of a phone, and let it fill in the code that it received."""
    field.widget.attrs.update(inputmode="numeric", autocomplete="one-time-code", maxlength=24)


class Plain(forms.Form):
    """Words of this project for the fields of the library: `labels` and `helps` by field name.

    A label stands above its field; the grey words inside it are gone.
    """

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


class LoginForm(forms.Form):
    """The first screen: an address, and a password for those who want one.

    The button says which way; the return key takes the password way once one was typed.
    """

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    keep = forms.BooleanField(
        label=_("Keep me signed in on this device"),
        help_text=_("Not on a computer that others use."),
        required=False,
    )
    way = forms.ChoiceField(choices=[("code", "code"), ("password", "password")], required=False)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    @property
    def is_by_password(self) -> bool:
        """Whether the password way was taken."""
        way = self.data.get("way", "")
        return way == "password" or (way != "code" and bool(self.data.get("password")))

    def clean(self) -> dict[str, Any]:
        """Check the password, where one is used. Raises a 429 after too many tries."""
        data: dict[str, Any] = super().clean() or {}
        email = data.get("email")
        if not email or self.errors:
            return data
        if not self.is_by_password:
            throttle.begin_mail(self.request, email)
            return data
        if not data.get("password"):
            self.add_error("password", _("Please type your password."))
            return data
        adapter = AccountAdapter(self.request)
        self.user = adapter.authenticate(self.request, email=email, password=data["password"])
        if self.user is None:
            raise adapter.validation_error("email_password_mismatch")
        return data

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Take the next step: the code's page, the second factor, or in."""
        email: str = self.cleaned_data["email"].lower()
        next_url = redirect_url or ""
        sessions.note_wishes(request, keep=self.cleaned_data["keep"], next_url=next_url)
        if not self.is_by_password:
            return self._send_code(request, email, next_url)
        login = Login(user=self.user, email=email, redirect_url=redirect_url)
        response: HttpResponse = perform_password_login(request, {"email": email}, login)
        return response

    def _send_code(self, request: HttpRequest, email: str, next_url: str) -> HttpResponse:
        guest = guest_at(email)
        process = LoginCodeVerificationProcess.initiate(request=request, user=guest, email=email)
        if guest is None:
            pretend_to_send_code(request, process)
        query = f"?{urlencode({'next': next_url})}" if next_url else ""
        return HttpResponseRedirect(reverse("account_confirm_login_code") + query)


def pretend_to_send_code(request: HttpRequest, process: LoginCodeVerificationProcess) -> None:
    """Take the time of a mail for an address that gets none."""
    code = AccountAdapter(request).generate_login_code()
    words = {"request": request, "code": code}
    email = process.state["email"]
    mails.send_nothing(mails.compose("account/email/login_code", email, None, words))


class LoginCodeForm(Plain, account.ConfirmLoginCodeForm):
    """The code from the mail: five tries, fifteen minutes, once."""

    labels = {"code": _("Code")}
    helps = {"code": _CODE_HELP}

    def __init__(self, *args: Any, account_name: str = "", **kwargs: Any) -> None:
        self.account_name = account_name
        super().__init__(*args, **kwargs)
        _digits(self.fields["code"])

    def clean_code(self) -> str:
        """The right code, used for the first time. Raises a 429 after too many tries."""
        attempt = throttle.begin(context.request, throttle.CODES, self.account_name)
        code: str = super().clean_code()
        mark = f"signin:code:{context.request.session.session_key}:{self.expected_code}"
        if not cache.add(mark, "used", 3600):
            raise AccountAdapter().validation_error("incorrect_code")
        attempt.succeeded()
        return code


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    """Asks for the address that a link to a new password goes to."""

    labels = {"email": _("E-mail address")}

    def clean_email(self) -> str:
        """The address, whoever has it. Raises a 429 after too many mails."""
        email: str = self.cleaned_data["email"].lower()
        throttle.begin_mail(context.request, email)
        guest = guest_at(email)
        self.users = [guest] if guest else []
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the link, or take the time of it."""
        email: str = super().save(request, **kwargs)
        if not self.users:
            adapter = AccountAdapter(request)
            words = {"password_reset_url": adapter.get_reset_password_from_key_url("0-0")}
            template = "account/email/password_reset_key"
            mails.send_nothing(mails.compose(template, email, None, words))
        return email


class NewPasswordByLinkForm(Plain, account.ResetPasswordKeyForm):
    """A new password for whoever opened the link in the mail."""

    labels = {"password1": _("New password"), "password2": _("New password, once more")}
    helps = {"password1": _PASSWORD_HELP}


class FirstPasswordForm(Plain, account.SetPasswordForm):
    """A password for somebody who signed in by code so far."""

    labels = {"password1": _("New password"), "password2": _("New password, once more")}
    helps = {"password1": _PASSWORD_HELP}


class FirstAccessForm(FirstPasswordForm):
    """The same for somebody who comes in for the first time, and says how they are called."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )
    field_order = ["first_name", "last_name"]
    labels = {
        **FirstPasswordForm.labels,
        "first_name": _("First name"),
        "last_name": _("Last name"),
    }

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        names = {"first_name": person.first_name, "last_name": person.last_name}
        super().__init__(person, *args, initial=names, **kwargs)

    def words(self) -> dict[str, str]:
        """What `accounts.access.use_access_link` takes beside the token."""
        names = {name: clean_line(self.cleaned_data[name]) for name in ("first_name", "last_name")}
        return {**names, "password": self.cleaned_data["password1"]}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """Another password, for whoever knows the current one."""

    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }
    helps = {"password1": _PASSWORD_HELP}

    def clean_oldpassword(self) -> str:
        """The current password. Raises a 429 after too many tries."""
        password: str = self.cleaned_data["oldpassword"]
        adapter = AccountAdapter(context.request)
        if not adapter.reauthenticate(self.user, password):
            raise adapter.validation_error("enter_current_password")
        return password


class NewAddressForm(Plain, account.AddEmailForm):
    """The address that shall replace the present one."""

    labels = {"email": _("New e-mail address")}
    helps = {"email": _("We send a code there. Your address changes once you have typed it.")}


class NewAddressCodeForm(Plain, account.ConfirmEmailVerificationCodeForm):
    """The code that was sent to the new address."""

    labels = {"code": _("Code")}
    helps = {"code": _CODE_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _digits(self.fields["code"])


class ProvePasswordForm(Plain, account.ReauthenticateForm):
    """The password again, before something sensitive."""

    labels = {"password": _("Password")}


class ProveCodeForm(Plain, account.BaseConfirmCodeForm):
    """A mailed code, before something sensitive."""

    labels = {"code": _("Code")}
    helps = {"code": _CODE_HELP}

    def __init__(self, *args: Any, account_name: str = "", **kwargs: Any) -> None:
        self.account_name = account_name
        super().__init__(*args, **kwargs)
        _digits(self.fields["code"])

    def clean_code(self) -> str:
        """The right code. Raises a 429 after too many tries."""
        attempt = throttle.begin(context.request, throttle.CODES, self.account_name)
        code: str = super().clean_code()
        attempt.succeeded()
        return code


class _SecondFactor(Plain):
    """A code of the authenticator app, or one of the recovery codes: each works once."""

    labels = {"code": _("Code")}
    helps = {"code": _("From your app, or one of your recovery codes.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(autocomplete="one-time-code", maxlength=24)

    def clean_code(self) -> str:
        """The right code, used for the first time. Raises a 429 after too many tries."""
        person = str(self.user.pk)  # type: ignore[attr-defined]
        attempt = throttle.begin(context.request, throttle.SECOND_FACTORS, person)
        code: str = super().clean_code()  # type: ignore[misc]
        # An app's code is good for one step of 30 s before and after its own.
        if not cache.add(f"signin:factor:{person}:{code.strip()}", "used", 120):
            raise AccountAdapter().validation_error("incorrect_code")
        attempt.succeeded()
        return code


class SecondFactorForm(_SecondFactor, mfa.AuthenticateForm):
    """The second factor at sign-in."""


class ProveSecondFactorForm(_SecondFactor, mfa.ReauthenticateForm):
    """The second factor again, before something sensitive."""


class ActivateAppForm(Plain, ActivateTOTPForm):
    """The first code of a new authenticator app."""

    labels = {"code": _("Code that the app shows")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _digits(self.fields["code"])


class AddPasskeyForm(Plain, AddWebAuthnForm):
    """A new passkey; the browser fills in the credential."""

    labels = {
        "name": _("Name"),
        "passwordless": _("Sign in with this passkey alone"),
    }
    helps = {
        "name": _("So that you recognise it, for instance the name of your phone."),
        "passwordless": _("Asks for your fingerprint, face or PIN, and for no code or password."),
    }


class RenamePasskeyForm(Plain, EditWebAuthnForm):
    """Another name for a passkey."""

    labels = {"name": _("Name")}


class UnlinkForm(DisconnectForm):
    """Takes an account elsewhere away from a person."""

    def clean(self) -> dict[str, Any]:
        """Always allowed: a code by mail opens the door as well."""
        data: dict[str, Any] = forms.Form.clean(self) or {}
        return data
