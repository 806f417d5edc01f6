"""Queries of the accounts app. The list rule of every restricted thing starts here."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import STAFF_ROLES, AudienceKey, Role
from accounts.registry import absences
from accounts.rules import company_fits_rule_q
from accounts.viewer import Viewer
from club.lib.prepared import HouseToday

if TYPE_CHECKING:
    from accounts.models import Audience


def active_q(prefix: str = "") -> Q:
    """Memberships that open the doors today: in order, and a founder's before the club is open.

    Whether it is open is asked within the same query: there is nothing to cache, and no process
    that learns of the opening later than another.
    """
    return standing_q(prefix) & (Q(**{f"{prefix}is_founder": True}) | _club_is_open_q())


def _club_is_open_q() -> Q:
    settings = apps.get_model("accounts", "ClubSettings")
    return Q(Exists(settings._default_manager.filter(opened_at__isnull=False)))


def standing_q(prefix: str = "") -> Q:
    """Memberships in order: not ended, not suspended, of a company that is a client.

    One whose last day is known ends by itself on the day after, whenever the clock gets to it.
    """
    return Q(
        **{
            f"{prefix}ended_on__isnull": True,
            f"{prefix}suspended_at__isnull": True,
            f"{prefix}company__left_on__isnull": True,
        }
    ) & (Q(**{f"{prefix}leaves_on__isnull": True}) | Q(**{f"{prefix}leaves_on__gt": HouseToday()}))


def listed_q(person: str = "pk") -> Q:
    """People who want to be found; `person` is the column with their id.

    Who hides is in no list, search, count or choice of people. Whether somebody may still open
    their page is asked elsewhere (`members.querysets.reachable_memberships`).
    """
    condition = Q()
    for absence in absences:
        condition &= ~Q(**{f"{person}__in": absence.people()})
    return condition


def restricted_q(viewer: Viewer, field: str = "audience_id") -> Q:
    """Things whose audience includes the viewer."""
    return Q(**{f"{field}__in": viewer.audience_ids})


class RestrictedQuerySet(models.QuerySet[Any]):
    """Rows with an `audience`. Every list, count and look-up goes through `visible_to`."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return self.filter(restricted_q(viewer))


class UserQuerySet(models.QuerySet[Any]):
    """People."""

    def active_members(self) -> Self:
        """People with an active membership who may sign in."""
        membership = self._memberships().filter(active_q(), person=OuterRef("pk"))
        return self.filter(Exists(membership), is_active=True)

    def standing_members(self) -> Self:
        """The same, whether or not the club is open to them yet."""
        membership = self._memberships().filter(standing_q(), person=OuterRef("pk"))
        return self.filter(Exists(membership), is_active=True)

    def staff(self) -> Self:
        """People of the supplier."""
        groups = self.model.groups.through.objects.filter(
            user_id=OuterRef("pk"), group__name__in=[role.value for role in STAFF_ROLES]
        )
        return self.filter(Exists(groups), is_active=True)

    def with_role(self, role: Role) -> Self:
        """People in the role's group."""
        return self.filter(groups__name=role.value, is_active=True)

    def visible_to(self, viewer: Viewer) -> Self:
        """Members as the directory may show them: active ones who want to be found, to people of
        the club only.
        """
        return self.none() if viewer.is_stranger else self.active_members().filter(listed_q())

    def reached_by(self, audience: "Audience") -> Self:
        """The people whom an audience names today; staff only where it is theirs."""
        if audience.key == AudienceKey.STAFF:
            return self.staff()
        if audience.key in {AudienceKey.MEMBERS, AudienceKey.PUBLIC}:
            return self.active_members()
        named = active_q() & (
            Q(company__tier__in=audience.tiers.all())
            | Q(company__in=audience.companies.all())
            | _segments_q(audience.segments.all(), "company__")
        )
        membership = self._memberships().filter(named, person=OuterRef("pk"))
        return self.active_members().filter(
            Exists(membership) | Q(pk__in=audience.people.values("pk"))
        )

    def _memberships(self) -> "models.QuerySet[Any]":
        related = self.model._meta.get_field("memberships").related_model
        every: models.QuerySet[Any] = related._default_manager.all()
        return every


def _segments_q(segments: "models.QuerySet[Any]", prefix: str) -> Q:
    """Companies of any of these segments, listed or by rule."""
    condition = Q(**{f"{prefix}segments__in": segments})
    for segment in segments:
        fits = company_fits_rule_q(segment.rule, prefix)
        condition = condition | fits if fits is not None else condition
    return condition


