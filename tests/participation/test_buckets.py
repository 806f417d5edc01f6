"""The monthly roll-up is what counting the facts would give, whatever happened to them."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from accounts.models import ClubSettings
from participation.bulk import Fact, record_many
from participation.ledger import rebuild_buckets, record, retract
from participation.models import Actor, Bucket, LedgerMark, Participation
from tests.participation.made import buckets, facts

KINDS = ("test.came", "test.went", "test.invited")
BEGIN = datetime(2025, 10, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def counted_by_hand():
    """The roll-up in plain Python."""
    found: dict[tuple, tuple] = {}
    for fact in Participation.objects.standing():
        key = (fact.company_id, fact.actor, fact.kind, fact.occurred_on.replace(day=1))
        n, solicited, last = found.get(key, (0, 0, fact.occurred_on))
        found[key] = (n + 1, solicited + bool(fact.solicited_by_id), max(last, fact.occurred_on))
    return {key + value for key, value in found.items()}


@pytest.mark.parametrize("seed", range(3))
def test_kept_counts_are_the_rebuilt_ones(seed, company_a, company_b, member_a, member_b):
    chance = random.Random(seed)
    keys: list[tuple[str, str]] = []
    asked: list[Participation] = []
    who = [(company_a, member_a), (company_a, None), (company_b, member_b)]
    for number in range(120):
        kind, (company, person) = chance.choice(KINDS), chance.choice(who)
        if keys and chance.random() < 0.3:
            kind, key = chance.choice(keys)
            retract(kind, idempotency_key=key)
            continue
        solicited = [fact for fact in asked if fact.company == company]
        fact = record(
            kind,
            company=company,
            person=person,
            occurred_at=BEGIN + timedelta(hours=chance.randrange(24 * 90)),
            solicited_by=chance.choice(solicited) if solicited and number % 2 else None,
            idempotency_key=f"fact {number}",
        )
        keys.append((kind, fact.idempotency_key))
        if kind == "test.invited":
            asked.append(fact)
    kept = buckets()
    assert kept == counted_by_hand()
    assert len(kept) > 15
    Bucket.objects.filter(pk__in=Bucket.objects.values("pk")[:5]).update(n=77)
    assert rebuild_buckets() == len(kept)
    assert buckets() == kept


def test_last_of_a_month_is_taken_back(company_a, member_a):
    for day in (3, 20):
        record(
            "test.came",
            company=company_a,
            person=member_a,
            occurred_at=datetime(2026, 5, day, tzinfo=UTC),
            idempotency_key=f"day {day}",
        )
    retract("test.came", idempotency_key="day 20")
    bucket = Bucket.objects.get()
    assert (bucket.n, bucket.last_on) == (1, date(2026, 5, 3))
    retract("test.came", idempotency_key="day 3")
    assert not Bucket.objects.exists()


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Europe/Paris", "2026-03-31T21:59:59+00:00", date(2026, 3, 31)),  # summer: +2
        ("Europe/Paris", "2026-03-31T22:00:00+00:00", date(2026, 4, 1)),
        ("Europe/Paris", "2026-10-31T22:59:59+00:00", date(2026, 10, 31)),  # winter again: +1
        ("Europe/Paris", "2026-10-31T23:00:00+00:00", date(2026, 11, 1)),
        ("Europe/Paris", "2026-03-29T01:30:00+01:00", date(2026, 3, 29)),  # before the jump
        ("Europe/Paris", "2026-10-25T00:30:00+00:00", date(2026, 10, 25)),  # the hour shown twice
        ("Europe/Paris", "2026-10-25T01:30:00+00:00", date(2026, 10, 25)),
        ("Pacific/Kiritimati", "2026-12-31T10:00:00+00:00", date(2027, 1, 1)),  # +14
        ("America/New_York", "2026-11-01T03:59:00+00:00", date(2026, 10, 31)),
    ],
)
def test_fact_falls_into_the_month_of_the_clubs_clocks(zone, moment, day, company_a, member_a):
    club = ClubSettings.load()
    club.time_zone = zone
    club.save()
    instant = datetime.fromisoformat(moment)
    for person in (member_a, None):
        fact = record(
            "test.came",
            company=company_a,
            person=person,
            occurred_at=instant,
            idempotency_key=f"of {person}",
        )
        assert fact.occurred_on == day
    assert set(Bucket.objects.values_list("month", "last_on")) == {(day.replace(day=1), day)}
    rebuild_buckets()
    assert set(Bucket.objects.values_list("month", "last_on")) == {(day.replace(day=1), day)}


def test_count_survives_the_person(company_a, member_a, colleague_a):
    for person in (member_a, colleague_a):
        record("test.came", company=company_a, person=person, idempotency_key=f"of {person}")
    before = buckets()
    member_a.memberships.all().delete()
    member_a.delete()
    assert Actor.objects.filter(person=None).count() == 1
    rebuild_buckets()
    assert buckets() == before
    assert {actor for _company, actor, *_rest in before} == set(
        Actor.objects.values_list("pk", flat=True)
    )


def test_every_change_leaves_a_mark_from_its_day_on(company_a, company_b, member_a, member_b):
    def marks():
        found = set(LedgerMark.objects.values_list("company_id", "since_on"))
        LedgerMark.objects.all().delete()
        return found

    day = datetime(2026, 2, 3, 12, tzinfo=UTC)
    record("test.came", company=company_a, occurred_at=day, idempotency_key="one")
    assert marks() == {(company_a.pk, day.date())}
    record("test.came", company=company_a, occurred_at=day, idempotency_key="one")
    retract("test.came", idempotency_key="none of these")
    assert marks() == set()  # nothing changed
    retract("test.came", idempotency_key="one")
    assert marks() == {(company_a.pk, day.date())}
    record("test.came", company=company_b, occurred_at=day, idempotency_key="two")
    marks()
    call_command("rebuild_buckets")
    assert marks() == {(company_a.pk, None), (company_b.pk, None)}


def made_up(company_a, company_b, member_a, colleague_a, member_b):
    """A history that holds what `record` has to tell apart."""
    chance = random.Random(9)
    who = [(company_a, person) for person in (member_a, colleague_a, None)]
    who.append((company_b, member_b))
    for number in range(60):
        company, person = chance.choice(
            [
                (company_a, member_a),
                (company_a, colleague_a),
                (company_a, None),
                (company_b, member_b),
            ]
        )
        moment = BEGIN + timedelta(minutes=chance.randrange(60 * 24 * 200))
        yield Fact(
            kind="test.invited",
            company_id=company.pk,
            person_id=person and person.pk,
            occurred_at=moment,
            key=f"asked {number}",
            source="import",
        )
        for again in range(chance.randrange(3)):
            yield Fact(
                kind=KINDS[again],
                company_id=company.pk,
                person_id=person and person.pk,
                occurred_at=moment + timedelta(days=again),
                key=f"fact {number % 50} {again}",  # some come twice
                answers=f"asked {number}",
            )


def test_many_at_once_leave_the_rows_of_one_by_one(
    company_a, company_b, member_a, colleague_a, member_b
):
    history = list(made_up(company_a, company_b, member_a, colleague_a, member_b))
    companies = {company.pk: company for company in (company_a, company_b)}
    people = {person.pk: person for person in (member_a, colleague_a, member_b)}
    for person in people.values():
        Actor.objects.create(person=person)
    asked: dict[str, Participation] = {}
    for fact in history:
        kept = record(
            fact.kind,
            company=companies[fact.company_id],
            person=people.get(fact.person_id),
            occurred_at=fact.occurred_at,
            source=fact.source,
            solicited_by=asked.get(fact.answers),
            idempotency_key=fact.key,
        )
        asked[fact.key] = kept
    one_by_one = (facts(), buckets())
    assert len(one_by_one[0]) < len(history)
    Participation.objects.model._base_manager.all()._raw_delete("default")
    Bucket.objects.all().delete()
    LedgerMark.objects.all().delete()
    assert record_many(iter(history[:70])) + record_many(history[70:]) == len(one_by_one[0])
    assert (facts(), buckets()) == one_by_one
    assert set(LedgerMark.objects.values_list("company_id", flat=True)) == set(companies)
    fact = record("test.came", company=company_a, idempotency_key="the next one")
    assert fact.pk > Participation.objects.order_by("pk").first().pk


def test_many_at_once_refuse_what_one_by_one_does(company_a, company_b):
    asked = Fact("test.invited", company_a.pk, BEGIN, "asked")
    wrong = [
        Fact("test.unknown", company_a.pk, BEGIN, "what"),
        Fact("test.came", company_b.pk, BEGIN, "elsewhere", answers="asked"),
        Fact("test.came", company_a.pk, BEGIN, "of nothing", answers="never asked"),
        Fact("test.came", company_a.pk, BEGIN.replace(tzinfo=None), "naive"),
    ]
    for fact in wrong:
        with pytest.raises((LookupError, ValueError)):
            record_many([asked, fact])
    assert not Participation.objects.exists()
    assert not Bucket.objects.exists()
