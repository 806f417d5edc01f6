"""Work that repeats: one clock process finds what is due, and any number of them do no harm."""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q

from club.lib import clock
from notifications.models import DueRun
from notifications.registry import DueJob, due_jobs

logger = logging.getLogger(__name__)

#: A job whose process died is free again after so long.
LEASE = timedelta(minutes=5)


def run_due(
    now: datetime | None = None, *, is_stopping: Callable[[], bool] = lambda: False
) -> list[str]:
    """Run every registered job that is due, one after the other; returns their names.

    A job that fails is logged and waits for its next time like the others. No new one is begun
    once `is_stopping()` is true.
    """
    rows, ran = _rows(), []
    for job in due_jobs:
        moment = now or clock.now()
        if is_stopping():
            break
        if _is_due(rows[job.name], moment) and _run(job, moment):
            ran.append(job.name)
    return ran


def _rows() -> dict[str, DueRun]:
    """The row of each registered job, made where it is missing."""
    rows = {row.name: row for row in DueRun.objects.all()}
    missing = [DueRun(name=job.name) for job in due_jobs if job.name not in rows]
    if missing:
        DueRun.objects.bulk_create(missing, ignore_conflicts=True)
        rows |= {row.name: row for row in missing}
    return rows


def _is_due(row: DueRun, now: datetime) -> bool:
    return row.due_at <= now and (row.lease_until is None or row.lease_until <= now)


def _run(job: DueJob, now: datetime) -> bool:
    """Take the job's row and run it; False when another clock was faster."""
    token = uuid.uuid4()
    taken = DueRun.objects.filter(
        Q(lease_until=None) | Q(lease_until__lte=now), name=job.name, due_at__lte=now
    ).update(
        due_at=now + timedelta(seconds=job.every_seconds),
        lease_until=now + LEASE,
        lease_token=token,
        ran_at=now,
    )
    if not taken:
        return False
    error = _error_of(job)
    DueRun.objects.filter(name=job.name, lease_token=token).update(
        lease_until=None, lease_token=None, last_error=error
    )
    return True


def _error_of(job: DueJob) -> str:
    """Run the job; what went wrong, or an empty text."""
    try:
        job.run()
    except Exception as error:
        logger.exception("The due work “%s” failed.", job.name)
        return f"{type(error).__name__}: {error}".replace("\0", "")[:500]
    return ""
