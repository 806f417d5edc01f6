"""Closed lists of values."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StepName(TextChoices):
    """The steps of an opening, in their order. The value is the step's address."""

    CLUB = "club", _("The name of the club")
    MAIL = "mail", _("A test mail")
    CLIENTS = "clients", _("Your clients")
    TEAM = "team", _("Your team")
    FOUNDERS = "founders", _("Ten founders")
    EVENT = "event", _("A first event")


class WaveOrder(TextChoices):
    """Who is invited first."""

    TIER = "tier", _("the highest tier first")
    COMPANY = "company", _("company by company, from A to Z")
    PORTFOLIO = "portfolio", _("account manager by account manager")
