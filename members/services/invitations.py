"""Invitations: written, sent again, withdrawn."""

import secrets
from datetime import timedelta

from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.audience import viewer_for
from accounts.enums import JobFunction
from accounts.models import ClubSettings, Company, Membership, User
from accounts.viewer import Viewer
from club.lib import clock
from club.lib.dates import long_date
from members import kinds, rules
from members.models import Invitation, KnownPerson
from members.models.invitation import LIFETIME, TOKEN_BYTES, hash_token, next_reminder
from members.services.errors import Refused
from notifications.services import notify
from participation.ledger import record

#: An address is not written to more often about one invitation.
MAX_SENT = 5
VERB = "members.invited"
VERB_ADMITTED = "members.admitted"
#: So long nobody writes again to an address whose owner said no, but at their own request.
REFUSAL_HOLDS = timedelta(days=90)


@transaction.atomic
def invite(
    email: str,
    company: Company,
    *,
    by: User,
    first_name: str = "",
    last_name: str = "",
    job_title: str = "",
    function: JobFunction = JobFunction.OTHER,
    language: str = "",
    is_founder: bool = False,
    verb: str = VERB,
) -> Invitation:
    """Offer the owner of an address to join a company, by mail.

    A waiting invitation of the same address to the same company is written anew: its old link
    dies. What the staff do not say is taken from the supplier's records, where they know the
    address as this company's; only the staff make founders.

    Raises Refused when `by` may not invite for this company, when the company's limit is reached,
    when the address belongs to it already, when its owner said no a short while ago, or when
    somebody other than a founder is invited before the club is open;
    ValidationError for what is no address.
    """
    viewer = viewer_for(by)
    if not rules.can_invite(viewer, company):
        raise Refused(_("You cannot invite people of this company."))
    address = email.strip().lower()
    validate_email(address)
    _check_open(is_founder=is_founder)
    company = Company.objects.select_for_update().get(pk=company.pk)
    waiting = Invitation.objects.waiting().filter(company=company, email=address)
    invitation = waiting.first() or Invitation(company=company, email=address)
    _check_no_colleague(address, company)
    _check_limit(viewer, invitation)
    if verb != VERB_ADMITTED:
        _check_not_refused(address, company)
    invitation.first_name, invitation.last_name = first_name, last_name
    invitation.job_title, invitation.function = job_title, function
    invitation.language = language
    invitation.is_founder = invitation.is_founder or (is_founder and viewer.is_staff)
    known = KnownPerson.objects.filter(company=company, email__iexact=address, person=None)
    if viewer.is_staff:
        fill_from_records(invitation, known.first())
    _send(invitation, by, verb)
    known.update(invitation=invitation)
    _record_invited(invitation, viewer, by)
    return invitation


def fill_from_records(invitation: Invitation, known: KnownPerson | None) -> None:
    """Say of the invited person, where nobody did, what the supplier's records say."""
    for name in ("first_name", "last_name", "job_title", "language"):
        setattr(invitation, name, getattr(invitation, name) or getattr(known, name, ""))
    if known is not None and invitation.function == JobFunction.OTHER:
        invitation.function = known.function


def _record_invited(invitation: Invitation, viewer: Viewer, by: User) -> None:
    """One fact per invitation, however often it is sent: the club's, or a correspondent's own."""
    if viewer.is_staff:
        record(kinds.INVITED, company=invitation.company, subject=invitation)
    else:
        record(kinds.INVITED_COLLEAGUE, company=invitation.company, person=by, subject=invitation)


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Send a waiting invitation again, with a new link and a new term; the old link dies.

    Raises Refused as `invite` does, and for one that was accepted or withdrawn.
    """
    viewer = viewer_for(by)
    company = Company.objects.select_for_update().get(pk=invitation.company_id)
    invitation = _locked(invitation)
    if not rules.can_invite(viewer, company):
        raise Refused(_("You cannot invite people of this company."))
    _check_open(is_founder=invitation.is_founder)
    _check_no_colleague(invitation.email, company)
    _check_limit(viewer, invitation)
    return _send(invitation, by, VERB)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Withdraw a waiting invitation: its link dies. Raises Refused when it is too late."""
    invitation = _locked(invitation)
    if not rules.can_invite(viewer_for(by), invitation.company):
        raise Refused(_("You cannot invite people of this company."))
    invitation.revoked_at = clock.now()
    invitation.save(update_fields=["revoked_at"])
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    """The waiting row, held until the end of the transaction. Raises Refused."""
    row: Invitation | None = (
        Invitation.objects.waiting()
        .select_for_update(of=("self",))
        .select_related("company")
        .filter(pk=invitation.pk)
        .first()
    )
    if row is None:
        raise Refused(_("This invitation was answered or withdrawn already."))
    return row


