"""Queries of the members app. The list rule of the directory stands here, once."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.audience import Viewer
from accounts.enums import Role
from accounts.models import Company, Membership, User
from club.lib import clock
from members.enums import JoinStatus


def visible_memberships(viewer: Viewer) -> "models.QuerySet[Membership]":
    """The directory: who is where today, with all that a list shows of them.

    Suspended and departed people, and those of companies that left, are not in it; for strangers
    it is empty.
    """
    found: models.QuerySet[Membership] = (
        Membership.objects.active()
        .filter(person__in=User.objects.visible_to(viewer), company__left_on__isnull=True)
        .select_related("person__profile", "company__sector", "company__tier")
    )
    return found


def by_name(memberships: "models.QuerySet[Membership]") -> "models.QuerySet[Membership]":
    """Sorted by last name, whatever its accents and capitals."""
    return memberships.order_by("person__profile__sort_name", "person_id")


def invitable_companies(viewer: Viewer) -> "models.QuerySet[Company]":
    """The companies for which the viewer may invite people.

    An account manager only: the own portfolio. Other staff: every client. A correspondent: the
    own company. Anybody else: none.
    """
    companies: models.QuerySet[Company] = Company.objects.current()
    if viewer.has_role(Role.ORGANISER, Role.DIRECTOR, Role.ADMINISTRATOR):
        return companies
    if viewer.has_role(Role.ACCOUNT_MANAGER):
        return companies.filter(account_manager_id=viewer.user_id)
    if viewer.has_role(Role.CORRESPONDENT) and viewer.company_id is not None:
        return companies.filter(pk=viewer.company_id)
    return companies.none()


class ProfileQuerySet(models.QuerySet[Any]):
    """What people say about themselves."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Profiles of people whom the viewer finds in the directory, and the viewer's own."""
        if viewer.is_stranger:
            return self.none()
        listed = visible_memberships(viewer).values("person_id")
        return self.filter(Q(person__in=listed) | Q(person_id=viewer.user_id))


class InvitationQuerySet(models.QuerySet[Any]):
    """Offers to join."""

    def waiting(self) -> Self:
        """Not accepted, refused or withdrawn; their time may be over."""
        return self.filter(
            accepted_at__isnull=True, revoked_at__isnull=True, refused_at__isnull=True
        )

    def open(self) -> Self:
        """Those that can still be accepted."""
        return self.waiting().filter(expires_at__gt=clock.now())

    def refused_since(self, moment: datetime) -> Self:
        """Those to which the receiver said no after this moment, the latest first."""
        return self.filter(refused_at__gt=moment).order_by("-refused_at", "-pk")

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the companies for which the viewer may invite."""
        return self.filter(company__in=invitable_companies(viewer))


class CharterVersionQuerySet(models.QuerySet[Any]):
    """The charter as it stood and stands."""

    def in_force(self) -> Self:
        """The newest version; none where the club has no charter."""
        newer = self.model._default_manager.filter(number__gt=OuterRef("number"))
        return self.filter(~Exists(newer))

    def not_accepted_by(self, person_id: Any) -> Self:
        """Those that a person, or the one whom an outer query means, has not accepted."""
        acceptances = self.model._meta.get_field("acceptances").related_model._default_manager
        return self.filter(~Exists(acceptances.filter(version=OuterRef("pk"), person_id=person_id)))


class JoinRequestQuerySet(models.QuerySet[Any]):
    """Requests of strangers."""

    def open(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(status=JoinStatus.OPEN)

    def answered(self) -> Self:
        """Those that were accepted or declined, the latest first."""
        return self.exclude(status=JoinStatus.OPEN).order_by("-handled_at", "-pk")

    def visible_to(self, viewer: Viewer) -> Self:
        """All of them for the staff, none for others."""
        return self.all() if viewer.is_staff else self.none()


class KnownPersonQuerySet(models.QuerySet[Any]):
    """People whom the supplier's records name."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the companies for which the viewer may invite; never for members."""
        if not viewer.is_staff:
            return self.none()
        return self.filter(company__in=invitable_companies(viewer))

    def uninvited(self) -> Self:
        """Those to whom nobody has written yet, and who are not members."""
        return self.filter(invitation__isnull=True, person__isnull=True)


ProfileManager = models.Manager.from_queryset(ProfileQuerySet)
KnownPersonManager = models.Manager.from_queryset(KnownPersonQuerySet)
CharterVersionManager = models.Manager.from_queryset(CharterVersionQuerySet)
InvitationManager = models.Manager.from_queryset(InvitationQuerySet)
JoinRequestManager = models.Manager.from_queryset(JoinRequestQuerySet)