def in_segment_q(segment: Any) -> Q:
    """Companies of a segment, listed or by its rule."""
    listed = Q(pk__in=segment.companies.values("pk"))
    fits = company_fits_rule_q(segment.rule)
    return listed if fits is None else listed | Q(pk__in=_companies_that(fits))


def _companies_that(condition: Q) -> "models.QuerySet[Any]":
    companies = apps.get_model("accounts", "Company")
    found: models.QuerySet[Any] = companies._default_manager.filter(condition).values("pk")
    return found


class CompanyQuerySet(models.QuerySet[Any]):
    """Client companies."""

    def current(self) -> Self:
        """Companies that are clients today."""
        return self.filter(left_on__isnull=True)

    def fitting(self, rule: Mapping[str, list[str]], listed: Iterable[int] = ()) -> Self:
        """Clients that a segment with this rule and this list of ids would have."""
        fits = company_fits_rule_q(rule)
        wanted = Q(pk__in=list(listed))
        if fits is not None:
            wanted |= Q(pk__in=_companies_that(fits))
        return self.current().filter(wanted)

    def visible_to(self, viewer: Viewer) -> Self:
        """Companies as the directory may show them, to people of the club only; the own always."""
        if viewer.is_stranger:
            return self.none()
        return self.current().filter(self._has_members_q() | Q(pk=viewer.company_id))

    def _has_members_q(self) -> Q:
        rows = self.model._meta.get_field("memberships").related_model._default_manager.all()
        return Q(Exists(rows.listed().filter(company=OuterRef("pk"))))


class MembershipQuerySet(models.QuerySet[Any]):
    """Who belongs to which company, and when."""

    def active(self) -> Self:
        """Memberships that open the doors."""
        return self.filter(active_q())

    def standing(self) -> Self:
        """Memberships in order, whether or not the club is open to them yet."""
        return self.filter(standing_q())

    def listed(self) -> Self:
        """Active ones of people who may sign in and want to be found."""
        return self.active().filter(listed_q("person_id"), person__is_active=True)

    def open(self) -> Self:
        """Memberships that have not ended, suspended ones included."""
        return self.filter(ended_on__isnull=True)


class AudienceQuerySet(models.QuerySet[Any]):
    """Audiences."""

    def choosable(self, kept: int | None = None) -> Self:
        """Those that may be given to new things, and the one that a thing has already."""
        return self.filter(Q(archived_at__isnull=True) | Q(pk=kept))

    def built_in(self, key: AudienceKey) -> "Audience":
        """The built-in audience of this key."""
        found: Audience = self.get(key=key)
        return found

    def naming(self, *, user_id: Any, company_id: Any, tier_id: Any) -> Self:
        """Audiences that reach this active member by more than a segment."""
        return self.filter(
            Q(key__in=[AudienceKey.PUBLIC, AudienceKey.MEMBERS])
            | _through(self.model.tiers, "tier_id", tier_id)
            | _through(self.model.companies, "company_id", company_id)
            | _through(self.model.people, "user_id", user_id)
        )


class AuditEntryQuerySet(models.QuerySet[Any]):
    """Acts of the staff. They are read by administrators, and written once."""

    def visible_to(self, viewer: Viewer) -> Self:
        """All of them for administrators, none for anybody else."""
        return self.all() if viewer.has_role(Role.ADMINISTRATOR) else self.none()

    def update(self, **kwargs: Any) -> int:
        """Refused: an act is kept as it was. Raises TypeError."""
        raise TypeError("An act is kept as it was.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused: only age takes rows away. Raises TypeError."""
        raise TypeError("An act is kept until its time is over.")

    def forget_before(self, moment: datetime) -> int:
        """Take away what is older; returns how many."""
        return int(self.filter(at__lt=moment)._raw_delete(self.db))


def _through(relation: Any, column: str, value: Any) -> Q:
    """Audiences linked to `value` by a many-to-many relation."""
    rows = relation.through.objects.filter(audience_id=OuterRef("pk"), **{column: value})
    return Q(Exists(rows))


CompanyManager = models.Manager.from_queryset(CompanyQuerySet)
MembershipManager = models.Manager.from_queryset(MembershipQuerySet)
AudienceManager = models.Manager.from_queryset(AudienceQuerySet)
AuditEntryManager = models.Manager.from_queryset(AuditEntryQuerySet)
