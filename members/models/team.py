"""The people of one company as those see them who answer for its places."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.audience import Viewer
from accounts.enums import Role
from accounts.models import Company, Membership, User
from club.lib import clock
from members.models.departure import UNDO_DAYS, Departure
from members.models.invitation import Invitation
from members.querysets import by_name, visible_memberships

#: So long the page tells that somebody said no, as long as nobody writes to them again.
REFUSED_DAYS = 90


@dataclass(frozen=True)
class Places:
    """How many of a company's places are taken, and by what."""

    limit: int
    people: int
    invited: int

    @property
    def taken(self) -> int:
        """People and invitations that may still be accepted."""
        return self.people + self.invited

    @property
    def left(self) -> int:
        """How many more a correspondent may invite."""
        return max(0, self.limit - self.taken)


def places_of(company: Company) -> Places:
    """The places of a company, as inviting counts them: suspended people hold theirs."""
    return Places(
        company.member_limit,
        Membership.objects.open().filter(company=company).count(),
        Invitation.objects.open().filter(company=company).count(),
    )


def team_of(company: Company, viewer: Viewer) -> "QuerySet[Membership]":
    """The people of a company, with `is_correspondent`, by name.

    A correspondent sees those whom the directory shows to any member; the staff who answer for the
    company see all.
    """
    rows: QuerySet[Membership] = Membership.objects.open().select_related("person__profile")
    if not viewer.is_staff:
        rows = visible_memberships(viewer)
    groups = User.groups.through.objects.filter(
        user_id=OuterRef("person_id"), group__name=Role.CORRESPONDENT.value
    )
    return by_name(rows.filter(company=company).annotate(is_correspondent=Exists(groups)))


def inviters_of(rows: "list[Membership]") -> dict[int, Invitation]:
    """By person, the invitation that they accepted to come to this company."""
    accepted = Invitation.objects.filter(
        accepted_by__in=[row.person_id for row in rows],
        company__in={row.company_id for row in rows},
    ).select_related("invited_by")
    return {
        invitation.accepted_by_id: invitation
        for invitation in accepted.order_by("accepted_at", "pk")
        if invitation.accepted_by_id
    }


def asked_of(company: Company) -> dict[str, Any]:
    """The invitations of a company that wait, and those to which somebody said no."""
    since = clock.now() - timedelta(days=REFUSED_DAYS)
    return {
        "invitations": Invitation.objects.waiting()
        .filter(company=company)
        .select_related("invited_by"),
        "refused": Invitation.objects.filter(company=company).refused_since(since),
    }


def recent_departures(company: Company, viewer: Viewer) -> "QuerySet[Departure]":
    """Who left the company so short a time ago that it may be taken back.

    A correspondent does not find in it who hid from the directory.
    """
    since = clock.now() - timedelta(days=UNDO_DAYS)
    rows: QuerySet[Departure] = Departure.objects.visible_to(viewer).recent(since)
    if not viewer.is_staff:
        rows = rows.filter(membership__person__profile__hidden_at__isnull=True)
    found = rows.filter(membership__company=company)
    return found.select_related("membership__person__profile", "noted_by")
