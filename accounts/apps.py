"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, companies and audiences."""

    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        """Name the paths that strangers may open."""
        from accounts.registry import PublicPath, public_paths

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
