"""Closed lists of values."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person may do. All but MEMBER are groups; MEMBER is an active membership."""

    MEMBER = "member", _("member")
    CORRESPONDENT = "correspondent", _("correspondent")
    ORGANISER = "organiser", _("organiser")
    ACCOUNT_MANAGER = "account_manager", _("account manager")
    DIRECTOR = "director", _("director")
    ADMINISTRATOR = "administrator", _("administrator")


STAFF_ROLES = frozenset({Role.ORGANISER, Role.ACCOUNT_MANAGER, Role.DIRECTOR, Role.ADMINISTRATOR})


class CompanySize(TextChoices):
    """Head count of a company, in bands."""

    S = "s", _("1 to 9 people")
    M = "m", _("10 to 49 people")
    L = "l", _("50 to 249 people")
    XL = "xl", _("250 to 999 people")
    XXL = "xxl", _("1,000 people or more")


class JobFunction(TextChoices):
    """The part that a person has in their company's dealings with the supplier."""

    DECIDES = "decides", _("decides")
    USES = "uses", _("uses")
    BUYS = "buys", _("buys")
    ADVISES = "advises", _("advises")
    OTHER = "other", _("other")


class TierColour(TextChoices):
    """The honours colours that the look knows."""

    GOLD = "gold", _("gold")
    SILVER = "silver", _("silver")
    BRONZE = "bronze", _("bronze")


class AudienceKey(TextChoices):
    """The audiences that are built in."""

    PUBLIC = "public", _("everybody, strangers too")
    MEMBERS = "members", _("all members")
    STAFF = "staff", _("the club's staff")


class MergeSubject(TextChoices):
    """What two records that were merged are about."""

    PERSON = "person", _("person")
    COMPANY = "company", _("company")


class AuditKind(TextChoices):
    """What is kept of acts of the staff on others, of sign-ins, and of what people took along or
    deleted, for those who must answer for them."""

    EXPORT_COMPANIES = "export_companies", _("exported companies")
    EXPORT_PEOPLE = "export_people", _("exported people")
    IMPORT = "import", _("took in a client file")
    TIER = "tier", _("changed tiers")
    MANAGER = "manager", _("changed account managers")
    ROLE_GIVEN = "role_given", _("gave a role")
    ROLE_TAKEN = "role_taken", _("took a role away")
    SUSPENDED = "suspended", _("suspended a member")
    RESUMED = "resumed", _("let a member in again")
    ENDED = "ended", _("noted a departure")
    WORDS = "words", _("changed a list of the club")
    PREVIEW_TIER = "preview_tier", _("looked at the site as a tier")
    PREVIEW_MEMBER = "preview_member", _("looked at the site as a member")
    PREVIEW_ENDED = "preview_ended", _("ended a preview")
    SIGNED_IN = "signed_in", _("signed in")
    EXPORT_OWN = "export_own", _("took along their own data")
    ERASED = "erased", _("deleted an account")


class WordAct(TextChoices):
    """What was done to a list of the club's own words: tiers, sectors, tags."""

    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    ORDERED = "ordered", _("put in another order")
    REMOVED = "removed", _("removed")
