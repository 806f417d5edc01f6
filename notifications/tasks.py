"""What the worker runs, and what the clock starts."""

from dataclasses import asdict
from datetime import timedelta

from django.core.management import call_command
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from club.lib import clock
from notifications.services.delivery import deliver_due, has_due
from notifications.services.mailbox import has_waiting_mail
from notifications.services.mailbox import read_replies as read_mailbox

#: One task sends for so long at most, so that a worker asked to stop does so within seconds.
_SECONDS = 5.0
_LIMIT = 500
#: A task that runs longer than this has lost its worker.
_LOST_AFTER = timedelta(minutes=15)


@task(backend="jobs")
def deliver_outbox() -> dict[str, int]:
    """Send the mails that are due."""
    return asdict(deliver_due(limit=_LIMIT, seconds=_SECONDS))


def enqueue_delivery() -> bool:
    """Have the mails sent when some are due and no worker has been asked to yet."""
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=deliver_outbox.module_path
    )
    if not has_due(clock.now()) or waiting.exists():
        return False
    deliver_outbox.enqueue()
    return True


@task(backend="jobs")
def read_replies() -> int:
    """Take the answers that came back by mail."""
    return read_mailbox()


def enqueue_replies() -> bool:
    """Have the mailbox read where mail may wait, by one worker at a time."""
    asked = DBTaskResult.objects.filter(
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
        task_path=read_replies.module_path,
    )
    if not has_waiting_mail() or asked.exists():
        return False
    read_replies.enqueue()
    return True


def close_lost_tasks() -> int:
    """Mark tasks whose worker was killed as failed: none runs for ever. Returns how many."""
    lost = DBTaskResult.objects.running().filter(started_at__lte=clock.now() - _LOST_AFTER)
    return lost.update(
        status=TaskResultStatus.FAILED,
        finished_at=clock.now(),
        exception_class_path="builtins.SystemExit",
        traceback="The worker stopped before the task was done.",
    )


def prune_tasks() -> None:
    """Forget tasks that are done: after a day, or after two weeks when they failed."""
    call_command(
        "prune_db_task_results",
        "--backend=jobs",
        "--queue-name=*",
        "--min-age-days=1",
        "--failed-min-age-days=14",
        verbosity=0,
    )


def prune_sessions() -> None:
    """Forget sessions that have ended."""
    call_command("clearsessions", verbosity=0)
