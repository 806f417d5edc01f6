"""What the worker runs for the signals, and what the clock starts."""

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from loyalty.models import FrozenPriors
from loyalty.services.days import today
from loyalty.services.priors import current_version
from loyalty.services.refreshing import close_day, has_marked, refresh_marked

#: So many companies are brought up to date by the clock itself; more go to the worker.
_AT_ONCE = 20


@task(backend="jobs")
def catch_up() -> int:
    """Bring every company up to date whose facts changed; returns how many."""
    done = 0
    while some := refresh_marked():
        done += some
    return done


@task(backend="jobs")
def end_the_day() -> bool:
    """Freeze the portfolio and make all signals anew, once a day."""
    return close_day()


def refresh_what_changed() -> int:
    """What the clock does every second: a few companies here and now, many by the worker."""
    if not has_marked():
        return 0
    if not has_marked(_AT_ONCE):
        return refresh_marked(_AT_ONCE)
    if not _waits(catch_up):
        catch_up.enqueue()
    return 0


def begin_the_day() -> bool:
    """Have the day closed when that has not been done yet."""
    done = FrozenPriors.objects.filter(version=current_version(), day=today())
    if done.exists() or _waits(end_the_day):
        return False
    end_the_day.enqueue()
    return True


def _waits(one: object) -> bool:
    """Whether such a task waits for a worker, or runs."""
    states = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    path = getattr(one, "module_path", "")
    return DBTaskResult.objects.filter(status__in=states, task_path=path).exists()
