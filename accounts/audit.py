"""Keeping what the staff did to others or took along."""

from datetime import timedelta
from typing import Any

from accounts.enums import AuditKind
from accounts.models import AuditEntry, Company, User
from club.lib import clock

#: Twelve months, and the day on which they end.
KEPT_FOR = timedelta(days=366)


def note_act(
    kind: AuditKind,
    *,
    by: User | None,
    person: User | None = None,
    company: Company | None = None,
    number: int = 1,
    **details: Any,
) -> AuditEntry | None:
    """Keep an act, in the transaction of the act itself.

    `details` are codes and numbers, never names: a name that is erased elsewhere would stay here.
    What nobody of the club did (`by` is None: a command, the loading of the demo) is not kept.
    """
    if by is None:
        return None
    return AuditEntry.objects.create(
        kind=kind, by=by, person=person, company=company, number=number, details=details
    )


def forget_old_acts() -> int:
    """Take away what is older than twelve months; returns how many."""
    return AuditEntry.objects.forget_before(clock.now() - KEPT_FOR)
