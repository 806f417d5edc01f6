"""The accounts app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, companies and audiences."""

    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        """Name the paths that strangers may open, and listen to the ends of sessions."""
        from accounts import merging
        from accounts.personal import register_personal_data
        from accounts.registry import (
            PublicPath,
            company_merges,
            person_merges,
            public_paths,
        )

        _listen()
        person_merges.register(merging.PERSON)
        company_merges.register(merging.COMPANY)
        register_personal_data()

        for name, reason in (
            (r"accounts/.*", "Sign-in; what belongs to a person leads there first."),
            (r"cms/(login|logout|password_reset)/", "They lead to the one sign-in."),
            (r"_util/login/", "It leads to the one sign-in."),
            (r"healthz", "Says that the process lives, and nothing else."),
            (r"readyz", "Says whether requests can be served, and nothing else."),
            (r"theme/", "Keeps the choice of light or dark in a cookie."),
            (r"language/", "Keeps the choice of language in a cookie."),
            (r"static/.*", "Styles, scripts, fonts and the mark: the same for all."),
        ):
            public_paths.register(PublicPath(name, reason))


def _listen() -> None:
    """Moments that Django and the sign-in library own: signed out, or another password."""
    from allauth.account import signals
    from django.contrib.auth.signals import user_logged_out

    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed_out")
    for moment in (signals.password_changed, signals.password_set, signals.password_reset):
        moment.connect(_password_changed, dispatch_uid="accounts.password_changed")


def _signed_out(request: Any, user: Any, **_kwargs: Any) -> None:
    from accounts.services import tell_access_changed, tell_sessions_ended

    key = getattr(getattr(request, "session", None), "session_key", None)
    if key:
        tell_sessions_ended([key])
    if user is not None:
        tell_access_changed([user.pk])


def _password_changed(user: Any, **_kwargs: Any) -> None:
    from accounts.services import tell_access_changed

    tell_access_changed([user.pk])
