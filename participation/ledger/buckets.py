"""The monthly roll-up: kept with every fact, and made anew from the facts.

Whoever changes a bucket holds its row until the end of the transaction, so two processes that
record into one month follow each other. Rows are taken in one order, so none waits for the other.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Count, Max

from participation.models import Bucket, LedgerMark, Participation

_BUCKETS = Bucket._meta.db_table
_FACTS = Participation._meta.db_table

#: The first day of a fact's month.
_MONTH = {
    "sqlite": "substr(occurred_on, 1, 8) || '01'",
    "postgresql": "CAST(date_trunc('month', occurred_on) AS date)",
}

_ADD = f"""
INSERT INTO {_BUCKETS} AS kept (company_id, actor, kind, month, n, n_solicited, last_on)
VALUES (%s, %s, %s, %s, 1, %s, %s)
ON CONFLICT (company_id, actor, kind, month) DO UPDATE SET
    n = kept.n + 1,
    n_solicited = kept.n_solicited + excluded.n_solicited,
    last_on = CASE WHEN excluded.last_on > kept.last_on THEN excluded.last_on
              ELSE kept.last_on END
"""  # noqa: S608 - names of tables

_ROLL_UP = """
INSERT INTO {buckets} AS kept (company_id, actor, kind, month, n, n_solicited, last_on)
SELECT company_id, actor, kind, {month} AS month, COUNT(*), COUNT(solicited_by_id),
       MAX(occurred_on)
FROM {facts}
WHERE voided_at IS NULL AND {which}
GROUP BY company_id, actor, kind, {month}
ON CONFLICT (company_id, actor, kind, month) DO UPDATE SET
    n = kept.n + excluded.n,
    n_solicited = kept.n_solicited + excluded.n_solicited,
    last_on = CASE WHEN excluded.last_on > kept.last_on THEN excluded.last_on
              ELSE kept.last_on END
"""


class Place(NamedTuple):
    """Which bucket a fact counts in."""

    company_id: int
    actor: int
    kind: str
    month: date


def place_of(fact: Participation) -> Place:
    """The bucket of a fact."""
    return Place(fact.company_id, fact.actor, fact.kind, fact.occurred_on.replace(day=1))


def add_fact(fact: Participation) -> None:
    """Count one fact more, and say that its company changed."""
    place = place_of(fact)
    solicited = int(fact.solicited_by_id is not None)
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD,
            [
                *place[:3],
                place.month.isoformat(),
                solicited,
                fact.occurred_on.isoformat(),
            ],
        )
    LedgerMark.objects.create(company_id=fact.company_id, since_on=fact.occurred_on)


def take_back(facts: Iterable[Participation]) -> None:
    """Count these facts, which are voided by now, no more, and say that their companies changed."""
    listed = list(facts)
    for place in sorted(Counter(place_of(fact) for fact in listed)):
        _recount(place)
    since: dict[int, date] = {}
    for fact in listed:
        since[fact.company_id] = min(since.get(fact.company_id, fact.occurred_on), fact.occurred_on)
    LedgerMark.objects.bulk_create(
        LedgerMark(company_id=pk, since_on=on) for pk, on in since.items()
    )


def _recount(place: Place) -> None:
    """Make one bucket anew from its facts, its row held first.

    The facts are counted by a statement of their own: it sees what those committed who held the
    row before.
    """
    held = Bucket.objects.select_for_update().filter(**place._asdict())
    row = Bucket.objects.filter(pk__in=list(held.values_list("pk", flat=True)))
    facts = Participation.objects.standing().filter(
        company_id=place.company_id,
        actor=place.actor,
        kind=place.kind,
        occurred_on__gte=place.month,
        occurred_on__lt=_next_month(place.month),
    )
    counted = facts.aggregate(
        n=Count("pk"), n_solicited=Count("solicited_by"), last_on=Max("occurred_on")
    )
    if counted["n"]:
        row.update(**counted)
    else:
        row.delete()


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def roll_up_from(first_pk: int) -> None:
    """Count the facts with this number and above, of which no bucket knows yet."""
    roll_up("id >= %s", [first_pk])


@transaction.atomic
def rebuild_buckets() -> int:
    """Make every bucket anew from the standing facts; returns how many there are.

    Nobody records or retracts meanwhile. Every company counts as changed.
    """
    lock_ledger()
    Bucket.objects.all().delete()
    roll_up("1 = 1", [])
    companies = Participation.objects.order_by().values_list("company_id", flat=True).distinct()
    mark_companies(companies)
    return Bucket.objects.count()


def mark_companies(company_ids: Iterable[int], since_on: date | None = None) -> None:
    """Say that something about these companies changed, from that day on (None: from the first)."""
    LedgerMark.objects.bulk_create(
        [LedgerMark(company_id=pk, since_on=since_on) for pk in company_ids], batch_size=1000
    )


def lock_ledger() -> None:
    """Let nobody else write facts or buckets until the end of the transaction.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {_FACTS}, {_BUCKETS} IN SHARE ROW EXCLUSIVE MODE")


def roll_up(which: str, parameters: list[Any]) -> None:
    """Count the standing facts that fit this condition, of which no bucket knows yet."""
    statement = _ROLL_UP.format(
        buckets=_BUCKETS, facts=_FACTS, month=_MONTH[connection.vendor], which=which
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
