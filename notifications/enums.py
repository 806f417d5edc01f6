"""Closed lists of values."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Purpose(TextChoices):
    """Why a mail is sent. Everything but SERVICE and ANSWER may be refused by the person.

    ACTIVITY is what concerns the person in what they take part in: a mention, an answer to their
    thread, the hour of an event that comes near.
    """

    SERVICE = "service", _("service")
    ANSWER = "answer", _("answer to an act of the person")
    ACTIVITY = "activity", _("what others did")
    LETTER = "letter", _("letter")
    SOLICITATION = "solicitation", _("solicitation")


#: What nobody can refuse: it belongs to what they asked for or take part in.
ALWAYS_SENT = frozenset({Purpose.SERVICE, Purpose.ANSWER})


class MailChoice(TextChoices):
    """When a person wants the mails of one kind."""

    AT_ONCE = "at_once", _("at once")
    NEVER = "never", _("never")


class MailStatus(TextChoices):
    """Where a mail of the outbox stands."""

    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    SKIPPED = "skipped", _("not sent, on purpose")
    DEAD = "dead", _("given up after errors")


#: What still has to be done something about.
OPEN_STATUSES = (MailStatus.QUEUED, MailStatus.SENDING)


class Priority(IntegerChoices):
    """Who goes first when many mails wait: a person in front of a sign-in form."""

    URGENT = 0, _("urgent")
    ORDINARY = 1, _("ordinary")
    BULK = 2, _("to many")


class SkipReason(TextChoices):
    """Why a mail was not sent, on purpose."""

    NO_RIGHT = "no_right", _("The person may not see this any more.")
    INACTIVE = "inactive", _("The person’s account is closed.")
    SUPERSEDED = "superseded", _("A newer mail took its place.")
    WITHDRAWN = "withdrawn", _("It was withdrawn before it was sent.")
    NEVER_INVITED = "never_invited", _("There was no sent invitation to withdraw.")
    EVENT_OFF = "event_off", _("The event was cancelled before it was sent.")
    PAST = "past", _("The event was over before it was sent.")
    GONE = "gone", _("What it was about does not exist any more.")
    REFUSED = "refused", _("The person does not want this kind of mail.")
    GIVEN_UP = "given_up", _("Somebody of the staff gave it up.")


class EntryStatus(TextChoices):
    """Whether the event of a calendar entry takes place."""

    CONFIRMED = "confirmed", _("takes place")
    CANCELLED = "cancelled", _("cancelled")


class CalendarMethod(TextChoices):
    """What the calendar part of a mail asks of the reader (RFC 5546)."""

    REQUEST = "REQUEST", _("invitation")
    CANCEL = "CANCEL", _("cancellation")


class PartStat(TextChoices):
    """The answer of a guest (RFC 5545 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION", _("not answered")
    ACCEPTED = "ACCEPTED", _("accepted")
    DECLINED = "DECLINED", _("declined")
    TENTATIVE = "TENTATIVE", _("perhaps")


class ReplyOutcome(TextChoices):
    """What was made of a mail that answers an invitation."""

    APPLIED = "applied", _("counted")
    OUTDATED = "outdated", _("older than what is known")
    RESENT = "resent", _("the invitation was sent again")
    AUTOMATIC = "automatic", _("an automatic answer")
    REFUSED = "refused", _("not possible")
    FOREIGN = "foreign", _("from another address")
    UNSIGNED = "unsigned", _("without the address of an invitation")
    COUNTER = "counter", _("another time is proposed")
    UNCLEAR = "unclear", _("says neither yes nor no")
    WORDS = "words", _("a message in words")
    UNREADABLE = "unreadable", _("cannot be read")


#: What somebody of the staff has to look at.
OPEN_OUTCOMES = (
    ReplyOutcome.REFUSED,
    ReplyOutcome.FOREIGN,
    ReplyOutcome.UNSIGNED,
    ReplyOutcome.COUNTER,
    ReplyOutcome.UNCLEAR,
    ReplyOutcome.WORDS,
    ReplyOutcome.UNREADABLE,
)


class AlarmTime(IntegerChoices):
    """How long before an event a subscribed calendar rings, in minutes."""

    NONE = 0, pgettext_lazy("alarm", "No alarm")
    HALF_HOUR = 30, _("30 minutes before")
    HOUR = 60, _("1 hour before")
    DAY = 1440, _("1 day before")


class CalendarProgram(TextChoices):
    """Which family of programs fetched a subscribed calendar, as far as it says so."""

    APPLE = "apple", "Apple"
    GOOGLE = "google", "Google"
    OUTLOOK = "outlook", "Outlook"
    THUNDERBIRD = "thunderbird", "Thunderbird"
    BROWSER = "browser", _("a browser")
    OTHER = "other", _("another program")
