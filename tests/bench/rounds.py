"""Many rounds of answers from several processes at once, and what must hold after each of them.

    python -m tests.bench.rounds [--rounds 1000] [--processes 4] [--acts 3] [--seed 1]

In a round each process does some things to one date at the same time as the others: seats, waiting
list, quota of a company, guests, kept seats, approval, cancellations, offers that lapse, terms that
change. Then the invariants of `tests.events.chances` are checked. Works on a database of its own:
SQLite, or the PostgreSQL server that DATABASE_URL names.
"""

import argparse
import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

#: Seconds after which a process that does not answer is given up.
LONGEST = 300
#: After so many rounds an event of its own begins: else everybody has come in the end.
FRESH = 20


def _work(number: int, args: Any, pages: Any, people: Any, organiser: Any, gates: Any) -> None:
    """One process: act when the round begins, then wait for the check."""
    from django.db import connection

    from tests.events.chances import act

    begin, end, errors = gates
    for turn in range(args.rounds):
        begin.wait(LONGEST)
        chance = random.Random(f"{args.seed}-{turn}-{number}")
        for _act in range(args.acts):
            try:
                act(chance, pages[turn // FRESH], people, organiser)
            except Exception as error:
                errors.put(f"{type(error).__name__}: {error}"[:200])
        connection.close()
        end.wait(LONGEST)


def run(args: Any, pages: Any, people: Any, organiser: Any) -> dict[str, Any]:
    """Let them act round by round; the figures. Raises AssertionError for what does not hold."""
    from django.db import connection

    from events.models import Registration
    from tests.events.chances import check

    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    fork = multiprocessing.get_context("fork")
    begin, end = fork.Barrier(args.processes + 1), fork.Barrier(args.processes + 1)
    errors = fork.Queue()
    workers = [
        fork.Process(
            target=_work,
            args=(number, args, pages, people, organiser, (begin, end, errors)),
            daemon=True,
        )
        for number in range(args.processes)
    ]
    for worker in workers:
        worker.start()
    begun, seen = time.perf_counter(), Counter[str]()
    for turn in range(args.rounds):
        begin.wait(LONGEST)
        end.wait(LONGEST)
        page = pages[turn // FRESH]
        check(page)
        rows = Registration.objects.filter(date__page=page)
        seen.update(rows.values_list("status", flat=True))
        connection.close()
    failed = Counter[str]()
    while not errors.empty():
        failed[errors.get()] += 1
    for worker in workers:
        worker.join(LONGEST)
    return {
        "rounds": args.rounds,
        "acts": args.rounds * args.processes * args.acts,
        "broken": 0,
        "errors": dict(failed),
        "statuses_seen": dict(seen),
        "seconds": round(time.perf_counter() - begun, 1),
    }


def main() -> None:
    """Make a database, let them run, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--acts", type=int, default=3, help="by each process in a round")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "club.settings.test"
    import django

    django.setup()
    from accounts.enums import Role
    from tests.database import template
    from tests.events.made import crowd, event, plan
    from tests.factories.accounts import staff

    with tempfile.TemporaryDirectory() as kept_in:
        database = template(Path(kept_in))
        database.ensure()
        database.clone()
        organiser = staff(Role.ORGANISER)
        pages = [
            event(plan(seats=5, kept=1), title=f"Event {n}", guests_allowed=2, company_quota=3)
            for n in range(args.rounds // FRESH + 1)
        ]
        people = [person for _company in range(4) for person in crowd(4)]
        found = run(args, pages, people, organiser)
        database.drop()
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
