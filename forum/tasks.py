"""What the worker runs, and what the clock starts."""

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from forum.services import spread_due
from forum.services.spreading import has_due

#: The job of the clock that has people told.
JOB = "forum.spread"


@task(backend="jobs")
def spread_news() -> int:
    """Tell people of new posts, and the search of their words."""
    return spread_due()


def enqueue_spreading() -> bool:
    """Have people told when there is news and no worker has been asked to yet."""
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=spread_news.module_path
    )
    if not has_due() or waiting.exists():
        return False
    spread_news.enqueue()
    return True
