"""Several workers at once, and workers that are killed: rows are committed here."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections

from club.lib import clock
from notifications.enums import MailStatus
from notifications.models import OutboxMail
from notifications.services import deliver_due, notify
from notifications.services.delivery import LEASE

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {"subject": "Hello", "text": "Hello."}
#: A worker of its own: sends what is due to the mail server of the test.
WORKER = """
import sys, django
from django.conf import settings
django.setup()
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
from notifications.services import deliver_due
deliver_due()
"""


def in_threads(count, work):
    """Run `work` in several threads with connections of their own; raise what one raised."""
    errors = []

    def run():
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []


def test_two_workers_send_each_mail_once(server):
    rows = [notify("test.service", address=f"p{n}@example.org") for n in range(40)]
    in_threads(3, deliver_due)
    assert Counter(server.ids()) == Counter(row.message_id for row in rows)
    assert set(OutboxMail.objects.values_list("status", "attempts")) == {("sent", 1)}


def test_cal_r20_messages_of_a_guest_stay_in_order_with_many_workers(server, django_user_model):
    from notifications import services

    people = [django_user_model.objects.create(email=f"p{n}@example.org") for n in range(6)]
    entry = services.create_entry("test.date")
    act = {"verb": "test.service", "subject": None, "by": None}
    with clock.at(entry.created_at):
        for person in people:
            services.invite_guest(entry, person, **act)
        OutboxMail.objects.update(uncertain=True)
        for person in people:
            first = OutboxMail.objects.get(person=person)
            first.pk, first.message_id = None, f"<second-{person.pk}@club.example>"
            first.save()
        in_threads(3, deliver_due)
    for person in people:
        to_them = [str(m["Message-ID"]) for m in server.taken if person.email in m["To"]]
        assert len(to_them) == 2
        assert to_them[1] == f"<second-{person.pk}@club.example>"


def test_worker_killed_before_its_mark_sends_again_after_the_lease_with_the_same_id(server):
    """The one window that SMTP leaves open: taken by the server, not yet noted by us."""
    row = notify("account.message", address="a@example.org", payload=WORDS)
    connections.close_all()
    started: list[subprocess.Popen[bytes]] = []
    server.at_data = lambda: started[0].send_signal(signal.SIGKILL)
    started.append(
        subprocess.Popen([sys.executable, "-c", WORKER, str(server.port)], env=os.environ.copy())
    )
    assert started[0].wait(30) == -signal.SIGKILL
    row.refresh_from_db()
    assert row.status == MailStatus.SENDING
    assert row.lease_until is not None
    assert server.ids() == [row.message_id]
    server.at_data = lambda: None
    assert deliver_due(row.lease_until - timedelta(seconds=1)).total == 0
    assert deliver_due(row.lease_until).sent == 1
    assert server.ids() == [row.message_id] * 2
    row.refresh_from_db()
    assert (row.status, row.attempts) == (MailStatus.SENT, 2)
    assert row.sent_at is not None
    assert row.sent_at - row.created_at < LEASE + timedelta(seconds=30)
