"""A crowd beside the demo club, to see how everything does at the size of a large one.

At scale 50 there are 2,000 companies, 20,000 people and a million facts of two years. They come
through the doors for mass data, which leave the same rows as the services.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, product
from random import Random
from typing import Any

from allauth.account.models import EmailAddress

from accounts.enums import CompanySize, JobFunction
from accounts.models import Company, Sector, Tier, User
from accounts.services import create_company
from club.lib import clock
from club.lib.text import ascii_slug
from events import kinds as event_kinds
from forum import kinds as forum_kinds
from home.demo.data import read
from home.demo.days import Days
from home.demo.lives import LIVES, liveliness
from home.demo.people import Cast
from loyalty import kinds as relation_kinds
from members import kinds as member_kinds
from members.bulk import PersonSeed, add_people
from participation.bulk import Fact, record_many
from participation.enums import Source

COMPANIES, PEOPLE, FACTS = 40, 400, 20_000
YEARS_2 = 730
#: How often each kind of act is, among those of the clients.
ACTS = {
    event_kinds.REGISTERED: 0.26,
    event_kinds.ATTENDED: 0.2,
    event_kinds.DECLINED: 0.06,
    forum_kinds.POSTED: 0.3,
    member_kinds.CONNECTED: 0.08,
    relation_kinds.INFORMED: 0.08,
    relation_kinds.RECOMMENDED: 0.02,
}
#: One act in so many is an answered call, which is two facts.
CALLS = 0.12
TRADES = (
    *("Ateliers", "Fonderies", "Papeteries", "Transports", "Conserveries", "Verreries", "Moulins"),
    *("Câbleries", "Tanneries", "Scieries", "Imprimeries", "Brasseries", "Filatures", "Mécaniques"),
)


@dataclass(frozen=True)
class Someone:
    """Whose facts are made up: ids, and how lively the company is today and was a year ago."""

    person_id: int
    company_id: int
    life: str


def add_crowd(scale: int, days: Days, chance: Random, cast: Cast) -> int:
    """So many companies, people and facts that the club has `scale` times 40, 400 and 20,000.

    Returns how many facts were written.
    """
    companies = _found_companies(COMPANIES * scale - len(cast.companies), days, chance, cast)
    password = cast.organiser.password
    seeds = _seeds(companies, PEOPLE * scale - len(cast.members), days, chance, password)
    people = add_people(seeds)
    EmailAddress.objects.bulk_create(
        (EmailAddress(user=p, email=p.email, primary=True, verified=True) for p in people),
        batch_size=500,
    )
    crowd = _with_lives(people, companies, chance)
    return record_many(islice(_facts(crowd, days, chance), FACTS * scale))


def _found_companies(count: int, days: Days, chance: Random, cast: Cast) -> list[Company]:
    sectors, tiers = list(Sector.objects.all()), list(Tier.objects.order_by("rank"))
    managers = [p for p in cast.staff.values() if p.managed_companies.exists()]
    made = []
    for number, name in enumerate(islice(company_names(), count)):
        since = days.day(-YEARS_2 - chance.randrange(900))
        with clock.at(days.office_hour(since, 0.5)):
            company = create_company(
                name,
                tier=chance.choices(tiers, (1, 3, 6))[0],
                sector=chance.choice(sectors),
                size=chance.choice(CompanySize.values),
                region=chance.choice(_REGIONS),
                account_manager=managers[number % len(managers)],
                client_since_on=since,
                renewal_on=days.day(chance.randrange(1, 365)),
                external_id=f"CROWD-{number + 1}",
            )
        made.append(company)
    return made


def company_names() -> Iterator[str]:
    """Names of companies, none twice: enough for a club a hundred times as large as the demo."""
    places = [name for names in read("people")["names"].values() for name in names["last"]]
    for ending, place, trade in product(("", " et Fils", " Frères"), places, TRADES):
        yield f"{trade} {place}{ending}"


_REGIONS = (
    *("Auvergne-Rhône-Alpes", "Bretagne", "Grand Est", "Hauts-de-France", "Île-de-France"),
    *("Normandie", "Nouvelle-Aquitaine", "Occitanie", "Pays de la Loire"),
)


def _seeds(
    companies: list[Company], count: int, days: Days, chance: Random, password: str
) -> Iterator[PersonSeed]:
    """Members in turn for each company; the first ones decide."""
    words = read("people")
    names: dict[str, Any] = words["names"]["fr"]
    functions = (JobFunction.DECIDES, JobFunction.USES, JobFunction.BUYS, JobFunction.USES)
    for number in range(count):
        company = companies[number % len(companies)]
        turn = number // len(companies)
        first = chance.choice(names["women"] + names["men"])
        last = chance.choice(names["last"])
        joined = days.day(-YEARS_2 - chance.randrange(200))
        topics = chance.sample(words["topics"]["fr"], 3)
        yield PersonSeed(
            email=f"{ascii_slug(first)}.{ascii_slug(last)}.{number}@{company.slug}.example",
            first_name=first,
            last_name=last,
            company=company,
            joined_at=days.office_hour(joined, 0.4),
            started_on=joined,
            job_title=chance.choice(words["jobs"][turn % len(words["jobs"])]["titles"])[0],
            function=functions[turn % len(functions)],
            password=password,
            can_help_with=", ".join(topics[:2]),
            looks_for=topics[2],
            languages="fr,en" if number % 3 else "fr",
        )


def _with_lives(people: list[User], companies: list[Company], chance: Random) -> list[Someone]:
    """The people as often as their company is lively; every company has one story."""
    stories = [life for life in LIVES if life != "left"]
    lives = {company.pk: chance.choice(stories) for company in companies}
    return [
        Someone(person.pk, company.pk, lives[company.pk])
        for number, person in enumerate(people)
        for company in (companies[number % len(companies)],)
    ]


def _facts(crowd: list[Someone], days: Days, chance: Random) -> Iterator[Fact]:
    """Facts without end, by a fixed chance: who was livelier then did more."""
    kinds, weights = list(ACTS), list(ACTS.values())
    number = 0
    while True:
        someone = chance.choice(crowd)
        days_ago = 1 + chance.randrange(YEARS_2)
        if chance.random() > 0.05 + liveliness(someone.life, days_ago):
            continue
        number += 1
        moment = days.now - timedelta(days=days_ago, minutes=chance.randrange(600))
        if chance.random() < CALLS:
            yield from _call(someone, moment, number)
            continue
        yield Fact(
            kind=chance.choices(kinds, weights)[0],
            company_id=someone.company_id,
            person_id=someone.person_id,
            occurred_at=moment,
            key=f"crowd {number}",
            source=Source.PORTAL,
        )


def _call(someone: Someone, moment: Any, number: int) -> Iterator[Fact]:
    """The club called, and somebody answered."""
    asked = f"crowd {number} call"
    words: dict[str, Any] = {
        "company_id": someone.company_id,
        "person_id": someone.person_id,
        "occurred_at": moment,
        "source": Source.MANAGER,
    }
    yield Fact(kind=relation_kinds.CALLED, key=asked, **words)
    yield Fact(kind=relation_kinds.CALL_ANSWERED, key=f"crowd {number}", answers=asked, **words)
