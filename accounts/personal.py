"""What this app keeps about a person: the account, the company, the sign-ins."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import ReferenceIndex

from accounts import words
from accounts.audit import forget_old_acts
from accounts.enums import AuditKind
from accounts.models import AccessLink, Audience, AuditEntry, Company, Membership, User
from accounts.registry import (
    Kept,
    PersonalData,
    RetentionRule,
    personal_data,
    retention_rules,
)
from accounts.services import end_sessions
from accounts.templatetags.signin import device
from club.lib.text import fold


def register_personal_data() -> None:
    """Called once, when the app is ready."""
    for entry in (ACCOUNT, MEMBERSHIPS, SIGN_INS, ACTS):
        personal_data.register(entry)
    retention_rules.register(ACTS_KEPT)


def _account(person: User) -> Iterable[Kept]:
    yield Kept(_("E-mail address"), person.email, person.joined_at, change="/accounts/email/")
    yield Kept(_("Name"), person.full_name, person.joined_at, seen_by=words.MEMBERS)
    if person.language:
        yield Kept(_("Language"), person.get_language_display(), person.joined_at)
    if person.time_zone:
        yield Kept(_("Time zone"), person.time_zone, person.joined_at)
    if person.last_login:
        yield Kept(_("Last sign-in"), "", person.last_login)
    roles = ", ".join(person.groups.order_by("name").values_list("name", flat=True))
    if roles:
        yield Kept(_("Roles"), roles)


def _names(person: User) -> Iterable[str]:
    """The addresses; the name in both orders where it has two words, as typed and as compared."""
    yield person.email
    yield from EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    first, last = person.first_name.strip(), person.last_name.strip()
    if first and last:
        names = (f"{first} {last}", f"{last} {first}", f"{last}, {first}")
        yield from {*names, *map(fold, names)}


def _memberships(person: User) -> Iterable[Kept]:
    rows = Membership.objects.filter(person=person).select_related("company")
    for row in rows.order_by("-started_on", "-pk"):
        facts = (row.company.name, row.job_title, row.get_function_display())
        yield Kept(_("Member of a company"), ", ".join(filter(None, facts)), row.started_on)
        if row.ended_on:
            yield Kept(_("Left the company"), row.company.name, row.ended_on)
    for company in Company.objects.filter(account_manager=person).order_by("name"):
        yield Kept(_("Account manager of"), company.name)
    for audience in Audience.objects.filter(people=person).order_by("pk"):
        yield Kept(_("Named in an audience"), str(audience))


def _sign_ins(person: User) -> Iterable[Kept]:
    for row in person.usersession_set.order_by("-last_seen_at"):  # type: ignore[attr-defined]
        yield Kept(_("Device signed in"), f"{device(row.user_agent)}, {row.ip}", row.created_at)
    own = AuditEntry.objects.filter(by=person, kind=AuditKind.SIGNED_IN).order_by("-at", "-pk")
    for entry in own:
        yield Kept(_("Sign-in"), "", entry.at, seen_by=words.ADMINISTRATORS)
    for link in AccessLink.objects.filter(person=person).order_by("-created_at"):
        yield Kept(_("Link for a first sign-in"), "", link.created_at)
    for factor in person.authenticator_set.order_by("pk"):  # type: ignore[attr-defined]
        yield Kept(_("Second factor"), factor.get_type_display(), factor.created_at)


def _end_sign_ins(person: User) -> None:
    """End every session, those too that only hold the address while somebody signs in."""
    end_sessions(person)
    own = str(person.pk)
    for session in Session.objects.iterator(chunk_size=500):
        data = session.get_decoded()
        if data.get("_auth_user_id") == own or person.email in str(data).lower():
            session.delete()


def _drop_references(person: User) -> None:
    """The desk's list of what is used where holds the number of the person."""
    kind = ContentType.objects.get_for_model(User)
    here = Q(content_type=kind, object_id=str(person.pk))
    there = Q(to_content_type=kind, to_object_id=str(person.pk))
    ReferenceIndex.objects.filter(here | there).delete()


ACCOUNT = PersonalData(
    "account",
    10,
    _("Your account"),
    use=_("You sign in with it, and the club writes to you in your language."),
    period=_("While you have an account; at most %(time)s after you left and were last here."),
    seen_by=words.ADMINISTRATORS,
    models=(
        "accounts.User_groups",
        "accounts.User_user_permissions",
        "account.EmailAddress",
        "socialaccount.SocialAccount",
    ),
    export=_account,
    erase=_drop_references,
    known_as=_names,
    change="/me/",
    rule="people.left",
)
MEMBERSHIPS = PersonalData(
    "memberships",
    20,
    _("Your companies"),
    use=_("They decide what you may see, and tell other members whom they deal with."),
    period=_("With your account."),
    seen_by=words.MEMBERS,
    models=("accounts.Membership", "accounts.Company", "accounts.Audience_people"),
    export=_memberships,
    change="/me/",
)
SIGN_INS = PersonalData(
    "sign-ins",
    120,
    _("Your devices and sign-ins"),
    use=_("You see where you are signed in and can end it; strangers are kept out."),
    period=_("Until the session ends, or you remove it; that you signed in, for twelve months."),
    seen_by=words.ONLY_YOU,
    models=("usersessions.UserSession", "accounts.AccessLink", "mfa.Authenticator"),
    export=_sign_ins,
    erase=_end_sign_ins,
    change="/accounts/sessions/",
)


def _acts(person: User) -> Iterable[Kept]:
    acts = AuditEntry.objects.filter(Q(person=person) | Q(by=person))
    for entry in acts.exclude(kind=AuditKind.SIGNED_IN).order_by("-at", "-pk"):
        yield Kept(entry.get_kind_display(), "", entry.at)


ACTS = PersonalData(
    "acts",
    90,
    _("What the club’s team did to your record, and what you took along"),
    use=_(
        "Those who change rights, suspend, take data along or look as somebody else can be asked "
        "about it."
    ),
    period=_("For %(time)s."),
    seen_by=_("Administrators."),
    models=("accounts.AuditEntry", "accounts.Merge"),
    export=_acts,
    rule="acts",
)
#: Those who act cannot choose to be forgotten earlier.
ACTS_KEPT = RetentionRule(
    "acts",
    80,
    _("Acts and sign-ins"),
    _(
        "Exports, imports, rights, suspensions, previews, deleted accounts and sign-ins: always "
        "twelve months."
    ),
    days=366,
    longest=366,
    least=366,
    apply=forget_old_acts,
)
