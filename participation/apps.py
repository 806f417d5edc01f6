"""The participation app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    """The ledger of facts."""

    name = "participation"
    verbose_name = _("participation")

    def ready(self) -> None:
        """Say what becomes of facts when two records are merged."""
        from accounts.registry import company_merges, person_merges
        from participation.ledger import merging

        person_merges.register(merging.PERSON)
        company_merges.register(merging.COMPANY)
