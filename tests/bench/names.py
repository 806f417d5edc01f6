"""How long the directory looks for a name: one that is there, and one with a slip.

python -m tests.bench names --people 10000 100000

Prints for each size the middle of several rounds in milliseconds, of a plain search (counts,
subjects and a page of rows), of one for similar names, and of their floor: thirty rows of the same
tables by an index. Names are drawn from a vocabulary that grows with the people, as names do.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from random import Random
from statistics import median

from django.db import connection

from accounts.audience import viewer_for
from accounts.models import Company, Membership
from club.lib import clock
from members.bulk import PersonSeed, add_people
from members.models.directory import Directory
from members.models.wish import Wish
from members.services import index_companies
from tests.bench.stage import SEED, own_database
from tests.factories.accounts import SectorFactory, member, tier

PEOPLE_PER_COMPANY = 5
FACETS = ("helps", "looks", "speaks", "sector", "function", "size", "region", "event")
SYLLABLES = (
    "bau",
    "cha",
    "dou",
    "fou",
    "gar",
    "lan",
    "mar",
    "mi",
    "pel",
    "sau",
    "thi",
    "val",
    "zi",
)


def seeds(count: int) -> Iterator[PersonSeed]:
    """So many people of many companies; one name for every ten."""
    chance = Random(SEED)
    sector, silver, now = SectorFactory.create(slug="trade"), tier("silver"), clock.now()
    last = sorted({"".join(chance.choices(SYLLABLES, k=4)) for _n in range(count // 10)})
    companies = Company.objects.bulk_create(
        Company(
            name=f"Maison {chance.choice(last)} {n}",
            slug=f"maison-{n}",
            sector=sector,
            tier=silver,
            region=f"Région {n % 4}",
            size="m",
        )
        for n in range(-(-count // PEOPLE_PER_COMPANY))
    )
    for start in range(0, len(companies), 500):
        index_companies([company.pk for company in companies[start : start + 500]])
    for number in range(count):
        yield PersonSeed(
            email=f"person-{number}@example.org",
            first_name=chance.choice(["Camille", "Dominique", "Claude"]),
            last_name=chance.choice(last).title(),
            company=companies[number % len(companies)],
            joined_at=now,
            started_on=now.date(),
            can_help_with="EDI" if number % 3 else "Douane",
            languages="fr",
        )


def measure(act: Callable[[], object], rounds: int) -> float:
    """The middle of so many rounds after one that warms up, in milliseconds."""
    act()
    times = []
    for _n in range(rounds):
        begun = time.perf_counter()
        act()
        times.append((time.perf_counter() - begun) * 1000)
    return median(times)


def main(given: Sequence[str] | None = None) -> int:
    """Fill a database of its own for each size, and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench names", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10_000])
    parser.add_argument("--rounds", type=int, default=9)
    args = parser.parse_args(given)
    _say(f"{'people':>8} {'found':>8} {'similar':>8} {'floor':>8}   ({connection.vendor})")
    for count in args.people:
        with own_database():
            people = add_people(seeds(count))
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            name = people[0].last_name
            figures = _figures(
                viewer_for(member(Company.objects.first(), email="viewer@example.org")),
                name,
                args.rounds,
            )
            _say(f"{count:>8} " + " ".join(f"{figure:>8.1f}" for figure in figures))
    return 0


def _figures(viewer: object, name: str, rounds: int) -> tuple[float, float, float]:
    chosen = {facet: frozenset[str]() for facet in FACETS}
    slip = name[:3] + name[4:]

    def find() -> None:
        found = Directory(viewer, Wish(name, chosen))
        found.tally()
        list(found.rows()[:30])

    def find_similar() -> None:
        if not Directory(viewer, Wish(slip, chosen)).similar(8, []):
            sys.exit(f"Nobody is found by {slip}.")

    def floor() -> None:
        rows = Membership.objects.select_related("person__profile", "company__sector")
        list(rows.order_by("-pk")[:30])

    return measure(find, rounds), measure(find_similar, rounds), measure(floor, rounds)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
