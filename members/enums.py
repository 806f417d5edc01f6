"""Closed lists of values."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PhoneVisibility(TextChoices):
    """To whom a person's phone number is shown."""

    NOBODY = "nobody", _("nobody but the club's team for my company")
    MEMBERS = "members", _("all members of the club")


class JoinStatus(TextChoices):
    """Where a request to join stands."""

    OPEN = "open", _("waiting")
    ACCEPTED = "accepted", _("invited")
    DECLINED = "declined", _("declined")
