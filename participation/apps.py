"""The participation app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    """The ledger of facts."""

    name = "participation"
    verbose_name = _("participation")
