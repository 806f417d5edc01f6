"""Who is asked to join, asks to, agrees to the charter, and leaves."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.audience import Viewer
from club.lib import clock
from members.enums import (
    JoinStatus,
)
from members.querysets.companies import departing_companies, invitable_companies


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

    def opened_by(self, token_hash: str) -> Self:
        """Those that a token with this hash opens: the first mail's, or one of its reminders'."""
        links = self.model._meta.get_field("links").related_model._default_manager
        reminded = links.filter(token_hash=token_hash, invitation=OuterRef("pk"))
        return self.filter(Q(token_hash=token_hash) | Exists(reminded))

    def to_remind(self) -> Self:
        """Open ones of which a reminder may be due, by the clock alone."""
        return self.open().filter(remind_at__lte=clock.now()).order_by("remind_at", "pk")

    def refused_since(self, moment: datetime) -> Self:
        """Those to which the receiver said no after this moment, the latest first."""
        return self.filter(refused_at__gt=moment).order_by("-refused_at", "-pk")

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the companies for which the viewer may invite."""
        return self.filter(company__in=invitable_companies(viewer))


class DepartureQuerySet(models.QuerySet[Any]):
    """Who left which company."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(undone_at__isnull=True)

    def due(self) -> Self:
        """Those whose day has come, and that nobody has carried out yet."""
        return self.standing().filter(done_at__isnull=True, from_on__lte=clock.house_today())

    def recent(self, since: datetime) -> Self:
        """Those carried out after this moment, the latest first."""
        return self.standing().filter(done_at__gt=since).order_by("-done_at", "-pk")

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the companies whose people the viewer may mark as having left."""
        return self.filter(membership__company__in=departing_companies(viewer))


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


DepartureManager = models.Manager.from_queryset(DepartureQuerySet)

CharterVersionManager = models.Manager.from_queryset(CharterVersionQuerySet)

InvitationManager = models.Manager.from_queryset(InvitationQuerySet)

JoinRequestManager = models.Manager.from_queryset(JoinRequestQuerySet)
