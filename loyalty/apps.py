"""The loyalty app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoyaltyConfig(AppConfig):
    """How the relation with each client stands."""

    name = "loyalty"
    verbose_name = _("loyalty")

    def ready(self) -> None:
        """Register the kinds of facts, the work that repeats, and the doors to the desk."""
        from accounts.registry import (
            ChangeListener,
            change_listeners,
            company_merges,
            person_merges,
        )
        from loyalty import merging, tasks
        from loyalty.cards import register_places
        from loyalty.kinds import KINDS
        from loyalty.personal import register_personal_data
        from loyalty.services.refreshing import mark_from_today, refresh_companies
        from notifications.registry import register_due
        from participation.kinds import register_kind

        person_merges.register(merging.PERSON)
        company_merges.register(merging.COMPANY)
        register_personal_data()
        for kind in KINDS:
            register_kind(kind)
        change_listeners.register(
            ChangeListener(
                "loyalty.signals",
                10,
                memberships_changed=mark_from_today,
                facts_changed=refresh_companies,
            )
        )
        register_due("loyalty.refresh", 1, tasks.refresh_what_changed)
        register_due("loyalty.day", 300, tasks.begin_the_day)
        register_places()
