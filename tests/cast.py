"""The fixed cast: the roles of the demo club, each as a fixture of its own.

Client A (gold) and client B (silver) are competitors by trade; client C is bronze. What a member
of A may see is tried as the colleague, the competitor, the suspended and the stranger as well.
"""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.enums import Role
from accounts.models import Company, User
from tests.factories.accounts import CompanyFactory, SectorFactory, UserFactory, member, staff


# --- Companies ------------------------------------------------------------------------------
@pytest.fixture
def company_a(db: None, manager: User) -> Company:
    """Client A: gold."""
    return CompanyFactory.create(
        gold=True, name="Atelier Aubrac", slug="client-a", account_manager=manager
    )


@pytest.fixture
def company_b(db: None, manager2: User) -> Company:
    """Client B: silver, of the trade of A."""
    return CompanyFactory.create(name="Bastide & Fils", slug="client-b", account_manager=manager2)


@pytest.fixture
def company_c(db: None, manager: User) -> Company:
    """Client C: bronze, of another trade."""
    return CompanyFactory.create(
        bronze=True,
        name="Cordier Conseil",
        slug="client-c",
        account_manager=manager,
        sector=SectorFactory.create(slug="services"),
    )


# --- Members --------------------------------------------------------------------------------
@pytest.fixture
def member_a(company_a: Company) -> User:
    """A member of client A."""
    return member(
        company_a, email="member@client-a.example", first_name="Agathe", last_name="Aubrac"
    )


@pytest.fixture
def colleague_a(company_a: Company) -> User:
    """The correspondent of client A, a colleague of `member_a`."""
    return member(
        company_a,
        Role.CORRESPONDENT,
        email="colleague@client-a.example",
        first_name="Antoine",
        last_name="Amiel",
    )


@pytest.fixture
def member_b(company_b: Company) -> User:
    """A member of client B, the competitor."""
    return member(
        company_b, email="member@client-b.example", first_name="Béatrice", last_name="Bastide"
    )


@pytest.fixture
def member_c(company_c: Company) -> User:
    """A member of client C, bronze."""
    return member(
        company_c, email="member@client-c.example", first_name="Cyril", last_name="Cordier"
    )


@pytest.fixture
def suspended_b(company_b: Company) -> User:
    """A suspended member of client B."""
    return member(
        company_b,
        suspended=True,
        email="suspended@client-b.example",
        first_name="Sylvie",
        last_name="Sabatier",
    )


@pytest.fixture
def stranger() -> AnonymousUser:
    """Whom nobody knows."""
    return AnonymousUser()


@pytest.fixture
def outsider(db: None) -> User:
    """Somebody with an account, and neither a membership nor a role: a stranger as well."""
    return UserFactory.create(email="outsider@example.org", first_name="Olga", last_name="Orsini")


# --- The supplier's people ------------------------------------------------------------------
@pytest.fixture
def organiser(db: None) -> User:
    """The organiser."""
    return staff(
        Role.ORGANISER, email="organiser@club.example", first_name="Odile", last_name="Oury"
    )


@pytest.fixture
def manager(db: None) -> User:
    """The account manager of clients A and C."""
    return staff(
        Role.ACCOUNT_MANAGER, email="manager@club.example", first_name="Marc", last_name="Maurel"
    )


@pytest.fixture
def manager2(db: None) -> User:
    """The account manager of client B."""
    return staff(
        Role.ACCOUNT_MANAGER, email="manager2@club.example", first_name="Maud", last_name="Morin"
    )


@pytest.fixture
def director(db: None) -> User:
    """The director."""
    return staff(
        Role.DIRECTOR, email="director@club.example", first_name="Delphine", last_name="Durand"
    )


@pytest.fixture
def administrator(db: None) -> User:
    """The administrator."""
    return staff(
        Role.ADMINISTRATOR, email="admin@club.example", first_name="Alix", last_name="Admète"
    )


@pytest.fixture
def allinone(db: None) -> User:
    """Organiser, account manager and director in one person."""
    return staff(
        Role.ORGANISER,
        Role.ACCOUNT_MANAGER,
        Role.DIRECTOR,
        email="allinone@club.example",
        first_name="Lou",
        last_name="Lambert",
    )
