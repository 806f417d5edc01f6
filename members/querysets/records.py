"""What the supplier's own records say, and the files that they come in."""

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from accounts.audience import Viewer
from accounts.enums import Role
from accounts.models import User
from club.lib import clock
from members.enums import (
    ImportState,
    ReviewStatus,
)
from members.querysets.companies import invitable_companies


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

    def matching(self, query: str) -> Self:
        """Those with every word of the query in their name, address or company."""
        found = self
        for word in query.split()[:8]:
            found = found.filter(
                Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
                | Q(email__icontains=word)
                | Q(company__name__icontains=word)
            )
        return found

    def invitable(self) -> Self:
        """The uninvited who have an address that nobody uses here or was invited under already."""
        invitations = self.model._meta.get_field("invitation").related_model._default_manager
        at_address = {"email": Lower(OuterRef("email"))}
        return self.uninvited().filter(
            ~Exists(User.objects.staff().filter(**at_address)),
            ~Exists(User.objects.standing_members().filter(**at_address)),
            ~Exists(User.objects.filter(is_active=False, **at_address)),
            ~Exists(invitations.open().filter(**at_address)),
            ~Q(email=""),
            company__left_on__isnull=True,
        )


class ImportReviewQuerySet(models.QuerySet[Any]):
    """Lines of client files that staff must say something about."""

    def waiting(self) -> Self:
        """Those that nobody has decided."""
        return self.filter(status=ReviewStatus.WAITING)

    def decided(self) -> Self:
        """The others, the latest first."""
        return self.exclude(status=ReviewStatus.WAITING).order_by("-decided_at", "-pk")

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the companies that the viewer handles; never for members.

        One without a company belongs to the account manager whom the file names, and to those who
        handle every company.
        """
        if not viewer.is_staff:
            return self.none()
        if viewer.has_role(Role.ORGANISER, Role.DIRECTOR, Role.ADMINISTRATOR):
            return self.all()
        nobodys = Q(company__isnull=True, manager_id=viewer.user_id)
        return self.filter(nobodys | Q(company__in=invitable_companies(viewer)))


class ClientImportQuerySet(models.QuerySet[Any]):
    """Client files that were given in at the desk."""

    def visible_to(self, viewer: Viewer) -> Self:
        """All of them for those who may import, none for others."""
        may = viewer.has_role(Role.ORGANISER, Role.DIRECTOR, Role.ADMINISTRATOR)
        return self.all() if may else self.none()

    def due(self) -> Self:
        """Those that wait for a worker; one whose worker died half an hour ago waits again."""
        lost = Q(state__in=[ImportState.READING, ImportState.WRITING]) & Q(
            changed_at__lt=clock.now() - timedelta(minutes=30)
        )
        return self.filter(Q(state__in=[ImportState.GIVEN, ImportState.CONFIRMED]) | lost)


ClientImportManager = models.Manager.from_queryset(ClientImportQuerySet)

KnownPersonManager = models.Manager.from_queryset(KnownPersonQuerySet)

ImportReviewManager = models.Manager.from_queryset(ImportReviewQuerySet)
