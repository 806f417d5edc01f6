"""Opening a club: naming it, trying its mail, leaving a step out, and the opening itself."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import ClubSettings, Company, Membership, Tier, User
from accounts.services import create_company
from club.lib import clock
from club.lib.text import fold
from home.enums import StepName
from home.models import OpeningStep
from members.models import Invitation, KnownPerson
from members.services import invite
from notifications.enums import OPEN_STATUSES, MailStatus
from notifications.models import OutboxMail
from notifications.services import notify, retry_mail

VERB_TEST = "home.test_mail"
VERB_OPENED = "home.opened"
CLUB_FIELDS = (
    "club_name",
    "supplier_name",
    "tagline_fr",
    "tagline_en",
    "contact_email",
    "language",
    "time_zone",
)


def lock_club() -> ClubSettings:
    """The club's one row, held until the end of the transaction: one writer at a time."""
    ClubSettings.load()
    club: ClubSettings = ClubSettings.objects.select_for_update().get()
    return club


@transaction.atomic
def name_club(*, by: User, **words: str) -> ClubSettings:
    """Write what the club is called and who runs it. Raises ValidationError."""
    club = lock_club()
    for name in CLUB_FIELDS:
        setattr(club, name, words[name])
    club.full_clean()
    club.save()
    return club


@transaction.atomic
def send_test_mail(*, by: User) -> OutboxMail:
    """Queue a mail to whoever asks; while one is on its way, that one, which is tried now."""
    lock_club()
    last = last_test_mail(by)
    if last is not None and last.status in OPEN_STATUSES:
        return retry_mail(last, by=by) if last.status == MailStatus.QUEUED else last
    return notify(VERB_TEST, person=by, by=by)


def last_test_mail(person: User) -> OutboxMail | None:
    """The newest test mail to this person."""
    found: OutboxMail | None = (
        OutboxMail.objects.filter(person=person, verb=VERB_TEST).order_by("-pk").first()
    )
    return found


@transaction.atomic
def add_client(
    name: str, tier: Tier, *, by: User, contact: dict[str, str] | None = None, **facts: Any
) -> Company:
    """One client company, typed by hand, and somebody who works there.

    Nobody is written to. Raises ValidationError when there is a client of that name.
    """
    lock_club()
    taken = [row for row in Company.objects.current().only("name") if fold(row.name) == fold(name)]
    if taken:
        raise ValidationError(
            {"name": _("There is a client of this name already: %(name)s.") % {"name": taken[0]}}
        )
    company = create_company(name, tier=tier, by=by, **facts)
    if contact:
        _keep_contact(company, contact)
    return company


def _keep_contact(company: Company, words: dict[str, str]) -> None:
    """Somebody who works there. Raises ValidationError for an address that is known elsewhere."""
    known = KnownPerson(company=company, **{**words, "email": words["email"].lower()})
    if known.email and KnownPerson.objects.filter(email=known.email).exists():
        raise ValidationError({"email": _("Somebody of this address is known already.")})
    known.full_clean()
    known.save()


@transaction.atomic
def assign_clients(companies: Sequence[Company], manager: User, *, by: User) -> int:
    """Give these companies to an account manager. Returns how many were not theirs before.

    Raises ValidationError when that person is no account manager.
    """
    if not User.objects.with_role(Role.ACCOUNT_MANAGER).filter(pk=manager.pk).exists():
        raise ValidationError(_("Choose somebody who is an account manager."))
    rows = Company.objects.filter(pk__in=[company.pk for company in companies])
    return rows.exclude(account_manager=manager).update(account_manager=manager)


@transaction.atomic
def invite_founder(email: str, company: Company, *, by: User, **words: Any) -> Invitation | None:
    """Invite somebody who gets in before the club is open; None when they are invited already.

    Raises what `members.services.invite` raises.
    """
    lock_club()
    waiting = Invitation.objects.open().filter(
        company=company, email=email.strip().lower(), is_founder=True
    )
    if waiting.exists():
        return None
    return invite(email, company, by=by, is_founder=True, **words)


def invite_known_founder(known: KnownPerson, *, by: User) -> Invitation | None:
    """The same for somebody whom the supplier's records name."""
    return invite_founder(
        known.email,
        known.company,
        by=by,
        first_name=known.first_name,
        last_name=known.last_name,
        job_title=known.job_title,
        function=known.function,
        language=known.language or ClubSettings.load().language,
    )


@transaction.atomic
def leave_step_out(name: StepName, *, by: User) -> None:
    """Go on without this step; it can be taken up again."""
    OpeningStep.objects.update_or_create(
        name=name, defaults={"left_by": by, "left_at": clock.now()}
    )


def take_step_up(name: StepName, *, by: User) -> None:
    """Do the step after all."""
    OpeningStep.objects.filter(name=name).delete()


@transaction.atomic
def open_the_club(*, by: User) -> ClubSettings:
    """Let every member in from the next request on, and tell those who waited. Once.

    Raises ValidationError for a club without a name to show.
    """
    club = lock_club()
    if club.is_open:
        return club
    if not club.supplier_name:
        raise ValidationError(_("Say first what the club is called and who runs it."))
    club.opened_at = clock.now()
    club.save(update_fields=["opened_at"])
    members = User.objects.filter(pk__in=Membership.objects.standing().values("person_id"))
    for person in members.filter(is_active=True):
        notify(VERB_OPENED, person=person, by=by)
    return club
