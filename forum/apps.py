"""The forum app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumConfig(AppConfig):
    """Where members and the club talk."""

    name = "forum"
    verbose_name = _("discussions")

    def ready(self) -> None:
        """Take the places that other apps leave open."""
        from forum import registrations
        from forum.personal import register_personal_data

        registrations.register_all()
        register_personal_data()
