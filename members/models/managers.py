"""Which blocks, reports, introductions and meetings a viewer may see."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.audience import Viewer
from members.enums import IntroductionState, MeetingState
from members.querysets import blocked_q
from members.rules import can_read_reports


class BlockQuerySet(models.QuerySet[Any]):
    """Whom people have blocked."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The viewer's own ones; nobody else ever sees one."""
        return self.filter(by_id=viewer.user_id) if viewer.is_member else self.none()

    def between(self, *person_ids: int) -> Self:
        """Those among these people, whoever blocked whom."""
        return self.filter(by_id__in=person_ids, person_id__in=person_ids)


class ReportQuerySet(models.QuerySet[Any]):
    """What members told the club about others."""

    def open(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(handled_at__isnull=True)

    def answered(self) -> Self:
        """The others, the latest first."""
        return self.filter(handled_at__isnull=False).order_by("-handled_at", "-pk")

    def visible_to(self, viewer: Viewer) -> Self:
        """All of them for organisers and administrators, none for others."""
        return self.all() if can_read_reports(viewer) else self.none()


class IntroductionQuerySet(models.QuerySet[Any]):
    """Introductions."""

    def open(self) -> Self:
        """Those that still can come about, if their time is not over."""
        return self.filter(state=IntroductionState.OPEN)

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer proposed, and those in which the viewer is introduced.

        Whom the viewer has blocked introduces nobody to them, and is introduced to them by nobody.
        """
        own = Q(by_id=viewer.user_id)
        if not viewer.is_member:
            return self.filter(own) if viewer.is_staff else self.none()
        as_one = Q(one_id=viewer.user_id) & ~blocked_q(viewer, "other_id")
        as_other = Q(other_id=viewer.user_id) & ~blocked_q(viewer, "one_id")
        return self.filter(own | ((as_one | as_other) & ~blocked_q(viewer, "by_id")))


class MeetingQuerySet(models.QuerySet[Any]):
    """Meetings of two contacts."""

    def of(self, person_id: int | None) -> Self:
        """Those in which a person takes part."""
        return self.filter(Q(by_id=person_id) | Q(guest_id=person_id))

    def alive(self) -> Self:
        """Proposed or agreed."""
        return self.filter(state__in=[MeetingState.PROPOSED, MeetingState.AGREED])

    def visible_to(self, viewer: Viewer) -> Self:
        """A member's own ones with somebody who has an account; none for anybody else."""
        if not viewer.is_member:
            return self.none()
        return self.of(viewer.user_id).filter(by__isnull=False, guest__isnull=False)


BlockManager = models.Manager.from_queryset(BlockQuerySet)
ReportManager = models.Manager.from_queryset(ReportQuerySet)
IntroductionManager = models.Manager.from_queryset(IntroductionQuerySet)
MeetingManager = models.Manager.from_queryset(MeetingQuerySet)
