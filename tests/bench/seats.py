"""Many people, few seats, one moment: who gets in, and how long they wait for the answer.

    python -m tests.bench.seats [--people 400] [--seats 20] [--processes 8] [--door http|service]

Works on a database of its own: SQLite, or the PostgreSQL server that DATABASE_URL names.
"""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

    from events.models import EventDate

#: Seconds after which a process that does not answer is given up.
LONGEST = 240


@dataclass
class Rush:
    """What came of it: the answers with how often each, and the seconds that each took."""

    answers: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    elapsed: float = 0.0


def rush(
    date: "EventDate",
    people: list[Any],
    *,
    processes: int = 8,
    at_once: int = 50,
    door: str = "http",
) -> Rush:
    """Let all of them ask for a seat of the date in the same moment, from several processes.

    The processes are forks of this one: its connections are closed first, so that none is shared.
    """
    from django.db import connection

    _warm_up(date)
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    fork = multiprocessing.get_context("fork")
    results, start = fork.SimpleQueue(), fork.Barrier(processes + 1)
    workers = [
        fork.Process(
            target=_work,
            args=(date, people[first::processes], at_once, door, start, results),
            daemon=True,
        )
        for first in range(processes)
    ]
    for worker in workers:
        worker.start()
    start.wait(LONGEST)
    begun = time.perf_counter()
    found = Rush()
    for _worker in workers:
        for answer, seconds in results.get():
            found.answers[answer] += 1
            found.seconds.append(seconds)
    found.elapsed = time.perf_counter() - begun
    for worker in workers:
        worker.join(LONGEST)
    return found


def _warm_up(date: "EventDate") -> None:
    """Load here, once, what the first request loads: a site's processes are warm in a rush."""
    from django.test import Client

    _by_http(date)(Client(SERVER_NAME="127.0.0.1"))


def _work(
    date: "EventDate", people: list[Any], at_once: int, door: str, start: "Barrier", results: Any
) -> None:
    """One process: get ready, wait for the others, ask, hand in the answers."""
    from django.db import connection

    ask = _by_http(date) if door == "http" else _by_service(date)
    askers = _signed_in(people) if door == "http" else people
    connection.close()
    start.wait(LONGEST)
    with ThreadPoolExecutor(at_once) as pool:
        results.put(list(pool.map(lambda asker: _timed(ask, asker), askers)))


def _by_http(date: "EventDate") -> Callable[[Any], str]:
    """Post the form of the event page; "302" when all is well."""
    address = f"/events/{date.page.slug}/register/?date={date.pk}"
    return lambda client: str(client.post(address).status_code)


def _by_service(date: "EventDate") -> Callable[[Any], str]:
    """Call the service; the status of the registration."""
    from events.services import register

    return lambda person: str(register(date, person, by=person).status)


def _signed_in(people: list[Any]) -> list[Any]:
    """A browser's session of each of them, before one site: its middleware is loaded once."""
    from django.test import Client
    from django.test.client import ClientHandler

    site = ClientHandler(enforce_csrf_checks=False)
    site.load_middleware()
    # An error in one request is raised in every client that waits for an answer just then.
    clients = [Client(raise_request_exception=False, SERVER_NAME="127.0.0.1") for _ in people]
    for client, person in zip(clients, people, strict=True):
        client.handler = site
        client.force_login(person)
    return clients


def _timed(ask: Callable[[Any], str], asker: Any) -> tuple[str, float]:
    """The answer, and the seconds it took. An error is an answer as well."""
    from django.db import connection

    begun = time.perf_counter()
    try:
        answer = ask(asker)
    except Exception as error:
        answer = f"{type(error).__name__}: {error}"
    finally:
        connection.close()
    return answer, time.perf_counter() - begun


def report(found: Rush, date: "EventDate") -> dict[str, Any]:
    """The figures, with the state that the database ended in."""
    cuts = quantiles(found.seconds, n=100)
    return {
        "answers": dict(found.answers),
        "seats": date.capacity,
        "seats_taken": date.seats_taken,
        "held": date.registrations.holding_seat().count(),
        "waiting": date.registrations.waiting().count(),
        "seconds": round(found.elapsed, 2),
        "per_second": round(len(found.seconds) / found.elapsed, 1),
        "p50_ms": round(cuts[49] * 1000),
        "p95_ms": round(cuts[94] * 1000),
        "slowest_ms": round(max(found.seconds) * 1000),
    }


def main() -> None:
    """Make a database, let them run, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--seats", type=int, default=20)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--at-once", type=int, default=50, help="requests at once, per process")
    parser.add_argument("--door", choices=["http", "service"], default="http")
    args = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "club.settings.test"
    import django

    django.setup()
    from events.models import EventDate
    from tests.database import template
    from tests.events.made import crowd, event, plan, the_date

    with tempfile.TemporaryDirectory() as kept_in:
        database = template(Path(kept_in))
        database.ensure()
        database.clone()
        date = the_date(event(plan(seats=args.seats)))
        found = rush(
            date,
            crowd(args.people),
            processes=args.processes,
            at_once=args.at_once,
            door=args.door,
        )
        figures = report(found, EventDate.objects.get(pk=date.pk))
        database.drop()
    sys.stdout.write(json.dumps({"door": args.door, **figures}, indent=2) + "\n")


if __name__ == "__main__":
    main()
