"""The project package as an app: base templates and their tags."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class ClubConfig(AppConfig):
    """Shared templates, template tags and commands."""

    name = "club"

    def ready(self) -> None:
        """Register the check of the database."""
        from club.checks import check_folded_migrations

        register(check_folded_migrations, Tags.database)
