"""Closed lists of values."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Dimension(TextChoices):
    """What the signal is made of, in the order in which it is read."""

    PRESENCE = "presence", _("presence")
    RESPONSE = "response", _("response")
    CONTRIBUTION = "contribution", _("contribution")
    LINKS = "links", _("links between members")
    ADVOCACY = "advocacy", _("recommendation")
    BREADTH = "breadth", _("breadth")
    VOICE = "voice", _("voice")
    MANAGERS_VIEW = "managers_view", _("account manager’s view")


#: Dimensions whose points come from the strength of acts (SIGNAL.md 3.2, formula 5).
OF_ACTS = (Dimension.PRESENCE, Dimension.CONTRIBUTION, Dimension.LINKS, Dimension.ADVOCACY)


class Cause(TextChoices):
    """Why a signal moved; the parts of a change add up to it."""

    NEW_ACTS = "new_acts", _("new acts")
    FADING = "fading", _("fading with time")
    RESPONSE = "response", _("response")
    BREADTH = "breadth", _("breadth")
    MANAGERS_VIEW = "managers_view", _("account manager’s view")
    FRICTION = "friction", _("friction")
    CONTACTS = "contacts", _("more or fewer contacts")
    CLUB = "club", _("the club moved")
    SEASON = "season", _("the season")


class SignalState(TextChoices):
    """What may be shown of a signal: the number when RATED, otherwise facts alone."""

    RATED = "rated", _("rated")
    NOT_YET = "not_yet", _("not yet rated")
    UNSURE = "unsure", _("too few facts for a number")
    ONE_PERSON = "one_person", _("facts only")


class Confidence(TextChoices):
    """How much a signal rests on."""

    A = "A", _("good")
    B = "B", _("fair")
    C = "C", _("weak")


class Friction(TextChoices):
    """What pulls a signal down."""

    COMPLAINT = "complaint", _("a complaint")
    OLD_COMPLAINT = "old_complaint", _("a complaint open for long")
    ABOUT_MANAGER = "about_manager", _("an incident with the account manager")
    DECIDER_LEFT = "decider_left", _("a decision-maker left")


class InteractionKind(TextChoices):
    """What an account manager logs about the relation."""

    CALL = "call", _("call")
    VISIT = "visit", _("visit")
    COMPLAINT = "complaint", _("complaint")
    INFORMATION = "information", _("useful information")
    RECOMMENDATION = "recommendation", _("recommendation")


class Outcome(TextChoices):
    """Whether a call reached somebody."""

    ANSWERED = "answered", _("answered")
    NOT_ANSWERED = "not_answered", _("not answered")


class LookedAt(TextChoices):
    """Which page with reasons somebody opened."""

    PORTFOLIO = "portfolio", _("portfolio")
    CLIENT = "client", _("client")
