"""What the worker runs, and what the clock starts."""

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from members.services.suggestions import members_due, suggest_due

#: The job of the clock that finds people to meet.
JOB = "members.suggestions"


@task(backend="jobs")
def find_people_to_meet() -> int:
    """Find whom members might meet, for whom that has not been done today."""
    return suggest_due()


def enqueue_suggesting() -> bool:
    """Have people found when somebody waits for it and no worker has been asked to yet."""
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=find_people_to_meet.module_path
    )
    if waiting.exists() or not members_due().exists():
        return False
    find_people_to_meet.enqueue()
    return True
