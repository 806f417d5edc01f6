"""Predicates of the members app."""

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db.models import Q

from accounts.audience import Viewer, viewer_for
from accounts.enums import Role
from accounts.models import ClubSettings, Company, Membership, Tier, User
from members.enums import PhoneVisibility
from members.querysets import invitable_companies

if TYPE_CHECKING:
    from members.models import Invitation


#: The gate at which a member stands who has not accepted the charter in force.
CHARTER_GATE = "members.charter"


def can_invite(viewer: Viewer, company: Company) -> bool:
    """Whether the viewer may invite people of this company. Costs a query."""
    return invitable_companies(viewer).filter(pk=company.pk).exists()


def can_invite_colleagues(viewer: Viewer, company: Company) -> bool:
    """Whether the company's own page offers to invite; no query."""
    return viewer.has_role(Role.CORRESPONDENT) and viewer.company_id == company.pk


def can_see_phone(viewer: Viewer, person: User, visible_to: str, company: Company | None) -> bool:
    """Whether a phone number is shown: to members if its owner says so.

    What a member keeps to themselves is seen by the account manager of the company and by
    administrators.
    """
    if viewer.is_stranger:
        return False
    if visible_to == PhoneVisibility.MEMBERS or viewer.user_id == person.pk:
        return True
    manages = company is not None and company.account_manager_id == viewer.user_id
    return viewer.has_role(Role.ADMINISTRATOR) or (
        manages and viewer.has_role(Role.ACCOUNT_MANAGER)
    )


def can_write_charter(viewer: Viewer) -> bool:
    """Whether the viewer may change the charter."""
    return viewer.has_role(Role.ORGANISER, Role.ADMINISTRATOR)


def is_honour(tier: Tier | None) -> bool:
    """Whether showing the tier to other members honours the company: the highest one."""
    return tier is not None and tier.rank == 1


def invitation_stands(invitation: "Invitation") -> bool:
    """Whether an invitation still has its ground.

    It is open, its company a client, whoever wrote it still in a position to write it, and its
    address free: nobody in an open membership, nobody of the staff, no closed account.
    """
    inviter = invitation.invited_by
    if not invitation.is_open or invitation.company.left_on or inviter is None:
        return False
    viewer = viewer_for(inviter)
    may_invite = viewer.is_staff or can_invite_colleagues(viewer, invitation.company)
    person = person_at(invitation.email)
    return may_invite and (person is None or may_join(person))


def waits_for_opening(invitation: "Invitation") -> bool:
    """Whether it cannot be accepted yet: the club is not open, and it is no founder's."""
    return not (invitation.is_founder or ClubSettings.load().is_open)


def person_at(address: str) -> User | None:
    """The person who owns an address, as login or as a further confirmed one."""
    owned = EmailAddress.objects.filter(email=address, verified=True).values("user_id")
    found: User | None = User.objects.filter(Q(email=address) | Q(pk__in=owned)).first()
    return found


def may_join(person: User) -> bool:
    """Whether somebody who was here before may accept: departed, not suspended, not staff."""
    member = Membership.objects.open().filter(person=person).exists()
    return person.is_active and not person.is_staff and not member
