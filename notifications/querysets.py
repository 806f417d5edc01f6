"""Questions asked of the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from notifications.enums import OPEN_STATUSES, MailStatus

if TYPE_CHECKING:
    from notifications.models import OutboxMail  # noqa: F401


class OutboxQuerySet(models.QuerySet["OutboxMail"]):
    """Mails by where they stand."""

    def due(self, now: datetime) -> Self:
        """Those whose time has come, the most urgent first.

        The mails of one calendar guest leave in the order in which they were written: a later one
        is not due while an earlier one is open.
        """
        earlier = self.model._default_manager.filter(
            guest_id=OuterRef("guest_id"), pk__lt=OuterRef("pk"), status__in=OPEN_STATUSES
        )
        return self.filter(
            ~Exists(earlier), status=MailStatus.QUEUED, next_attempt_at__lte=now
        ).order_by("priority", "next_attempt_at", "pk")

    def abandoned(self, now: datetime) -> Self:
        """Those that a worker took and never came back about."""
        return self.filter(status=MailStatus.SENDING, lease_until__lte=now)

    def dead(self) -> Self:
        """Those given up after errors: somebody has to look at them."""
        return self.filter(status=MailStatus.DEAD)

    def undelivered(self) -> Self:
        """For the staff to look at: the dead, and those that failed and will be tried again."""
        return self.filter(Q(status=MailStatus.DEAD) | Q(status__in=OPEN_STATUSES, attempts__gt=0))

    def set_skipped(self, reason: str, now: datetime, **more: Any) -> int:
        """Close open mails without sending them; returns how many."""
        return self.filter(status=MailStatus.QUEUED).update(
            status=MailStatus.SKIPPED, skipped_reason=reason, closed_at=now, **more
        )
