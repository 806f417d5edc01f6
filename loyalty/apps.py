"""The loyalty app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoyaltyConfig(AppConfig):
    """How the relation with each client stands."""

    name = "loyalty"
    verbose_name = _("loyalty")

    def ready(self) -> None:
        """Register the kinds of facts."""
        from loyalty.kinds import KINDS
        from participation.kinds import register_kind

        for kind in KINDS:
            register_kind(kind)
