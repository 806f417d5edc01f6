"""People, companies and audiences, with as little as a test has to say."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts import services
from accounts.enums import CompanySize, JobFunction, Role
from accounts.models import Audience, Company, Membership, Sector, Tier, User
from club.lib import clock
from members.models import Arrival, CharterAcceptance, CharterVersion

PASSWORD = "club-demo"


class TierFactory(DjangoModelFactory[Tier]):
    """A tier beside the built-in ones; `tier("gold")` gives those."""

    class Meta:
        model = Tier

    slug = factory.Sequence(lambda n: f"tier-{n}")
    name_fr = factory.Sequence(lambda n: f"Niveau {n}")
    name_en = factory.Sequence(lambda n: f"Tier {n}")
    rank = factory.Sequence(lambda n: 100 + n)
    colour = "bronze"


def tier(slug: str) -> Tier:
    """A built-in tier: gold, silver or bronze."""
    return Tier.objects.get(slug=slug)


class SectorFactory(DjangoModelFactory[Sector]):
    """A trade."""

    class Meta:
        model = Sector
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"sector-{n}")
    name_fr = factory.LazyAttribute(lambda o: f"Métier {o.slug}")
    name_en = factory.LazyAttribute(lambda o: f"Trade {o.slug}")


class CompanyFactory(DjangoModelFactory[Company]):
    """A silver client, or `CompanyFactory.create(gold=True)` (or `bronze=True`)."""

    class Meta:
        model = Company

    class Params:
        gold = factory.Trait(tier=factory.LazyFunction(lambda: tier("gold")))
        bronze = factory.Trait(tier=factory.LazyFunction(lambda: tier("bronze")))

    name = factory.Sequence(lambda n: f"Client {n}")
    slug = factory.Sequence(lambda n: f"client-{n}")
    tier = factory.LazyFunction(lambda: tier("silver"))
    sector = factory.SubFactory(SectorFactory, slug="industry")
    size = CompanySize.M
    region = "Bretagne"
    city = "Rennes"
    client_since_on = date(2021, 1, 4)


class UserFactory(DjangoModelFactory[User]):
    """A person who is nobody in the club yet: no membership, no role."""

    class Meta:
        model = User

    first_name = factory.Sequence(lambda n: f"Prénom{n}")
    last_name = factory.Sequence(lambda n: f"Nom{n}")
    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    password = factory.django.Password(PASSWORD)
    language = "en"


class MembershipFactory(DjangoModelFactory[Membership]):
    """A person of a company since long, or `suspended=True`, or `ended=True`."""

    class Meta:
        model = Membership

    class Params:
        suspended = factory.Trait(suspended_at=factory.LazyFunction(clock.now))
        ended = factory.Trait(ended_on=date(2025, 6, 30))

    person = factory.SubFactory(UserFactory)
    company = factory.SubFactory(CompanyFactory)
    job_title = "Directrice technique"
    function = JobFunction.DECIDES
    started_on = date(2023, 3, 1)


class AudienceFactory(DjangoModelFactory[Audience]):
    """An audience of the tiers, companies, segments and people that are given."""

    class Meta:
        model = Audience
        skip_postgeneration_save = True

    name_fr = factory.Sequence(lambda n: f"Public {n}")
    name_en = factory.Sequence(lambda n: f"Audience {n}")

    @factory.post_generation
    def tiers(self, create: bool, given: Any, **_kwargs: Any) -> None:
        self.tiers.set(given or ())

    @factory.post_generation
    def companies(self, create: bool, given: Any, **_kwargs: Any) -> None:
        self.companies.set(given or ())

    @factory.post_generation
    def segments(self, create: bool, given: Any, **_kwargs: Any) -> None:
        self.segments.set(given or ())

    @factory.post_generation
    def people(self, create: bool, given: Any, **_kwargs: Any) -> None:
        self.people.set(given or ())


def audience(key: str) -> Audience:
    """A built-in audience: public, members or staff."""
    return Audience.objects.get(key=key)


def member(
    company: Company,
    *roles: Role,
    suspended: bool = False,
    newcomer: bool = False,
    **facts: Any,
) -> User:
    """A person with a membership in `company`, and the roles, who accepted the charter in force.

    A `newcomer` has just joined: the charter and the welcome are still to come.
    """
    job_title = facts.pop("job_title", "Directrice technique")
    person = UserFactory.create(**facts)
    MembershipFactory.create(
        person=person, company=company, suspended=suspended, job_title=job_title
    )
    if newcomer:
        Arrival.objects.create(person=person)
    else:
        accept(person)
    for role in roles:
        services.grant_role(person, role)
    return person


def accept(person: User) -> None:
    """Let a person have accepted the charter in force."""
    version = CharterVersion.objects.in_force().values_list("pk", flat=True).first()
    if version is not None:
        CharterAcceptance.objects.create(person=person, version_id=version)


def staff(*roles: Role, **facts: Any) -> User:
    """A person of the supplier, with the roles."""
    person = UserFactory.create(**facts)
    for role in roles:
        services.grant_role(person, role)
    return person
