"""The files app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.registry import PublicPath, public_paths


class FilesConfig(AppConfig):
    """Pictures and documents."""

    name = "files"
    verbose_name = _("files")

    def ready(self) -> None:
        """Say which of its addresses a stranger may ask, and what is kept about people."""
        from files.personal import register_personal_data

        register_personal_data()
        public_paths.register(
            PublicPath(
                name=r"files/(images|documents)/.+",
                reason="A file of the audience “public” is for everybody; any other is missing.",
            )
        )
