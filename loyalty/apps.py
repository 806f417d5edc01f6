"""The loyalty app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoyaltyConfig(AppConfig):
    """How the relation with each client stands."""

    name = "loyalty"
    verbose_name = _("loyalty")
