"""The clock: what is due runs, once, whatever happens."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connections
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from club.lib import clock
from club.lib.registry import Registry
from notifications import tasks
from notifications.enums import MailStatus
from notifications.models import DueRun, OutboxMail
from notifications.registry import DueJob, due_jobs
from notifications.services import notify, run_due, schedule
from tests.notifications.stage import NOW

MINUTE = timedelta(minutes=1)
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)


@pytest.fixture
def jobs(monkeypatch) -> Registry[DueJob]:
    """A clock with no job but those of the test."""
    own: Registry[DueJob] = Registry("due job")
    monkeypatch.setattr(schedule, "due_jobs", own)
    return own


def fail() -> None:
    raise ZeroDivisionError("as it happens")


# --- Jobs -----------------------------------------------------------------------------------
@pytest.mark.django_db
def test_job_runs_when_it_is_due_again(jobs):
    ran = []
    jobs.register(DueJob("count", 60, lambda: ran.append(1)))
    with clock.at(NOW):
        assert run_due() == ["count"]
        assert run_due() == []
    assert run_due(NOW + MINUTE - timedelta(seconds=1)) == []
    assert run_due(NOW + MINUTE) == ["count"]
    assert len(ran) == 2


@pytest.mark.django_db
def test_job_that_fails_is_noted_and_stops_no_other(jobs, caplog):
    ran = []
    jobs.register(DueJob("bad", 60, fail))
    jobs.register(DueJob("good", 60, lambda: ran.append(1)))
    with clock.at(NOW):
        assert run_due() == ["bad", "good"]
    assert ran == [1]
    assert DueRun.objects.get(name="bad").last_error == "ZeroDivisionError: as it happens"
    assert "The due work “bad” failed." in caplog.text
    assert run_due(NOW + MINUTE) == ["bad", "good"]


@pytest.mark.django_db
def test_job_that_another_clock_runs_is_left_to_it(jobs):
    ran = []

    def other_clock_meanwhile() -> None:
        ran.append(run_due(NOW + 2 * MINUTE))

    jobs.register(DueJob("slow", 60, other_clock_meanwhile))
    with clock.at(NOW):
        run_due()
    assert ran == [[]]


@pytest.mark.django_db
def test_job_whose_clock_died_is_free_after_a_while(jobs):
    ran = []
    jobs.register(DueJob("count", 60, lambda: ran.append(1)))
    DueRun.objects.create(name="count", due_at=NOW, lease_until=NOW + schedule.LEASE)
    assert run_due(NOW + schedule.LEASE - timedelta(seconds=1)) == []
    assert run_due(NOW + schedule.LEASE) == ["count"]


@pytest.mark.django_db
def test_two_clocks_that_see_the_same_job_run_it_once(jobs):
    ran = []
    job = DueJob("count", 60, lambda: ran.append(1))
    jobs.register(job)
    DueRun.objects.create(name="count", due_at=NOW)
    assert [schedule._run(job, NOW), schedule._run(job, NOW)] == [True, False]
    assert ran == [1]


def test_what_the_house_does_by_the_clock():
    assert {job.name: job.every_seconds for job in due_jobs if "notifications" in job.name} == {
        "notifications.outbox": 1,
        "notifications.lost_tasks": 60,
        "notifications.prune_tasks": 86_400,
        "notifications.prune_sessions": 86_400,
        "notifications.bells": 5,
        "notifications.replies": 2,  # a minute outside of a demo
    }


@pytest.mark.django_db
def test_clock_that_is_asked_to_stop_begins_nothing_new(jobs):
    ran = []
    for name in ("first", "second"):
        jobs.register(DueJob(name, 60, lambda: ran.append(1)))
    assert run_due(is_stopping=lambda: bool(ran)) == ["first"]


def deliveries():
    """The tasks that send what is due."""
    return DBTaskResult.objects.filter(task_path=tasks.deliver_outbox.module_path)


# --- Starting deliveries --------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.usefixtures("now")
def test_delivery_is_asked_for_when_a_mail_is_due_and_only_once(member_a):
    assert not tasks.enqueue_delivery()
    row = notify("test.service", person=member_a)
    OutboxMail.objects.filter(pk=row.pk).update(next_attempt_at=NOW + MINUTE)
    assert not tasks.enqueue_delivery()
    OutboxMail.objects.filter(pk=row.pk).update(next_attempt_at=NOW)
    assert [tasks.enqueue_delivery() for _ in range(3)] == [True, False, False]
    assert DBTaskResult.objects.get().backend_name == "jobs"


@pytest.fixture
def signals_kept() -> Iterator[None]:
    """What a command does with signals ends with the test."""
    before = {number: signal.getsignal(number) for number in STOPPING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("signals_kept")
def test_worker_sends_what_the_clock_found(member_a, mailoutbox):
    notify("test.service", person=member_a)
    call_command("tick", once=True)
    call_command("db_worker", "--backend=jobs", "--queue-name=*", "--batch", "--no-startup-delay")
    assert len(mailoutbox) == 1
    assert OutboxMail.objects.get().status == MailStatus.SENT
    result = deliveries().get()
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert result.return_value == {"sent": 1, "skipped": 0, "failed": 0, "dead": 0}


@pytest.mark.django_db
@pytest.mark.usefixtures("now")
def test_mail_of_a_killed_worker_is_due(member_a):
    notify("test.service", person=member_a)
    tasks.deliver_due.__globals__["claim_next"](NOW)
    assert not tasks.enqueue_delivery()
    with clock.at(NOW + MINUTE):
        assert tasks.enqueue_delivery()


# --- Forgetting -----------------------------------------------------------------------------
def a_task(status: TaskResultStatus, age: timedelta) -> DBTaskResult:
    when = clock.now() - age
    tasks.deliver_outbox.enqueue()
    row = DBTaskResult.objects.latest("enqueued_at")
    finished = None if status == TaskResultStatus.RUNNING else when
    DBTaskResult.objects.filter(pk=row.pk).update(
        status=status, started_at=when, finished_at=finished
    )
    return row


@pytest.mark.django_db
def test_no_task_runs_for_ever():
    lost = a_task(TaskResultStatus.RUNNING, timedelta(minutes=16))
    running = a_task(TaskResultStatus.RUNNING, timedelta(minutes=14))
    assert tasks.close_lost_tasks() == 1
    lost.refresh_from_db()
    running.refresh_from_db()
    assert lost.status == TaskResultStatus.FAILED
    assert running.status == TaskResultStatus.RUNNING


@pytest.mark.django_db
def test_done_tasks_are_forgotten():
    a_task(TaskResultStatus.SUCCESSFUL, timedelta(days=2))
    a_task(TaskResultStatus.FAILED, timedelta(days=15))
    kept = {
        a_task(TaskResultStatus.SUCCESSFUL, timedelta(hours=2)).pk,
        a_task(TaskResultStatus.FAILED, timedelta(days=2)).pk,
        a_task(TaskResultStatus.RUNNING, timedelta(days=30)).pk,
    }
    tasks.prune_tasks()
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == kept


@pytest.mark.django_db
def test_ended_sessions_are_forgotten():
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=clock.now() + timedelta(days=days)
        )
    tasks.prune_sessions()
    assert [s.session_key for s in Session.objects.all()] == ["new"]


# --- The process ----------------------------------------------------------------------------
@pytest.fixture
def clock_process() -> Iterator[subprocess.Popen[bytes]]:
    """The clock as a process of its own, which looks once and then not for ten minutes."""
    connections.close_all()
    command = [sys.executable, "-m", "django", "tick", "--interval", "600"]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": "."})
    yield process
    process.kill()
    process.wait()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_clock_runs_and_stops_at_once(number, member_a, request):
    notify("test.service", person=member_a)
    process = request.getfixturevalue("clock_process")
    patience = time.monotonic() + 90
    while not deliveries().exists() and time.monotonic() < patience:
        assert process.poll() is None
        time.sleep(0.05)
    assert deliveries().count() == 1
    process.send_signal(number)
    assert process.wait(30) == 0, "it must not wait for its next look"
