"""Keeping what the staff did to others or took along."""

from datetime import datetime
from typing import Any

from accounts.enums import AuditKind
from accounts.models import AuditEntry, Company, User


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


def forget_old_acts(moment: datetime) -> int:
    """Take away what was done before; returns how many."""
    return AuditEntry.objects.forget_before(moment)
