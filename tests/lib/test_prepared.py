"""Queries whose SQL is made once."""

from datetime import timedelta

import pytest
from django.db.models import BigAutoField, CharField

from accounts.models import Membership, Tier, User
from club.lib import clock
from club.lib.prepared import (
    TEXTS_KEPT,
    HouseNow,
    Param,
    Params,
    Prepared,
    PreparedColumns,
    PreparedRows,
    make_row,
)
from tests.factories.accounts import CompanyFactory, UserFactory
from tests.factories.accounts import member as active_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted():
    """A prepared query, with how often it was built."""
    built = []

    def build():
        built.append(1)
        slugs = Tier.objects.filter(rank__lte=2, slug=Param("slug", CharField()))
        return slugs.values_list("slug", "rank")

    return Prepared(build), built


def test_runs_with_the_values_given_and_is_built_once(counted):
    query, built = counted
    assert query(slug="gold") == [("gold", 1)]
    assert query(slug="silver") == [("silver", 2)]
    assert query(slug="bronze") == []
    assert built == [1]


def test_a_value_is_a_value(counted):
    query, _built = counted
    assert query(slug="x' OR '1'='1") == []
    assert query(slug="100%") == []


def test_a_missing_value_is_an_error(counted):
    query, _built = counted
    with pytest.raises(KeyError):
        query()


def test_costs_one_query(django_assert_num_queries):
    query = Prepared(lambda: Tier.objects.filter(pk=Param("pk", BigAutoField())).values_list("pk"))
    pk = Tier.objects.get(slug="gold").pk
    with django_assert_num_queries(1):
        assert query(pk=pk) == [(pk,)]


def test_any_number_of_ids_is_one_value():
    query = Prepared(
        lambda: Tier.objects.filter(pk__in=Params("tiers", BigAutoField())).values_list("slug")
    )
    ids = set(Tier.objects.exclude(slug="bronze").values_list("pk", flat=True))
    assert set(query(tiers=ids)) == {("gold",), ("silver",)}
    assert query(tiers=set()) == []


def test_any_number_of_texts_is_one_value():
    query = Prepared(
        lambda: Tier.objects.filter(slug__in=Params("slugs", CharField())).values_list("slug")
    )
    assert set(query(slugs={"gold", "silver", 'x"], "bronze'})) == {("gold",), ("silver",)}
    assert query(slugs=["é"]) == query(slugs=()) == []


def test_the_newest_texts_are_kept():
    built = []

    @Prepared
    def query(number):
        built.append(number)
        return Tier.objects.filter(rank=number).values_list("slug")

    for number in range(1, TEXTS_KEPT + 2):
        query(number)
    query(TEXTS_KEPT + 1)
    assert built == list(range(1, TEXTS_KEPT + 2))
    assert query(1) == [("gold",)]
    assert built[-1] == 1


def test_rows_are_models_with_what_goes_with_them(django_assert_num_queries):
    @PreparedRows
    def query(count):
        rows = Membership.objects.filter(company=Param("company", BigAutoField()))
        joined = rows.select_related("person").defer("job_title").order_by("pk")
        return joined.prefetch_related("company__tags")[:count]

    company = CompanyFactory.create()
    ours = [active_member(company) for _n in range(3)]
    with django_assert_num_queries(3):  # the rows, their companies, the tags of these
        rows = query(2, company=company.pk)
        assert [row.person.email for row in rows] == [one.email for one in ours[:2]]
        assert [list(row.company.tags.all()) for row in rows] == [[], []]
    assert rows[0].started_on == ours[0].memberships.get().started_on
    assert len(query(3, company=company.pk)) == 3
    assert query(3, company=0) == []


def test_columns_are_read_where_they_are_needed(django_assert_num_queries):
    query = PreparedColumns(
        lambda: User.objects.filter(pk=Param("pk", BigAutoField())).values_list(
            "email", "joined_at", "is_active"
        )
    )
    person = UserFactory.create()
    with django_assert_num_queries(1):
        found = query(pk=person.pk)
        assert found.read() == [(person.email, person.joined_at, True)]
    assert found == query(pk=person.pk)
    User.objects.filter(pk=person.pk).update(joined_at=person.joined_at + timedelta(microseconds=1))
    assert found != query(pk=person.pk)
    assert query(pk=0).read() == []


def test_a_row_is_made_of_its_columns(django_assert_num_queries):
    query = Prepared(lambda: User.objects.filter(pk=Param("pk", BigAutoField())).values_list())
    person = UserFactory.create(last_login=clock.now())
    with django_assert_num_queries(1):
        made = make_row(User, query(pk=person.pk)[0])
        for field in User._meta.concrete_fields:
            assert getattr(made, field.attname) == getattr(person, field.attname)
    with pytest.raises(ValueError, match="zip"):
        make_row(User, [person.pk])


def test_the_clock_is_asked_each_time():
    query = PreparedRows(lambda: User.objects.filter(joined_at__gt=HouseNow()))
    now = clock.now()
    person = UserFactory.create()
    with clock.at(now + timedelta(days=1)):
        assert query() == []
    with clock.at(now - timedelta(days=1)):
        assert person in query()


@pytest.mark.parametrize(
    "build",
    [
        lambda: User.objects.filter(joined_at__gt=clock.now()),
        lambda: User.objects.filter(pk__in=list(User.objects.values_list("pk", flat=True))),
        lambda: User.objects.filter(is_active=Param("user", BigAutoField()) == 1),
    ],
    ids=["the moment", "rows", "a value"],
)
def test_what_holds_once_is_not_kept(build):
    with pytest.raises((RuntimeError, TypeError)):
        PreparedRows(build)()


def test_what_finds_nothing_ever_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert PreparedRows(Tier.objects.none)() == Prepared(Tier.objects.none)() == []
