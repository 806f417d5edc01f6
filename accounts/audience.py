"""Who may see what: the one door.

A restricted thing has a required audience; visible means that the audience is among the viewer's,
plus the thing's own rule where there is one. What may not be seen does not exist: same 404.
"""

from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import Http404

from accounts import reading
from accounts.enums import STAFF_ROLES, AudienceKey, Role
from accounts.models import Audience, Membership, Tier, User
from accounts.querysets import RestrictedQuerySet, restricted_q
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
    "viewer_of_tier",
    "viewer_on_arrival",
    "waits_for_opening",
]

M = TypeVar("M", bound=Model)


def stranger() -> Viewer:
    """The viewer whom nobody knows: sees what is public."""
    public = Audience.objects.filter(key=AudienceKey.PUBLIC).values_list("pk", flat=True)
    return Viewer(audience_ids=frozenset(public))


def viewer_for(user: User | AnonymousUser) -> Viewer:
    """The viewer that a person is at this moment, in one query.

    One more is asked where the rule of a segment looks at tags.
    """
    if not isinstance(user, User) or not user.is_active:
        return stranger()
    return _viewer_with(user.pk, reading.find_access(user.pk))


def viewer_on_arrival(user: User) -> Viewer:
    """The viewer of a request that has just found out who its person is, mostly without a query.

    What was read with the person is used once: whoever asks later gets the truth of that moment.
    """
    access, user.access = user.access, None
    return viewer_for(user) if access is None else _viewer_with(user.pk, access)


def _viewer_with(user_id: int, access: reading.Access) -> Viewer:
    if access.roles & STAFF_ROLES:
        return Viewer(
            user_id=user_id,
            audience_ids=access.audience_ids,
            roles=access.roles - {Role.CORRESPONDENT},
        )
    membership = access.membership
    if membership is None:
        return stranger()
    return Viewer(
        user_id=user_id,
        membership_id=membership.pk,
        company_id=membership.company_id,
        tier_id=membership.tier_id,
        segment_ids=access.segment_ids,
        audience_ids=access.audience_ids,
        roles=access.roles | {Role.MEMBER},
        held_by=membership.held_by,
    )


def viewer_of_tier(tier: Tier) -> Viewer:
    """A member whom nobody is, of a client of this tier whom no audience names. For previews."""
    reached = Audience.objects.naming(user_id=0, company_id=0, tier_id=tier.pk)
    return Viewer(
        user_id=0,
        membership_id=0,
        company_id=0,
        tier_id=tier.pk,
        audience_ids=frozenset(reached.values_list("pk", flat=True)),
        roles=frozenset({Role.MEMBER}),
    )


def waits_for_opening(user: User | AnonymousUser) -> bool:
    """Whether nothing keeps this member out but that the club is not open yet. Costs queries."""
    if not isinstance(user, User) or not user.is_active or not viewer_for(user).is_stranger:
        return False
    found: bool = Membership.objects.standing().filter(person=user).exists()
    return found


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
