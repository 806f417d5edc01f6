"""Invitations: written, sent again, withdrawn, accepted."""

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.audience import viewer_for
from accounts.enums import JobFunction
from accounts.models import ClubSettings, Company, Membership, User
from accounts.services import create_user, start_membership
from accounts.viewer import Viewer
from club.lib import clock
from members import rules
from members.models import Invitation, KnownPerson
from members.models.invitation import LIFETIME, hash_token
from members.services.errors import InvitationGone, Refused
from members.services.profiles import update_profile
from notifications.services import notify

#: An address is not written to more often about one invitation.
MAX_SENT = 5
TOKEN_BYTES = 32
VERB = "members.invited"
VERB_ADMITTED = "members.admitted"


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
    dies. What the supplier's records know of the address points to it. Raises Refused when `by`
    may not invite for this company, when the company's limit is reached, when the address belongs
    to it already, or when somebody other than a founder is invited before the club is open;
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
    invitation.first_name, invitation.last_name = first_name, last_name
    invitation.job_title, invitation.function = job_title, function
    invitation.language = language
    invitation.is_founder = invitation.is_founder or is_founder
    invitation = _send(invitation, by, verb)
    known = KnownPerson.objects.filter(company=company, email__iexact=address, person=None)
    known.update(invitation=invitation)
    return invitation


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
        raise Refused(_("This invitation was accepted or withdrawn already."))
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


def _check_limit(viewer: Viewer, invitation: Invitation) -> None:
    """A correspondent fills the company's places and no more; the staff may add some."""
    if invitation.sent_count >= MAX_SENT:
        raise Refused(
            _("This invitation was sent %(count)s times. Withdraw it, or ask the person."),
            params={"count": MAX_SENT},
        )
    if viewer.is_staff:
        return
    company = invitation.company
    people = Membership.objects.open().filter(company=company).count()
    others = Invitation.objects.open().filter(company=company).exclude(pk=invitation.pk)
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
    """Give the invitation a new token and term, and queue the mail that alone holds the token."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation.token_hash = hash_token(token)
    invitation.invited_by = by
    invitation.sent_at = clock.now()
    invitation.expires_at = invitation.sent_at + LIFETIME
    invitation.sent_count += 1
    invitation.full_clean(exclude=["token_hash", "invited_by", "company"])
    invitation.save()
    notify(
        verb,
        address=invitation.email,
        subject=invitation,
        by=by,
        payload={"token": token},
        language=invitation.language,
    )
    return invitation


def find_invitation(token: str) -> Invitation | None:
    """The invitation that this token opens now, or None. Changes nothing."""
    invitation: Invitation | None = (
        Invitation.objects.open()
        .filter(token_hash=hash_token(token))
        .select_related("company", "invited_by")
        .first()
    )
    stands = invitation is not None and rules.invitation_stands(invitation)
    return invitation if stands else None


def accept_invitation(
    token: str,
    *,
    first_name: str = "",
    last_name: str = "",
    job_title: str = "",
    language: str = "",
) -> User:
    """Make the owner of the invited address a member; of many who try at once, one succeeds.

    Somebody who was a member before comes back as the same person. Raises InvitationGone, after
    which nothing has changed.
    """
    named = {"first_name": first_name, "last_name": last_name, "language": language}
    try:
        with transaction.atomic():
            return _accept(token, named, job_title)
    except (IntegrityError, ValidationError) as error:
        raise InvitationGone from error


def _accept(token: str, named: dict[str, str], job_title: str) -> User:
    invitation = find_invitation(token)
    if invitation is None or rules.waits_for_opening(invitation) or not _claim(invitation):
        raise InvitationGone
    person = _joining_person(invitation)
    start_membership(
        person,
        invitation.company,
        by=invitation.invited_by,
        job_title=job_title or invitation.job_title,
        function=JobFunction(invitation.function),
        is_founder=invitation.is_founder,
    )
    update_profile(person, by=person, **_given_names(invitation, named))
    _confirm_address(person, invitation.email)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=person)
    return person


def _claim(invitation: Invitation) -> bool:
    """Mark the invitation as used. The row is taken by the first; the others find it used."""
    rows = Invitation.objects.open().filter(pk=invitation.pk, token_hash=invitation.token_hash)
    return rows.update(accepted_at=clock.now()) == 1


def _joining_person(invitation: Invitation) -> User:
    """The person who owns the address, held against a second invitation, or a new one."""
    known = rules.person_at(invitation.email)
    if known is None:
        return create_user(invitation.email, by=invitation.invited_by)
    person: User = User.objects.select_for_update().get(pk=known.pk)
    if not rules.may_join(person):
        raise InvitationGone
    return person


def _given_names(invitation: Invitation, named: dict[str, str]) -> dict[str, Any]:
    """What the person wrote, else what the inviter wrote; empty ones change nothing."""
    names = {key: named[key] or getattr(invitation, key) for key in named}
    return {key: value for key, value in names.items() if value}


def _confirm_address(person: User, address: str) -> None:
    """The link came to this address, so it is the person's own."""
    has_primary = EmailAddress.objects.filter(user=person, primary=True).exists()
    known, _new = EmailAddress.objects.get_or_create(
        user=person, email=address, defaults={"primary": not has_primary}
    )
    if not known.verified:
        known.verified = True
        known.save(update_fields=["verified"])
