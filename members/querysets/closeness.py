"""Who stands how to a viewer: contacts, who asked, who is blocked, whose team, whose competitor."""

from django.db import models
from django.db.models import Q

from accounts.audience import Viewer
from accounts.enums import Role
from accounts.models import Company, Membership, User
from members.enums import (
    ConnectionState,
)


def contacts_q(viewer: Viewer, person: str = "person_id") -> Q:
    """People who are in contact with the viewer; `person` is the column with their id."""
    if not viewer.is_member:
        return Q(pk__in=[])
    sought = User.objects.filter(
        connections_received__asked_by_id=viewer.user_id,
        connections_received__state=ConnectionState.ACCEPTED,
    )
    return Q(**{f"{person}__in": sought.values("pk")}) | _who_asked_q(
        viewer, person, ConnectionState.ACCEPTED
    )


def asking_q(viewer: Viewer, person: str = "person_id") -> Q:
    """People whose request for contact waits for the viewer's answer."""
    if not viewer.is_member:
        return Q(pk__in=[])
    return _who_asked_q(viewer, person, ConnectionState.ASKED)


def _who_asked_q(viewer: Viewer, person: str, state: ConnectionState) -> Q:
    received = User.objects.filter(
        connections_sought__asked_id=viewer.user_id, connections_sought__state=state
    )
    return Q(**{f"{person}__in": received.values("pk")})


def blocked_q(viewer: Viewer, person: str = "person_id") -> Q:
    """People whom the viewer has blocked: they are out of the viewer's sight, never the reverse."""
    if not viewer.is_member:
        return Q(pk__in=[])
    blocked = User.objects.filter(blocks_received__by_id=viewer.user_id)
    return Q(**{f"{person}__in": blocked.values("pk")})


def blockers_of(person_id: int | None) -> "models.QuerySet[User]":
    """Those who want to hear nothing from this person."""
    found: models.QuerySet[User] = User.objects.filter(blocks_made__person_id=person_id)
    return found


def team_q(viewer: Viewer, company: str = "company") -> Q:
    """Memberships of companies of which the viewer sees what is kept for contacts.

    An administrator: all; an account manager: the own portfolio. `rules.is_team` is its twin.
    """
    if viewer.has_role(Role.ADMINISTRATOR):
        return Q(pk__isnull=False)  # an empty condition would vanish beside others
    if viewer.has_role(Role.ACCOUNT_MANAGER):
        return Q(**{f"{company}__account_manager_id": viewer.user_id})
    return Q(pk__in=[])


def rivals_q(viewer: Viewer, company: str = "company_id") -> Q:
    """Companies that the viewer's company named as competitors, and those that named it.

    `company` is the column with their id. One list works both ways; nobody of the staff has rivals.
    """
    if viewer.company_id is None:
        return Q(pk__in=[])
    rows = Company._meta.get_field("rivals").related_model._default_manager
    named = rows.filter(company_id=viewer.company_id).values("rival_id")
    naming = rows.filter(rival_id=viewer.company_id).values("company_id")
    return Q(**{f"{company}__in": named}) | Q(**{f"{company}__in": naming})


def apart_q(viewer: Viewer, person: str = "person_id") -> Q:
    """People of competitors, who keep from the viewer what they offer, look for and come to.

    Contacts are no exception. `person` is the column with their id; `is_rival`, which
    `with_closeness` adds to a row, says the same of one of them.
    """
    if viewer.company_id is None:
        return Q(pk__in=[])
    people = Membership.objects.open().filter(rivals_q(viewer)).values("person_id")
    return Q(**{f"{person}__in": people})
