"""Questions asked of the outbox, of the bell and of what people chose."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.apps import apps
from django.db import models
from django.db.models import BigAutoField, Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from club.lib.prepared import Param, Prepared
from notifications.enums import (
    ALWAYS_SENT,
    OPEN_OUTCOMES,
    OPEN_STATUSES,
    MailChoice,
    MailStatus,
)
from notifications.registry import Choice, PreferenceKind, preference_kinds

if TYPE_CHECKING:
    from notifications.models import (  # noqa: F401
        BellItem,
        BellState,
        CalendarReply,
        OutboxMail,
        Preference,
    )


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


class ReplyQuerySet(models.QuerySet["CalendarReply"]):
    """Answers that came in by mail."""

    def to_look_at(self) -> Self:
        """Those about which somebody of the staff has something to do, and has not yet."""
        return self.filter(handled_at__isnull=True, outcome__in=OPEN_OUTCOMES)

    def settled_before(self, moment: datetime) -> Self:
        """Older ones about which there is nothing to do, any more or ever."""
        is_open = Q(handled_at__isnull=True, outcome__in=OPEN_OUTCOMES)
        return self.filter(~is_open, received_at__lt=moment)


class BellItemQuerySet(models.QuerySet["BellItem"]):
    """Items of bells."""

    def unread(self) -> Self:
        """Those not read yet, whether or not they ring."""
        return self.filter(read_at__isnull=True)

    def ringing(self) -> Self:
        """Those that a bell counts."""
        return self.filter(read_at__isnull=True, rings=True)


class BellNow(NamedTuple):
    """A bell as the page shows it: the cursor, and how many unread items there are."""

    seq: int = 0
    unread: int = 0


class BellStateQuerySet(models.QuerySet["BellState"]):
    """Cursors of bells."""

    def now(self, person_id: int) -> BellNow:
        """The bell of one person, in one query."""
        rows = _bell_now(person=person_id)
        return BellNow(*rows[0]) if rows else BellNow()


@Prepared
def _bell_now() -> Any:
    """Asked by every page."""
    states = apps.get_model("notifications", "BellState")._default_manager
    items = apps.get_model("notifications", "BellItem")._default_manager
    ringing = items.ringing().filter(person=OuterRef("pk")).order_by().values("person")
    return states.filter(pk=Param("person", BigAutoField())).values_list(
        "last_seq", Coalesce(Subquery(ringing.annotate(n=Count("pk")).values("n")), 0)
    )


class PreferenceQuerySet(models.QuerySet["Preference"]):
    """What people chose."""

    def choices_of(self, person_id: int) -> dict[str, Choice]:
        """For every registered kind what the person chose, or the kind's default; one query."""
        chosen = {
            kind: Choice(MailChoice(mail), bell)
            for kind, mail, bell in self.filter(person_id=person_id).values_list(
                "kind", "mail", "bell"
            )
        }
        return {
            kind.name: kind.default if kind.is_always else chosen.get(kind.name, kind.default)
            for kind in preference_kinds
        }

    def choice(self, person_id: int, kind: PreferenceKind) -> Choice:
        """What the person chose for one kind, or its default."""
        if kind.is_always:
            return kind.default
        row = self.filter(person_id=person_id, kind=kind.name).values_list("mail", "bell").first()
        return Choice(MailChoice(row[0]), row[1]) if row else kind.default

    def refuses(self, person_id: int, purpose: str, kind_name: str) -> bool:
        """Whether the person wants no mail of this kind; what is always sent cannot be refused."""
        if purpose in ALWAYS_SENT or kind_name not in preference_kinds:
            return False
        return self.choice(person_id, preference_kinds.get(kind_name)).mail == MailChoice.NEVER
