"""The participation app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    """The ledger of facts."""

    name = "participation"
    verbose_name = _("participation")

    def ready(self) -> None:
        """Say what the ledger keeps about people, and what becomes of it when two are one."""
        from accounts.registry import company_merges, person_merges
        from participation.ledger import merging
        from participation.personal import register_personal_data

        person_merges.register(merging.PERSON)
        company_merges.register(merging.COMPANY)
        register_personal_data()
