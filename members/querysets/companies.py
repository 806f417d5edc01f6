"""Whose companies somebody handles, and what companies say of themselves and each other."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.audience import Viewer
from accounts.enums import Role
from accounts.models import Company, Membership
from accounts.querysets import CompanyQuerySet
from members.enums import (
    ChangeState,
)
from members.querysets.closeness import team_q


def invitable_companies(viewer: Viewer) -> "models.QuerySet[Company]":
    """The companies for which the viewer may invite people.

    An account manager only: the own portfolio. Other staff: every client. A correspondent: the
    own company. Anybody else: none.
    """
    every = (Role.ORGANISER, Role.DIRECTOR, Role.ADMINISTRATOR)
    return _companies_of(viewer, every, own=True).current()


def departing_companies(viewer: Viewer) -> "models.QuerySet[Company]":
    """The companies whose people the viewer may mark as having left.

    The own portfolio for account managers, every client for administrators and directors, the own
    company for its correspondent. Organisers invite, but the relation is not theirs.
    """
    return _companies_of(viewer, (Role.DIRECTOR, Role.ADMINISTRATOR), own=True).current()


def handled_companies(viewer: Viewer) -> "models.QuerySet[Company]":
    """The companies that the viewer looks after at the desk, those that left included.

    An account manager only: the own portfolio. Other staff: all. Anybody else: none.
    """
    return _companies_of(viewer, (Role.ORGANISER, Role.DIRECTOR, Role.ADMINISTRATOR))


def _companies_of(
    viewer: Viewer, every: tuple[Role, ...], *, own: bool = False
) -> "CompanyQuerySet":
    """All for these roles, the portfolio for an account manager, with `own` a correspondent's."""
    companies: CompanyQuerySet = Company.objects.all()
    if viewer.has_role(*every):
        return companies
    if viewer.has_role(Role.ACCOUNT_MANAGER):
        return companies.filter(account_manager_id=viewer.user_id)
    if own and viewer.has_role(Role.CORRESPONDENT) and viewer.company_id is not None:
        return companies.filter(pk=viewer.company_id)
    return companies.none()


def handled_memberships(viewer: Viewer) -> "models.QuerySet[Membership]":
    """Who belongs to these companies today, as far as the viewer may know of them.

    The team of a company knows its suspended people and those who hide; the rest of the staff
    knows whom the directory lists.
    """
    rows: models.QuerySet[Membership] = Membership.objects.open()
    if viewer.has_role(Role.ADMINISTRATOR):
        return rows
    listed = Q(pk__in=Membership.objects.listed().values("pk"))
    known = rows.filter(team_q(viewer) | listed)
    return known.filter(company__in=handled_companies(viewer))


class RivalQuerySet(models.QuerySet[Any]):
    """Which companies named which as competitors."""

    def visible_to(self, viewer: Viewer) -> Self:
        """A director sees all, an account manager those that the own clients named, a
        correspondent those that the own company named. Nobody else sees any, least of all those
        who are named.
        """
        shown = Q(pk__in=[])
        if viewer.has_role(Role.DIRECTOR):
            return self.all()
        if viewer.has_role(Role.ACCOUNT_MANAGER):
            shown |= Q(company__account_manager_id=viewer.user_id)
        if viewer.has_role(Role.CORRESPONDENT) and viewer.company_id is not None:
            shown |= Q(company_id=viewer.company_id)
        return self.filter(shown)

    def between(self, one_id: int, other_id: int) -> Self:
        """What either of two companies said of the other one."""
        pair = (one_id, other_id)
        return self.filter(company__in=pair, rival__in=pair)


class CompanyChangeQuerySet(models.QuerySet[Any]):
    """Names and logos that companies ask for."""

    def waiting(self) -> Self:
        """Those that nobody has decided, the oldest first."""
        return self.filter(state=ChangeState.WAITING).order_by("asked_at", "pk")

    def decided(self) -> Self:
        """Those that were approved or refused, the latest first."""
        decided = (ChangeState.APPROVED, ChangeState.REFUSED)
        return self.filter(state__in=decided).order_by("-decided_at", "-pk")

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the companies for which the viewer may invite: who handles a company decides
        about its name, and its correspondent has asked.
        """
        return self.filter(company__in=invitable_companies(viewer))


CompanyChangeManager = models.Manager.from_queryset(CompanyChangeQuerySet)

RivalManager = models.Manager.from_queryset(RivalQuerySet)
