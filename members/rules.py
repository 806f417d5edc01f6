"""Predicates of the members app."""

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db.models import Q

from accounts.audience import Viewer, viewer_for
from accounts.enums import Role
from accounts.models import ClubSettings, Company, Membership, Tier, User
from members.enums import Field, FieldVisibility, TopicSide
from members.querysets import apart_q, contacts_q, departing_companies, invitable_companies, team_q

if TYPE_CHECKING:
    from members.models import Invitation, Profile


#: What people of competing companies do not read of each other, whatever its owner chose, and also
#: where the two are in contact.
KEPT_FROM_RIVALS = frozenset({Field.CAN_HELP_WITH, Field.LOOKS_FOR})
#: The gate at which a member stands who has not accepted the charter in force.
CHARTER_GATE = "members.charter"


def can_invite(viewer: Viewer, company: Company) -> bool:
    """Whether the viewer may invite people of this company. Costs a query."""
    return invitable_companies(viewer).filter(pk=company.pk).exists()


def can_invite_colleagues(viewer: Viewer, company: Company) -> bool:
    """Whether the company's own page offers to invite; no query."""
    return viewer.has_role(Role.CORRESPONDENT) and viewer.company_id == company.pk


def can_note_departures(viewer: Viewer, company: Company) -> bool:
    """Whether the viewer may say who of this company has left. Costs a query."""
    return departing_companies(viewer).filter(pk=company.pk).exists()


def can_name_correspondents(viewer: Viewer, company: Company) -> bool:
    """Whether the viewer may say who invites for this company: its account manager, directors,
    administrators; never a correspondent. Costs a query.
    """
    return viewer.is_staff and can_note_departures(viewer, company)


def can_see_rivals(viewer: Viewer, company: Company) -> bool:
    """Whether the viewer may read whom a company named as its competitors; no query.

    Those who keep the list, and directors; never an administrator or organiser by that office.
    """
    return viewer.has_role(Role.DIRECTOR) or can_name_rivals(viewer, company)


def can_name_rivals(viewer: Viewer, company: Company) -> bool:
    """Whether the viewer keeps a company's list: its correspondent, or its account manager."""
    manages = company.account_manager_id is not None
    manages = manages and company.account_manager_id == viewer.user_id
    return can_invite_colleagues(viewer, company) or (
        manages and viewer.has_role(Role.ACCOUNT_MANAGER)
    )


def can_edit_company(viewer: Viewer, company: Company) -> bool:
    """Whether the viewer may change the page of this company: its correspondent; no query."""
    return can_invite_colleagues(viewer, company)


def can_import(viewer: Viewer) -> bool:
    """Whether the viewer may take in client files: those who handle every company."""
    return viewer.has_role(Role.ORGANISER, Role.DIRECTOR, Role.ADMINISTRATOR)


def can_add_company(viewer: Viewer) -> bool:
    """Whether the viewer may make clients of companies: those who handle every company."""
    return viewer.has_role(Role.ORGANISER, Role.DIRECTOR, Role.ADMINISTRATOR)


def can_decide(viewer: Viewer) -> bool:
    """Whether the viewer may give companies a tier, an account manager and a limit of members.

    A tier opens doors and an account manager sees the relation: neither is for those who work
    with them every day.
    """
    return viewer.has_role(Role.DIRECTOR, Role.ADMINISTRATOR)


def can_suspend(viewer: Viewer) -> bool:
    """Whether the viewer may refuse members the door, and let them in again."""
    return viewer.has_role(Role.ADMINISTRATOR)


# --- What of a page is shown to whom --------------------------------------------------------
def shown_levels(
    viewer: Viewer, *, person_id: int | None, manager_id: int | None, is_contact: bool
) -> frozenset[FieldVisibility]:
    """The choices under which a person shows a thing to this viewer; the one rule for fields.

    What is for all members is seen by everybody of the club. What is for contacts is seen by
    them, by the account manager of the person's company and by administrators. What is for
    nobody is seen by the person alone. `shown_rows_q` is its twin for rows.
    """
    if viewer.is_stranger:
        return frozenset()
    if viewer.user_id == person_id:
        return frozenset(FieldVisibility)
    if is_contact or is_team(viewer, manager_id):
        return frozenset({FieldVisibility.MEMBERS, FieldVisibility.CONTACTS})
    return frozenset({FieldVisibility.MEMBERS})


def can_see_field(
    viewer: Viewer,
    profile: "Profile",
    field: Field,
    *,
    company: Company | None,
    is_contact: bool,
    is_rival: bool = False,
) -> bool:
    """Whether a field of somebody's page is shown to the viewer."""
    if is_rival and field in KEPT_FROM_RIVALS:
        return False
    levels = shown_levels(
        viewer,
        person_id=profile.person_id,
        manager_id=company.account_manager_id if company else None,
        is_contact=is_contact,
    )
    return profile.visibility(field) in levels


def shown_rows_q(viewer: Viewer) -> Q:
    """Rows of `PersonTopic` that the viewer may read: by their owner's choice (`shown_levels`), and
    no offer or need across two companies that compete (`apart_q`), whom languages do not divide.
    """
    return _chosen_rows_q(viewer) & (Q(side=TopicSide.SPEAKS) | ~apart_q(viewer))


def shown_words_q(viewer: Viewer) -> Q:
    """The same for words of a person; those of names and titles do not divide competitors."""
    return _chosen_rows_q(viewer) & (Q(is_subject=False) | ~apart_q(viewer))


def _chosen_rows_q(viewer: Viewer) -> Q:
    if viewer.is_stranger:
        return Q(pk__in=[])
    kept = Q(visible_to=FieldVisibility.CONTACTS)
    shown = Q(visible_to=FieldVisibility.MEMBERS) | Q(person_id=viewer.user_id)
    if viewer.has_role(Role.ADMINISTRATOR):
        return shown | kept
    if viewer.has_role(Role.ACCOUNT_MANAGER):
        managed = Membership.objects.open().filter(team_q(viewer))
        return shown | (kept & Q(person_id__in=managed.values("person_id")))
    return shown | (kept & contacts_q(viewer))


def is_team(viewer: Viewer, manager_id: int | None) -> bool:
    """Whether the viewer sees what members of a company keep for contacts, by office."""
    manages = manager_id is not None and manager_id == viewer.user_id
    return viewer.has_role(Role.ADMINISTRATOR) or (
        manages and viewer.has_role(Role.ACCOUNT_MANAGER)
    )


def can_write_charter(viewer: Viewer) -> bool:
    """Whether the viewer may change the charter."""
    return viewer.has_role(Role.ORGANISER, Role.ADMINISTRATOR)


def can_ask(viewer: Viewer) -> bool:
    """Whether the viewer may ask people for contact at all: members may, staff never."""
    return viewer.is_member


def can_read_reports(viewer: Viewer) -> bool:
    """Whether the viewer reads and answers what members report about each other."""
    return viewer.has_role(Role.ORGANISER, Role.ADMINISTRATOR)


def can_introduce(viewer: Viewer) -> bool:
    """Whether the viewer may bring two members together: members, and account managers."""
    return viewer.is_member or viewer.has_role(Role.ACCOUNT_MANAGER)


_HONOURS_RANK = 1


def is_honour(tier: Tier | None) -> bool:
    """Whether showing the tier to other members honours the company: the highest one."""
    return tier is not None and tier.rank == _HONOURS_RANK


def honours_q(prefix: str = "") -> Q:
    """Tiers that honour; `prefix` leads to them. The twin of `is_honour` for rows."""
    return Q(**{f"{prefix}rank": _HONOURS_RANK})


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
