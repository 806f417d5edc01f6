"""Queries whose SQL is made once."""

import pytest
from django.db.models import BigAutoField, CharField

from accounts.models import Tier
from club.lib.prepared import Param, Prepared

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
