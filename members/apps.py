"""The members app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_DAY = 24 * 60 * 60


class MembersConfig(AppConfig):
    """Profiles, directory, invitations and requests to join."""

    name = "members"
    verbose_name = _("members")

    def ready(self) -> None:
        """Take the places that other apps leave open."""
        from members import registrations
        from members.personal import register_personal_data
        from members.services.retention import JOB
        from members.tasks import enqueue_forgetting
        from notifications.registry import register_due

        registrations.register_all()
        register_personal_data()
        register_due(JOB, _DAY, enqueue_forgetting)