def _check_open(*, is_founder: bool) -> None:
    """Only founders come before the club is open: the others would stand before a closed door."""
    if not (is_founder or ClubSettings.load().is_open):
        raise Refused(
            _("The club is not open yet: until then only founders are invited. The others follow.")
        )


def _check_no_colleague(address: str, company: Company) -> None:
    """Say so when the address belongs to the company. Elsewhere it is nobody's business."""
    if Membership.objects.open().filter(company=company, person__email=address).exists():
        raise Refused(
            _("%(address)s belongs to %(company)s in the club already."),
            params={"address": address, "company": company.name},
        )


def _check_not_refused(address: str, company: Company) -> None:
    """Leave those in peace who said no to this company's invitation."""
    refused = Invitation.objects.filter(company=company, email=address).refused_since(
        clock.now() - REFUSAL_HOLDS
    )
    said_no = refused.first()
    if said_no is not None:
        day = timezone.localtime(said_no.refused_at).date()
        raise Refused(
            _(
                "%(address)s answered “No, thank you” on %(day)s. Talk to the person first: who "
                "changes their mind can ask to be let in on the club’s public page."
            ),
            params={"address": address, "day": long_date(day)},
        )


def _check_limit(viewer: Viewer, invitation: Invitation) -> None:
    """A correspondent fills the company's places and no more; the staff may add some."""
    if invitation.sent_count >= MAX_SENT:
        raise Refused(
            _("This invitation was sent %(count)s times. Withdraw it, or ask the person."),
            params={"count": MAX_SENT},
        )
    check_places(viewer, invitation.company, without=invitation.pk)


def check_places(viewer: Viewer, company: Company, *, without: int | None = None) -> None:
    """Raise Refused where a correspondent has no place left; the staff may go beyond.

    `without` is the invitation that is being written anew, and counts once.
    """
    if viewer.is_staff:
        return
    people = Membership.objects.open().filter(company=company).count()
    others = Invitation.objects.open().filter(company=company).exclude(pk=without or 0)
    if people + others.count() >= company.member_limit:
        raise Refused(
            ngettext(
                "%(company)s has %(limit)s place, and it is taken. Withdraw an invitation, or "
                "ask the club for more places.",
                "%(company)s has %(limit)s places, and all are taken. Withdraw an invitation, "
                "or ask the club for more places.",
                company.member_limit,
            ),
            params={"company": company.name, "limit": company.member_limit},
        )


def _send(invitation: Invitation, by: User, verb: str) -> Invitation:
    """Give the invitation a new token and term, and queue the mail that alone holds the token.

    Every earlier link dies, those of reminders too, and the reminders begin anew.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation.token_hash = hash_token(token)
    invitation.invited_by = by
    invitation.sent_at = clock.now()
    invitation.expires_at = invitation.sent_at + LIFETIME
    invitation.remind_at = next_reminder(invitation.sent_at, invitation.sent_at)
    invitation.sent_count += 1
    invitation.full_clean(exclude=["token_hash", "invited_by", "company"])
    invitation.save()
    invitation.links.all().delete()
    notify(
        verb,
        address=invitation.email,
        subject=invitation,
        by=by,
        payload={"token": token},
        language=invitation.language,
    )
    return invitation
