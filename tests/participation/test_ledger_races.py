"""The same fact, told by many at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import close_old_connections, connection, transaction

from participation.enums import Side
from participation.kinds import Kind, kinds, register_kind
from participation.ledger import record, retract
from participation.models import Participation
from tests.factories.accounts import SectorFactory

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


@pytest.fixture(autouse=True)
def kind_of_the_test():
    known = dict(kinds._entries)
    register_kind(Kind(name="test.came", side=Side.CLIENT, label="came"))
    yield
    kinds._entries = known


def all_at_once(act):
    """What `act(n)` returns, run by several threads that start together."""
    start = Barrier(AT_ONCE)

    def run(number):
        close_old_connections()
        start.wait()
        try:
            with transaction.atomic():
                return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_many_record_one_fact(company_a, member_a):
    subject = SectorFactory()
    facts = all_at_once(
        lambda _n: record("test.came", company=company_a, person=member_a, subject=subject).pk
    )
    assert set(facts) == {Participation.objects.get().pk}


def test_recording_and_retracting_leave_at_most_one_standing(company_a, member_a):
    subject = SectorFactory()

    def act(number):
        if number % 2:
            return retract("test.came", person=member_a, subject=subject)
        return record("test.came", company=company_a, person=member_a, subject=subject).pk

    for _round in range(3):
        all_at_once(act)
        assert Participation.objects.standing().count() <= 1
