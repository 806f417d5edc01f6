"""Closed lists of values."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FieldVisibility(TextChoices):
    """To whom a person shows one thing of their page."""

    NOBODY = "nobody", _("nobody")
    CONTACTS = "contacts", _("my contacts")
    MEMBERS = "members", _("all members")


class Field(TextChoices):
    """The things of a page whose reader its owner chooses; each has a `<name>_visible_to`."""

    EMAIL = "email", _("e-mail address")
    PHONE = "phone", _("phone")
    ABOUT = "about", _("about me")
    CAN_HELP_WITH = "can_help_with", _("can help with")
    LOOKS_FOR = "looks_for", _("is looking for")

    @property
    def choice(self) -> str:
        """The name of the profile's field that holds the choice."""
        return f"{self.value}_visible_to"


class TopicSide(TextChoices):
    """What a row about a person says: a subject that is offered or wanted, or a language."""

    HELPS = "helps", _("can help with")
    LOOKS = "looks", _("is looking for")
    SPEAKS = "speaks", _("speaks")


#: The sides whose rows are subjects.
SUBJECT_SIDES = (TopicSide.HELPS, TopicSide.LOOKS)


class Tongue(TextChoices):
    """The languages that a person may say they speak, by their ISO 639-1 codes."""

    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")
    GERMAN = "de", _("German")
    SPANISH = "es", _("Spanish")
    ITALIAN = "it", _("Italian")
    DUTCH = "nl", _("Dutch")
    PORTUGUESE = "pt", _("Portuguese")
    POLISH = "pl", _("Polish")
    ROMANIAN = "ro", _("Romanian")
    CZECH = "cs", _("Czech")
    GREEK = "el", _("Greek")
    SWEDISH = "sv", _("Swedish")
    TURKISH = "tr", _("Turkish")
    ARABIC = "ar", _("Arabic")
    HEBREW = "he", _("Hebrew")
    RUSSIAN = "ru", _("Russian")
    UKRAINIAN = "uk", _("Ukrainian")
    CHINESE = "zh", _("Chinese")
    JAPANESE = "ja", _("Japanese")
    VIETNAMESE = "vi", _("Vietnamese")


class ChangeState(TextChoices):
    """Where a change that a company asked for stands."""

    WAITING = "waiting", _("waiting")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ConnectionState(TextChoices):
    """Where a request for contact stands."""

    ASKED = "asked", _("asked")
    ACCEPTED = "accepted", _("in contact")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ENDED = "ended", _("ended")


#: Between two people there is at most one row in one of these states.
LIVE_STATES = (ConnectionState.ASKED, ConnectionState.ACCEPTED)


class JoinStatus(TextChoices):
    """Where a request to join stands."""

    OPEN = "open", _("waiting")
    ACCEPTED = "accepted", _("invited")
    DECLINED = "declined", _("declined")


class ImportSubject(TextChoices):
    """What a record of a client file is about."""

    COMPANY = "company", _("company")
    PERSON = "person", _("person")


class ImportReason(TextChoices):
    """Why a record of a client file goes to the review list."""

    NAME = "name", _("same name, no common id")
    DOMAIN = "domain", _("same internet domain, no common id")
    LEGAL_ID = "legal_id", _("same legal id, another id in the CRM")
    NO_COMPANY = "no_company", _("names no company")


class ReviewStatus(TextChoices):
    """What staff said of a record on the review list."""

    WAITING = "waiting", _("waiting")
    SAME = "same", _("the same")
    NEW = "new", _("a new one")
    SKIPPED = "skipped", _("left out")


class ReportReason(TextChoices):
    """Why somebody reports a person to the club."""

    SELLING = "selling", _("sells or advertises without being asked")
    INSISTING = "insisting", _("insists after a no")
    RUDE = "rude", _("is rude or demeaning")
    FALSE = "false", _("is not who they say they are")
    OTHER = "other", _("something else")


class IntroductionState(TextChoices):
    """Where an introduction stands."""

    OPEN = "open", _("waiting")
    MADE = "made", _("both agreed")
    FAILED = "failed", _("did not come about")


class IntroductionAnswer(TextChoices):
    """What one of the two who are introduced says."""

    NONE = "", _("not answered")
    YES = "yes", _("agrees")
    NO = "no", _("would rather not")


class MeetingState(TextChoices):
    """Where a meeting of two contacts stands."""

    PROPOSED = "proposed", _("proposed")
    AGREED = "agreed", _("agreed")
    DECLINED = "declined", _("none of the times")
    WITHDRAWN = "withdrawn", _("taken back")
    CANCELLED = "cancelled", _("cancelled")


class ImportState(TextChoices):
    """How far a client file is that somebody gave in at the desk."""

    GIVEN = "given", _("is about to be read")
    READING = "reading", _("is being read")
    READ = "read", _("was read; nothing is written yet")
    UNREADABLE = "unreadable", _("cannot be read")
    CONFIRMED = "confirmed", _("is about to be taken in")
    WRITING = "writing", _("is being taken in")
    DONE = "done", _("was taken in")
    FAILED = "failed", _("was not taken in")


#: What the worker still has to do something about.
IMPORT_MOVING = (
    ImportState.GIVEN,
    ImportState.READING,
    ImportState.CONFIRMED,
    ImportState.WRITING,
)
