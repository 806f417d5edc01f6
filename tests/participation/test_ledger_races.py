"""The same fact, told by many at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import close_old_connections, connection, transaction

from participation.ledger import rebuild_buckets, record, retract
from participation.models import Bucket, Participation
from tests.factories.accounts import SectorFactory
from tests.participation.made import buckets

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


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


def test_counts_of_one_month_are_right_whoever_writes_at_once(company_a, member_a):
    def act(number):
        for again in range(4):
            record(
                "test.came", company=company_a, person=member_a, idempotency_key=f"{number} {again}"
            )
        retract("test.came", idempotency_key=f"{number} 0")
        if number % 2:
            retract("test.came", idempotency_key=f"{number} 3")

    all_at_once(act)
    assert [bucket.n for bucket in Bucket.objects.all()] == [AT_ONCE * 3 - AT_ONCE // 2]
    kept = buckets()
    rebuild_buckets()
    assert buckets() == kept


def test_last_facts_of_a_month_are_taken_back_by_many_at_once(company_a, member_a):
    with transaction.atomic():
        for number in range(AT_ONCE):
            record("test.came", company=company_a, person=member_a, idempotency_key=str(number))
    all_at_once(lambda number: retract("test.came", idempotency_key=str(number)))
    assert not Bucket.objects.exists()
