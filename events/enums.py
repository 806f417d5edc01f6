"""Closed lists of values."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventType(TextChoices):
    """What kind of gathering an event is."""

    PREVIEW = "preview", pgettext_lazy("kind of event", "Preview")
    WORKSHOP = "workshop", pgettext_lazy("kind of event", "Workshop")
    BREAKFAST = "breakfast", pgettext_lazy("kind of event", "Breakfast")
    LAUNCH = "launch", pgettext_lazy("kind of event", "Launch")
    VISIT = "visit", pgettext_lazy("kind of event", "Visit")
    WEBINAR = "webinar", pgettext_lazy("kind of event", "Webinar")
    DINNER = "dinner", pgettext_lazy("kind of event", "Dinner")
    OTHER = "other", pgettext_lazy("kind of event", "Meeting")


class EventFormat(TextChoices):
    """Where the people are."""

    ON_SITE = "on_site", _("On site")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("On site and online")


class DateStatus(TextChoices):
    """Whether a date takes place."""

    SCHEDULED = "scheduled", _("takes place")
    CANCELLED = "cancelled", _("cancelled")


class RegistrationStatus(TextChoices):
    """Where a person stands with a date."""

    INVITED = "invited", _("invited")
    PENDING = "pending", _("to be approved")
    GOING = "going", _("coming")
    MAYBE = "maybe", _("perhaps")
    DECLINED = "declined", _("not coming")
    WAITLISTED = "waitlisted", _("waiting")
    OFFERED = "offered", _("seat offered")
    CANCELLED = "cancelled", _("gave up the seat")
    ATTENDED = "attended", _("came")
    NO_SHOW = "no_show", _("did not come")


#: Each of these occupies one of the seats of the date.
HOLDS_SEAT = frozenset(
    {
        RegistrationStatus.GOING,
        RegistrationStatus.OFFERED,
        RegistrationStatus.ATTENDED,
        RegistrationStatus.NO_SHOW,
    }
)

#: Those whose names are shown to others, where they agreed.
COMES = frozenset({RegistrationStatus.GOING, RegistrationStatus.ATTENDED})


class RegistrationSource(TextChoices):
    """Through which door a registration came."""

    PORTAL = "portal", _("the portal")
    STAFF = "staff", _("the club’s team, on the person’s behalf")


class RefusalCode(TextChoices):
    """Why something could not be done to a registration."""

    HIDDEN = "hidden", _("not open to this person")
    STAFF = "staff", _("the club’s team takes no seat")
    NOT_YOURS = "not_yours", _("not allowed to answer for others")
    CANCELLED = "cancelled", _("the date is cancelled")
    OVER = "over", _("the date is over")
    NOT_OVER = "not_over", _("the date is not over yet")
    NO_SEAT = "no_seat", _("holds no seat")
    CLOSED = "closed", _("the presence is already recorded")


class CardState(TextChoices):
    """What the registration card of an event says to its reader."""

    UNPLANNED = "unplanned", _("no date yet")
    CANCELLED = "cancelled", _("cancelled")
    PAST = "past", _("over")
    STRANGER = "stranger", _("not signed in")
    TEAM = "team", _("the club’s team")
    COMING = "coming", _("coming")
    WAITING = "waiting", _("waiting")
    FULL = "full", _("full")
    OPEN = "open", _("open")


class AgendaTab(TextChoices):
    """The three lists of events."""

    UPCOMING = "upcoming", _("Coming up")
    MINE = "mine", _("I am coming")
    PAST = "past", _("Past")
