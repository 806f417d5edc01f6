"""Closed lists of values."""

from django.db.models import IntegerChoices, TextChoices
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
    FOCUS_GROUP = "focus_group", pgettext_lazy("kind of event", "Focus group")
    EXPERT_HOUR = "expert_hour", pgettext_lazy("kind of event", "Expert hour")
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

#: Neither here nor there: each may still become a seat.
UNDECIDED = frozenset(
    {RegistrationStatus.PENDING, RegistrationStatus.MAYBE, RegistrationStatus.WAITLISTED}
)

#: Whoever stands so does not come, for whatever reason.
SAID_NO = frozenset({RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED})

#: Those whose names are shown to others, where they agreed.
COMES = frozenset({RegistrationStatus.GOING, RegistrationStatus.ATTENDED})


class RegistrationSource(TextChoices):
    """Through which door a registration came."""

    PORTAL = "portal", _("the portal")
    STAFF = "staff", _("the club’s team, on the person’s behalf")
    COLLEAGUE = "colleague", _("a colleague")
    CALENDAR = "calendar", _("the person’s calendar")


class EndedBy(TextChoices):
    """Who ended a registration that is cancelled."""

    PERSON = "person", _("the person, or somebody in their name")
    CLUB = "club", _("the club, which had to refuse")
    TIME = "time", _("nobody: an offered seat was not confirmed in time")


class LineOrder(TextChoices):
    """In which order a freed seat is offered to those who wait."""

    ARRIVAL = "arrival", _("Who joined the line first")
    TIER = "tier", _("The highest tier first, then who joined first")


class ClosingTime(IntegerChoices):
    """So many hours before the start nobody registers any more."""

    AT_THE_END = -1, _("When it is over")
    AT_THE_START = 0, _("When it starts")
    HOURS_4 = 4, _("4 hours before")
    DAY = 24, _("1 day before")
    DAYS_2 = 48, _("2 days before")
    DAYS_3 = 72, _("3 days before")
    WEEK = 168, _("1 week before")
    WEEKS_2 = 336, _("2 weeks before")


class AnswerKind(TextChoices):
    """What a question of the organisers takes for an answer."""

    LINE = "line", _("A few words")
    TEXT = "text", _("A longer text")
    CHOICE = "choice", _("One of several")
    YES_NO = "yes_no", _("Yes or no")


class ReminderKind(TextChoices):
    """Which of the two reminders of a date."""

    DAY = "day", _("the day before")
    HOUR = "hour", _("the hour before")


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
    TOO_LATE = "too_late", _("registration is closed")
    NOT_OPEN = "not_open", _("registration is not open yet")
    QUOTA = "quota", _("the company has all of its seats")
    NO_GUESTS = "no_guests", _("no guests, or fewer of them")
    ANSWERS = "answers", _("a question is not answered")
    NOT_ASKED = "not_asked", _("nothing to decide")
    ALL_DATES = "all_dates", _("answers one of several dates that are taken together")


class CardState(TextChoices):
    """What the registration card of an event says to its reader."""

    UNPLANNED = "unplanned", _("no date yet")
    CANCELLED = "cancelled", _("cancelled")
    PAST = "past", _("over")
    STRANGER = "stranger", _("not signed in")
    TEAM = "team", _("the club’s team")
    COMING = "coming", _("coming")
    OFFERED = "offered", _("seat offered")
    WAITING = "waiting", _("waiting")
    PENDING = "pending", _("to be approved")
    NOT_OPEN = "not_open", _("opens later")
    CLOSED = "closed", _("registration is closed")
    MAYBE = "maybe", _("perhaps")
    FULL = "full", _("full")
    OPEN = "open", _("open")


class AgendaPlace(TextChoices):
    """Where one wants to take part; what is on site and online fits both."""

    ON_SITE = "on_site", _("On site")
    ONLINE = "online", _("Online")

    @property
    def formats(self) -> frozenset[str]:
        """The formats of events in which one can."""
        return frozenset({self.value, EventFormat.HYBRID.value})


class AgendaTab(TextChoices):
    """The three lists of events."""

    UPCOMING = "upcoming", _("Coming up")
    MINE = "mine", _("I am coming")
    PAST = "past", _("Past")


class RequestOutcome(TextChoices):
    """What became of a request to publish."""

    PUBLISHED = "published", _("published")
    SENT_BACK = "sent_back", _("sent back")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Outside(TextChoices):
    """What becomes of people who registered and may see the event no more."""

    KEEP = (
        "keep",
        _(
            "They keep what they have, and the right to see the event: it gets an audience of its "
            "own, with these people in it."
        ),
    )
    RELEASE = (
        "release",
        _(
            "What they have is taken back: a mail says so and clears their calendar, and seats go "
            "to who waits."
        ),
    )


class DateEffect(TextChoices):
    """What publishing a page does to one of its dates."""

    NEW = "new", _("new")
    KEPT = "kept", _("stays as it is")
    CHANGED = "changed", _("changes")
    REMOVED = "removed", _("is removed")
    CANCELLED = "cancelled", _("is cancelled")
