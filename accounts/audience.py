"""Who may see what: the one door.

A restricted thing has a required audience; visible means that the audience is among the viewer's,
plus the thing's own rule where there is one. What may not be seen does not exist: same 404.
"""

from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, OuterRef
from django.http import Http404

from accounts.enums import STAFF_ROLES, AudienceKey, Role
from accounts.models import Audience, Membership, Segment, User
from accounts.querysets import RestrictedQuerySet, restricted_q
from accounts.registry import gates
from accounts.rules import company_facts, fits_rule
from accounts.viewer import Viewer

__all__ = [
    "RestrictedQuerySet",
    "Viewer",
    "get_visible_or_404",
    "require_member_or_staff",
    "require_roles",
    "restricted_q",
    "stranger",
    "viewer_for",
    "waits_for_opening",
]

M = TypeVar("M", bound=Model)


def stranger() -> Viewer:
    """The viewer whom nobody knows: sees what is public."""
    public = Audience.objects.filter(key=AudienceKey.PUBLIC).values_list("pk", flat=True)
    return Viewer(audience_ids=frozenset(public))


def viewer_for(user: User | AnonymousUser) -> Viewer:
    """The viewer that a person is at this moment, in at most four queries."""
    if not isinstance(user, User) or not user.is_active:
        return stranger()
    roles = {
        Role(name) for name in user.groups.values_list("name", flat=True) if name in Role.values
    }
    if roles & STAFF_ROLES:
        every = Audience.objects.values_list("pk", flat=True)
        return Viewer(
            user_id=user.pk,
            audience_ids=frozenset(every),
            roles=frozenset(roles - {Role.CORRESPONDENT}),
        )
    membership = _active_membership(user)
    if membership is None:
        return stranger()
    return _member(user, membership, frozenset(roles | {Role.MEMBER}))


def waits_for_opening(user: User | AnonymousUser) -> bool:
    """Whether nothing keeps this member out but that the club is not open yet. Costs queries."""
    if not isinstance(user, User) or not user.is_active or not viewer_for(user).is_stranger:
        return False
    found: bool = Membership.objects.standing().filter(person=user).exists()
    return found


def _active_membership(user: User) -> Membership | None:
    found: Membership | None = (
        Membership.objects.active()
        .filter(person=user)
        .select_related("company__tier", "company__sector")
        .annotate(**{gate.alias: gate.is_shut() for gate in gates})
        .first()
    )
    return found


def _member(user: User, membership: Membership, roles: frozenset[Role]) -> Viewer:
    company = membership.company
    segment_ids = _segment_ids(membership)
    audiences = Audience.objects.naming(
        user_id=user.pk,
        company_id=company.pk,
        tier_id=company.tier_id,
        segment_ids=segment_ids,
    )
    return Viewer(
        user_id=user.pk,
        membership_id=membership.pk,
        company_id=company.pk,
        tier_id=company.tier_id,
        segment_ids=segment_ids,
        audience_ids=frozenset(audiences.values_list("pk", flat=True)),
        roles=roles,
        held_by=frozenset(gate.name for gate in gates if getattr(membership, gate.alias)),
    )


def _segment_ids(membership: Membership) -> frozenset[int]:
    """The segments that list the company or whose rule it fits."""
    listed = Segment.companies.through.objects.filter(
        segment_id=OuterRef("pk"), company_id=membership.company_id
    )
    rows = list(Segment.objects.annotate(listed=Exists(listed)).values_list("pk", "rule", "listed"))
    facts = company_facts(membership.company) if any(rule for _pk, rule, _l in rows) else {}
    return frozenset(pk for pk, rule, named in rows if named or fits_rule(rule, facts))


def get_visible_or_404(queryset: Any, viewer: Viewer, **lookup: Any) -> Any:
    """The one row of `queryset` that `lookup` names and the viewer may see.

    Raises Http404 alike for a row that is missing and one that is not theirs to see.
    """
    found = queryset.visible_to(viewer).filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def require_member_or_staff(viewer: Viewer) -> None:
    """Raise Http404 for strangers."""
    if viewer.is_stranger:
        raise Http404


def require_roles(viewer: Viewer, *roles: Role) -> None:
    """Raise Http404 unless the viewer has one of the roles."""
    if not viewer.has_role(*roles):
        raise Http404
