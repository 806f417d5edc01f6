"""The answers to an invitation: yes, which makes a member, and no."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.enums import JobFunction
from accounts.models import User
from accounts.services import create_user, start_membership
from club.lib import clock
from members import kinds, rules
from members.models import Invitation, JoinRequest, KnownPerson
from members.models.invitation import hash_token
from members.services.arrivals import start_arrival
from members.services.errors import InvitationGone
from members.services.invitations import fill_from_records
from members.services.profiles import update_profile
from participation.ledger import record
from participation.models import Participation


def find_invitation(token: str) -> Invitation | None:
    """The invitation that this token opens now, or None. Changes nothing."""
    invitation: Invitation | None = (
        Invitation.objects.open()
        .opened_by(hash_token(token))
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

    What is not given is taken from the invitation, then from the supplier's records. Somebody who
    was a member before comes back as the same person. Raises InvitationGone, after which nothing
    has changed.
    """
    given = {
        "first_name": first_name,
        "last_name": last_name,
        "job_title": job_title,
        "language": language,
    }
    try:
        with transaction.atomic():
            return _accept(token, given)
    except (IntegrityError, ValidationError) as error:
        raise InvitationGone from error


def _accept(token: str, given: dict[str, str]) -> User:
    invitation = find_invitation(token)
    if invitation is None or rules.waits_for_opening(invitation):
        raise InvitationGone
    if not _close(invitation, "accepted_at"):
        raise InvitationGone
    for name, text in given.items():
        setattr(invitation, name, text or getattr(invitation, name))
    known = KnownPerson.objects.filter(email__iexact=invitation.email).first()
    is_of_company = known is not None and known.company_id == invitation.company_id
    fill_from_records(invitation, known if is_of_company else None)
    person = _joining_person(invitation)
    start_membership(
        person,
        invitation.company,
        by=invitation.invited_by,
        job_title=invitation.job_title,
        function=JobFunction(invitation.function),
        is_founder=invitation.is_founder,
    )
    _name(person, invitation)
    _confirm_address(person, invitation.email)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=person)
    _note_arrived(known, person)
    start_arrival(person, invitation.company)
    _record_answer(kinds.ACCEPTED, invitation, person)
    return person


def refuse_invitation(token: str) -> Invitation:
    """Answer "no, thank you": the invitation is closed, and its address left in peace for a while.

    Needs no account. Raises InvitationGone, after which nothing has changed.
    """
    with transaction.atomic():
        invitation = find_invitation(token)
        if invitation is None or not _close(invitation, "refused_at"):
            raise InvitationGone
        _record_answer(kinds.REFUSED, invitation, rules.person_at(invitation.email))
        return invitation


def _close(invitation: Invitation, answered: str) -> bool:
    """Mark the invitation as answered. The row is taken by the first; the others find it so."""
    rows = Invitation.objects.open().filter(pk=invitation.pk, token_hash=invitation.token_hash)
    return rows.update(**{answered: clock.now()}) == 1


def _record_answer(kind: str, invitation: Invitation, person: User | None) -> None:
    """The answer is a fact of the client's, and says which invitation of ours it answers.

    Who asked to be let in was not solicited.
    """
    own_wish = JoinRequest.objects.filter(invitation=invitation).exists()
    invited = Participation.objects.standing().of_kind(kinds.INVITED).about(invitation)
    record(
        kind,
        company=invitation.company,
        person=person,
        subject=invitation,
        solicited_by=None if own_wish else invited.first(),
    )


def _joining_person(invitation: Invitation) -> User:
    """The person who owns the address, held against a second invitation, or a new one."""
    known = rules.person_at(invitation.email)
    if known is None:
        return create_user(invitation.email, by=invitation.invited_by)
    person: User = User.objects.select_for_update().get(pk=known.pk)
    if not rules.may_join(person):
        raise InvitationGone
    return person


def _name(person: User, invitation: Invitation) -> None:
    """Write what is known of the person; what is empty changes nothing."""
    names = {key: getattr(invitation, key) for key in ("first_name", "last_name", "language")}
    update_profile(person, by=person, **{key: text for key, text in names.items() if text})


def _note_arrived(known: KnownPerson | None, person: User) -> None:
    """The supplier's record of this address is this member from now on."""
    if known is not None and not KnownPerson.objects.filter(person=person).exists():
        KnownPerson.objects.filter(pk=known.pk, person__isnull=True).update(person=person)


def _confirm_address(person: User, address: str) -> None:
    """The link came to this address, so it is the person's own."""
    has_primary = EmailAddress.objects.filter(user=person, primary=True).exists()
    known, _new = EmailAddress.objects.get_or_create(
        user=person, email=address, defaults={"primary": not has_primary}
    )
    if not known.verified:
        known.verified = True
        known.save(update_fields=["verified"])
