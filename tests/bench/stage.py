"""The club that the benchmarks look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from accounts.models import Company, Membership, User
from events.models import EventDate
from events.services import register
from home.models import NewsIndexPage, NewsPage
from members.services import rebuild_directory
from tests.database import template
from tests.events.made import event, plan, the_date
from tests.factories.accounts import SectorFactory, audience, member, tier

PEOPLE_PER_COMPANY = 5
GUESTS = 40


@dataclass(frozen=True)
class Stage:
    """Who looks, at which event, and who else there is to answer it."""

    viewer: User
    event_date: EventDate
    people: list[User]


@contextmanager
def own_database() -> Iterator[None]:
    """A copy of the migrated database that the tests use too, gone afterwards."""
    kept_in = Path(settings.BASE_DIR, ".pytest_cache", "d", "club-databases")
    kept_in.mkdir(parents=True, exist_ok=True)
    database = template(kept_in)
    database.ensure()
    database.clone()
    try:
        yield
    finally:
        database.drop()


def set_stage(people: int, events: int) -> Stage:
    """So many members, and so many published events, one of them with guests."""
    crowd = _crowd(people)
    rebuild_directory()
    pages = [event(plan(3 + n % 90, seats=None), title=f"Evening {n}") for n in range(events)]
    _write_news()
    first = the_date(pages[0])
    for person in crowd[:GUESTS]:
        register(first, person, by=person)
    viewer = member(crowd[0].memberships.get().company, email="viewer@example.org")
    return Stage(viewer=viewer, event_date=first, people=crowd[GUESTS:])


def _crowd(count: int) -> list[User]:
    """Members of many companies, in four trades and regions."""
    sectors = [SectorFactory.create(slug=f"trade-{n}") for n in range(4)]
    silver = tier("silver")
    companies = Company.objects.bulk_create(
        Company(
            name=f"Maison {n:05}",
            slug=f"maison-{n}",
            sector=sectors[n % 4],
            region=f"Région {n // 4 % 4}",
            city="Rennes",
            tier=silver,
        )
        for n in range(-(-count // PEOPLE_PER_COMPANY))
    )
    people = User.objects.bulk_create(
        User(
            email=f"person-{n}@example.org",
            first_name="Camille",
            last_name=f"Durand{n:05}",
            language="fr",
        )
        for n in range(count)
    )
    Membership.objects.bulk_create(
        Membership(
            person=person,
            company=companies[n // PEOPLE_PER_COMPANY],
            job_title="Directrice technique",
            started_on=date(2024, 1, 8),
        )
        for n, person in enumerate(people)
    )
    return people


def _write_news() -> None:
    index = NewsIndexPage.objects.get()
    for n in range(5):
        page = NewsPage(
            title=f"News {n}",
            slug=f"bench-{n}",
            title_en=f"News {n}",
            title_fr=f"Nouvelle {n}",
            audience=audience("members"),
        )
        index.add_child(instance=page)
        page.save_revision().publish()
