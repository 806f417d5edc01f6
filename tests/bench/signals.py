"""How long the signal of a large club takes: `python -m tests.bench.signals [COMPANIES FACTS]`.

Made-up facts of two years go in through `participation.bulk`; then all signals are made anew, and
one company after another is brought up to date. On PostgreSQL: `python -m tools.services -m
tests.bench.signals`. Times are of this machine as busy as it is: medians and worst of each.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from statistics import median
from time import perf_counter, process_time
from typing import Any

import django

PEOPLE = 10
DAYS = 730
#: Kinds with the share that each has of all facts; the first two are the club's side.
SHARES = {
    "event.invited": 0.28,
    "relation.called": 0.04,
    "event.registered": 0.16,
    "event.declined": 0.06,
    "event.attended": 0.12,
    "forum.posted": 0.22,
    "relation.call_answered": 0.03,
    "relation.informed": 0.04,
    "members.connected": 0.04,
    "relation.recommended": 0.01,
}
CLUB = {"event.invited", "relation.called"}
ANSWERS = {"event.registered", "event.declined", "relation.call_answered"}


def make_companies(count: int) -> list[tuple[int, list[int]]]:
    """Clients with their people; a few have one person only, as in life."""
    from accounts.models import Company, Membership, User
    from tests.factories.accounts import tier

    since = datetime.now(UTC) - timedelta(days=DAYS + 100)
    silver, existing = tier("silver"), Company.objects.count()
    companies = Company.objects.bulk_create(
        [
            Company(name=f"Client {n}", slug=f"bench-{existing + n}", tier=silver, created_at=since)
            for n in range(count)
        ],
        batch_size=200,
    )
    people = User.objects.bulk_create(
        [User(email=f"p{n}@bench.example", first_name="P") for n in range(count * PEOPLE)],
        batch_size=200,
    )
    owners = [companies[n // PEOPLE] for n in range(len(people))]
    rows = [
        Membership(person=person, company=company, started_on=since.date())
        for person, company in zip(people, owners, strict=True)
    ]
    Membership.objects.bulk_create(rows, batch_size=200)
    return [
        (company.pk, [p.pk for p in people[n * PEOPLE : (n + 1) * PEOPLE]])
        for n, company in enumerate(companies)
    ]


def made_up(companies: list[tuple[int, list[int]]], count: int) -> Iterator[Any]:
    """So many facts, spread over people and days; most answers answer the last question."""
    from participation.bulk import Fact

    chance = random.Random(1)
    kinds, weights = list(SHARES), list(SHARES.values())
    midnight = datetime.combine(datetime.now(UTC).date(), time(9), UTC)
    asked: dict[int, tuple[str, int]] = {}
    for number in range(count):
        company_id, people = companies[number % len(companies)]
        kind = chance.choices(kinds, weights)[0]
        days = DAYS - int(DAYS * number / count) + chance.randrange(-3, 4)
        answers = ""
        if kind in ANSWERS and company_id in asked and chance.random() < 0.8:
            answers = asked.pop(company_id)[0]
        if kind in CLUB:
            asked[company_id] = (f"f{number}", days)
        yield Fact(
            kind=kind,
            company_id=company_id,
            person_id=chance.choice(people),
            occurred_at=midnight - timedelta(days=max(0, days), seconds=number % 3600),
            key=f"f{number}",
            answers=answers,
        )


def timed(act: Callable[[], Any], times: int = 1) -> str:
    """How long `act` takes, and how much of it this process computes itself, in words."""
    took, computed = [], []
    for _n in range(times):
        begin, used = perf_counter(), process_time()
        act()
        took.append(perf_counter() - begin)
        computed.append(process_time() - used)
    if times == 1:
        return f"{took[0]:.2f} s ({computed[0]:.2f} s of CPU)"
    words = f"median {1000 * median(took):.1f} ms ({1000 * median(computed):.1f} ms of CPU)"
    return f"{words}, worst {1000 * max(took):.1f} ms of {times}"


def main(companies: int = 2000, facts: int = 1_000_000) -> None:
    """Fill a copy of the tests' database and print the times."""
    from django.db import connection

    from loyalty.services import rebuild_history, refresh_all, refresh_company
    from loyalty.services.days import today
    from loyalty.services.measuring import measure
    from loyalty.services.priors import current_version, grid_of
    from participation.bulk import record_many
    from participation.ledger import rebuild_buckets
    from participation.models import Bucket, LedgerMark
    from tests.bench.stage import own_database
    from tests.loyalty.made import know_all_kinds

    know_all_kinds()
    with own_database():
        clients = make_companies(companies)
        print(f"{connection.vendor}, {companies} companies, {facts} facts")  # noqa: T201
        say = lambda what, took: print(f"  {what:<34}{took}", flush=True)  # noqa: E731, T201
        say("record_many", timed(lambda: record_many(made_up(clients, facts))))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        say("months kept", str(Bucket.objects.count()))
        say("rebuild_buckets", timed(rebuild_buckets))
        LedgerMark.objects.all().delete()
        grid, day = grid_of(current_version()), today()
        say("measuring all, SQL only", timed(lambda: measure(day, grid)))
        refresh_all()
        say("refresh_all", timed(refresh_all))
        some = iter(random.Random(2).sample([pk for pk, _people in clients], 50))
        say("measuring one, SQL only", timed(lambda: measure(day, grid, [next(some)]), 25))
        say("refresh_company", timed(lambda: refresh_company(next(some)), 25))
        say("rebuild_history, 2 months", timed(lambda: rebuild_history(2)))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "club.settings.test"
    django.setup()
    main(*(int(number) for number in sys.argv[1:]))
