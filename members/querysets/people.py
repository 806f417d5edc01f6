"""Who is found, and whose page is opened."""

from typing import Any, Self

from django.db import models
from django.db.models import ExpressionWrapper, Q, Value

from accounts.audience import Viewer
from accounts.models import Membership, User
from accounts.querysets import listed_q
from members.enums import (
    LIVE_STATES,
    ConnectionState,
)
from members.querysets.closeness import asking_q, blocked_q, contacts_q, rivals_q, team_q


def visible_memberships(viewer: Viewer) -> "models.QuerySet[Membership]":
    """The directory: who is where today, with all that a list shows of them.

    Suspended and departed people, those of companies that left, those who hide, and whom the viewer
    has blocked are not in it; for strangers it is empty. Lists, searches, counts, mentions and
    choices of people use this.
    """
    rows: models.QuerySet[Membership] = Membership.objects.all()
    listed = Membership.objects.listed()
    found = rows.none() if viewer.is_stranger else listed.exclude(blocked_q(viewer))
    return found.select_related("person__profile", "company__sector", "company__tier")


def reachable_memberships(viewer: Viewer) -> "models.QuerySet[Membership]":
    """Those whose page the viewer may open: the directory, and some of those who hide.

    Who hides is reached by themselves, by their contacts, by whom they asked for contact, and by
    the team of their company.
    """
    if viewer.is_stranger:
        return visible_memberships(viewer)
    rows = Membership.objects.active().filter(person__is_active=True)
    known = (
        listed_q("person_id")
        | Q(person_id=viewer.user_id)
        | contacts_q(viewer)
        | asking_q(viewer)
        | team_q(viewer)
    )
    found: models.QuerySet[Membership] = rows.filter(known)
    return found.select_related("person__profile", "company__sector", "company__tier")


def mutual_memberships(viewer: Viewer, person_id: int) -> "models.QuerySet[Membership]":
    """Those of the directory who are in contact with the viewer and with somebody else.

    The viewer is in contact with each of them, so that being named here tells of them only what
    their own contacts see; who hides is not named.
    """
    if not viewer.is_member or viewer.user_id == person_id:
        return visible_memberships(viewer).none()
    theirs = User.objects.filter(
        Q(
            connections_received__asked_by_id=person_id,
            connections_received__state=ConnectionState.ACCEPTED,
        )
        | Q(
            connections_sought__asked_id=person_id,
            connections_sought__state=ConnectionState.ACCEPTED,
        )
    )
    return visible_memberships(viewer).filter(contacts_q(viewer), person__in=theirs.values("pk"))


def with_closeness(
    memberships: "models.QuerySet[Membership]", viewer: Viewer
) -> "models.QuerySet[Membership]":
    """Annotated with `is_contact` (in contact with the viewer) and `is_rival` (of a competitor)."""
    if not viewer.is_member:
        return memberships.annotate(is_contact=Value(False), is_rival=Value(False))
    near = ExpressionWrapper(contacts_q(viewer), output_field=models.BooleanField())
    rival = ExpressionWrapper(rivals_q(viewer), output_field=models.BooleanField())
    return memberships.annotate(is_contact=near, is_rival=rival)


def by_name(memberships: "models.QuerySet[Membership]") -> "models.QuerySet[Membership]":
    """Sorted by last name, whatever its accents and capitals."""
    return memberships.order_by("person__profile__sort_name", "person_id")


class ProfileQuerySet(models.QuerySet[Any]):
    """What people say about themselves."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Profiles of people whose page the viewer may open, and the viewer's own."""
        if viewer.is_stranger:
            return self.none()
        reached = reachable_memberships(viewer).values("person_id")
        return self.filter(Q(person__in=reached) | Q(person_id=viewer.user_id))

    def hidden(self) -> Self:
        """Of people who do not want to be found."""
        return self.filter(hidden_at__isnull=False)


class ConnectionQuerySet(models.QuerySet[Any]):
    """Contacts and requests for contact."""

    def of(self, person_id: int | None) -> Self:
        """Those that a person asked for or was asked for."""
        return self.filter(Q(asked_by_id=person_id) | Q(asked_id=person_id))

    def between(self, one: int, other: int) -> Self:
        """Those of two people, whoever asked."""
        return self.filter(Q(asked_by_id=one, asked_id=other) | Q(asked_by_id=other, asked_id=one))

    def live(self) -> Self:
        """Asked or accepted."""
        return self.filter(state__in=LIVE_STATES)

    def accepted(self) -> Self:
        """Two people in contact."""
        return self.filter(state=ConnectionState.ACCEPTED)

    def visible_to(self, viewer: Viewer) -> Self:
        """A member's own ones with people whom they may reach; nobody else's, and none for staff.

        Who was asked does not see what is over; who asked reads a refusal as not yet answered.
        """
        if not viewer.is_member:
            return self.none()
        reached = reachable_memberships(viewer).values("person_id")
        sought = Q(
            asked_by_id=viewer.user_id,
            asked__in=reached,
            state__in=[*LIVE_STATES, ConnectionState.DECLINED],
        )
        received = Q(asked_id=viewer.user_id, asked_by__in=reached, state__in=LIVE_STATES)
        return self.filter(sought | received)


ConnectionManager = models.Manager.from_queryset(ConnectionQuerySet)

ProfileManager = models.Manager.from_queryset(ProfileQuerySet)
