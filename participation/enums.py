"""Closed lists of values."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Side(TextChoices):
    """Who did what a kind of fact tells."""

    CLIENT = "client", _("the client")
    CLUB = "club", _("the club")


class Source(TextChoices):
    """How a fact came to the ledger."""

    PORTAL = "portal", _("the portal")
    MANAGER = "manager", _("the account manager")
    IMPORT = "import", _("an import")
