"""The participation app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    """The ledger of facts."""

    name = "participation"
    verbose_name = _("participation")

    def ready(self) -> None:
        """Say what the ledger keeps about people, what becomes of it when two are one, and what it
        wants to know of who asks.
        """
        from accounts.registry import company_merges, person_merges, person_values
        from participation.ledger import facts, merging
        from participation.personal import register_personal_data

        person_merges.register(merging.PERSON)
        company_merges.register(merging.COMPANY)
        person_values.register(facts.ACTOR)
        person_values.register(facts.ZONE)
        register_personal_data()
