"""The members app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Profiles, directory, invitations and requests to join."""

    name = "members"
    verbose_name = _("members")

    def ready(self) -> None:
        """Take the places that other apps leave open."""
        from members import registrations

        registrations.register_all()
