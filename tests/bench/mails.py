"""Mails that are sent while workers are killed and deliveries fail: what is lost, what comes twice.

    python -m tests.bench.mails [--mails 10000] [--kills 100] [--failing 0.2] [--seed 1]

Workers are processes of their own, which are killed at any moment; the mail server, on this machine
only, refuses so many deliveries for the time being. After each kill the clock of the outbox is set
forward by moving the times of its rows back. Works on a database of its own: SQLite, or the
PostgreSQL server that DATABASE_URL names.
"""

import argparse
import json
import logging
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

#: Seconds after which a worker that does not end is given up.
LONGEST = 120


def _send(port: int) -> None:
    """One worker: deliver what is due until nothing is."""
    from django.conf import settings
    from django.db import connection

    from notifications.services import deliver_due

    connection.close()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    while deliver_due(limit=500).total:
        pass


def run(args: Any) -> dict[str, Any]:
    """Kill, and send, until every mail is done with; the figures."""
    from notifications.enums import MailStatus
    from notifications.models import OutboxMail
    from tests.notifications.smtp import BUSY, REFUSE_FOR_NOW, TAKE, mail_server

    chance = random.Random(args.seed)
    begun, kills = time.perf_counter(), 0
    with mail_server() as server:
        plans = random.Random(args.seed + 1)
        server.plan = lambda _address, _n: (
            plans.choice([BUSY, REFUSE_FOR_NOW]) if plans.random() < args.failing else TAKE
        )
        while OutboxMail.objects.filter(
            status__in=[MailStatus.QUEUED, MailStatus.SENDING]
        ).exists():
            kills += _let_work(server, chance, kills < args.kills)
            _set_forward()
        taken = Counter(server.ids())
    ids = set(OutboxMail.objects.values_list("message_id", flat=True))
    statuses = Counter(OutboxMail.objects.values_list("status", flat=True))
    return {
        "mails": len(ids),
        "kills": kills,
        "deliveries_tried": server.seen,
        "statuses": dict(statuses),
        "given_up": list(
            OutboxMail.objects.filter(status=MailStatus.DEAD).values_list("attempts", "last_error")
        ),
        "lost": len(ids - set(taken)),
        "twice": sum(n - 1 for n in taken.values()),
        "seconds": round(time.perf_counter() - begun, 1),
    }


def _let_work(server: Any, chance: random.Random, kills: bool) -> int:
    """Let a worker send; kill it after some messages or moments, if wanted. Whether it was."""
    from django.db import connection

    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    worker = multiprocessing.get_context("fork").Process(target=_send, args=(server.port,))
    until = server.seen + chance.randint(1, 160)
    worker.start()
    if kills:
        limit = time.monotonic() + LONGEST
        while server.seen < until and worker.is_alive() and time.monotonic() < limit:
            worker.join(0.002)
        if worker.is_alive():
            worker.kill()
            worker.join(LONGEST)
            return 1
    worker.join(LONGEST)
    return 0


def _set_forward() -> None:
    """As if an hour had gone by: leases are over, and what waits for its next attempt is due."""
    from datetime import timedelta

    from django.db.models import F

    from notifications.enums import MailStatus
    from notifications.models import DueRun, OutboxMail

    hour = timedelta(hours=1)
    waiting = OutboxMail.objects.exclude(status=MailStatus.SENT)
    waiting.filter(status=MailStatus.QUEUED).update(next_attempt_at=F("next_attempt_at") - hour)
    waiting.filter(status=MailStatus.SENDING).update(lease_until=F("lease_until") - hour)
    DueRun.objects.update(due_at=F("due_at") - hour)


def main() -> None:
    """Make a database, fill the outbox, let them run, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--failing", type=float, default=0.2, help="share of deliveries")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "club.settings.test"
    import django

    django.setup()
    logging.disable(logging.WARNING)
    from notifications.services import notify
    from tests.database import template
    from tests.notifications import stage

    stage.register()
    with tempfile.TemporaryDirectory() as kept_in:
        database = template(Path(kept_in))
        database.ensure()
        database.clone()
        for number in range(args.mails):  # not a sign-in code, which is dropped within minutes
            notify("test.service", address=f"p{number}@example.org")
        found = run(args)
        database.drop()
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
