"""What the worker runs for the members app, and what the clock starts."""

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from members.models import ClientImport
from members.services.client_imports import work_on_due
from members.services.retention import apply_retention
from members.services.suggestions import members_due, suggest_due

#: The job of the clock that has client files read and taken in.
IMPORTS_JOB = "members.imports"
#: The job of the clock that finds people to meet.
SUGGESTIONS_JOB = "members.suggestions"


@task(backend="jobs")
def take_in_files() -> int:
    """Read and take in the client files that wait."""
    return work_on_due()


def enqueue_imports() -> bool:
    """Have a worker look at client files when one waits and none was asked to yet."""
    states = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    asked = DBTaskResult.objects.filter(status__in=states, task_path=take_in_files.module_path)
    if not ClientImport.objects.due().exists() or asked.exists():
        return False
    take_in_files.enqueue()
    return True


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


@task(backend="jobs")
def forget_what_is_old() -> int:
    """Apply the club's periods; returns how many rows went."""
    return apply_retention().total


def enqueue_forgetting() -> bool:
    """Have the periods applied, unless a worker has been asked to already."""
    states = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    path = forget_what_is_old.module_path
    if DBTaskResult.objects.filter(status__in=states, task_path=path).exists():
        return False
    forget_what_is_old.enqueue()
    return True
