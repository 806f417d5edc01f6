"""Many made-up facts at once, with the same rows as `ledger.record()` would leave.

For demo data: nobody else records meanwhile. The rows go to the database by its fastest way, and
one statement rolls them up.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models, transaction

from club.lib import clock
from participation.enums import Side, Source
from participation.kinds import get_kind
from participation.ledger.buckets import lock_ledger, mark_companies, roll_up_from
from participation.ledger.facts import aware, club_zone
from participation.models import NOBODY, Actor, Participation

_BATCH = 20_000
_COLUMNS = (
    "id",
    "company_id",
    "person_id",
    "actor",
    "kind",
    "content_type_id",
    "object_id",
    "occurred_at",
    "occurred_on",
    "recorded_at",
    "source",
    "solicited_by_id",
    "idempotency_key",
)
_TABLE = Participation._meta.db_table


@dataclass(frozen=True, slots=True)
class Fact:
    """What `record()` is told, by ids. `answers` is the key of a fact of the club's side before."""

    kind: str
    company_id: int
    occurred_at: datetime
    key: str
    person_id: int | None = None
    subject_type: ContentType | None = None
    subject_id: int | None = None
    source: Source = Source.PORTAL
    answers: str = ""
    recorded_at: datetime | None = None


@transaction.atomic
def record_many(facts: Iterable[Fact]) -> int:
    """Record facts; those whose key stands already, or comes twice, count once.

    Returns how many were written. Raises LookupError for an unknown kind; ValueError for an answer
    to what is no fact of the club's side about the same company.
    """
    lock_ledger()
    _give_memory()
    first = _last_pk() + 1
    written = 0
    companies: set[int] = set()
    rows = _rows(facts, first)
    while batch := list(islice(rows, _BATCH)):
        _insert(batch)
        written += len(batch)
        companies.update(row[1] for row in batch)
    _settle_numbers()
    roll_up_from(first)
    mark_companies(sorted(companies))
    return written


def _give_memory() -> None:
    """Let SQLite hold the growing indexes in memory, for as long as the connection lives."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -300000")  # kB


def _last_pk() -> int:
    return Participation.objects.aggregate(last=models.Max("pk"))["last"] or 0


def _rows(facts: Iterable[Fact], first: int) -> Iterator[tuple[Any, ...]]:
    """The facts as rows of the table, in the order of `_COLUMNS`."""
    standing = Participation.objects.standing()
    asked = _Asked(standing)
    keys: set[str] = set(standing.values_list("idempotency_key", flat=True))
    actors, zone, now = _Actors(), club_zone(), clock.now()
    number, ops = first, connection.ops
    for fact in facts:
        if fact.key in keys:
            continue
        keys.add(fact.key)
        solicited_by = asked.number_for(fact)
        asked.note(fact, number)
        yield (
            number,
            fact.company_id,
            fact.person_id,
            actors.number_of(fact.person_id),
            fact.kind,
            fact.subject_type.pk if fact.subject_type else None,
            fact.subject_id,
            ops.adapt_datetimefield_value(aware(fact.occurred_at)),
            ops.adapt_datefield_value(fact.occurred_at.astimezone(zone).date()),
            ops.adapt_datetimefield_value(fact.recorded_at or now),
            str(Source(fact.source)),
            solicited_by,
            fact.key,
        )
        number += 1


class _Asked:
    """What the club did, by key: only that can be answered."""

    def __init__(self, standing: Any) -> None:
        rows = standing.of_side(Side.CLUB).values_list("idempotency_key", "pk", "company_id")
        self._known: dict[str, tuple[int, int]] = {key: (pk, of) for key, pk, of in rows}

    def note(self, fact: Fact, number: int) -> None:
        if get_kind(fact.kind).side == Side.CLUB:
            self._known[fact.key] = (number, fact.company_id)

    def number_for(self, fact: Fact) -> int | None:
        if not fact.answers:
            return None
        found = self._known.get(fact.answers)
        if found is None or found[1] != fact.company_id:
            raise ValueError(f"“{fact.key}” answers nothing that the club did at its company.")
        return found[0]


class _Actors:
    """The numbers of people, made where there are none."""

    def __init__(self) -> None:
        rows = Actor.objects.exclude(person=None).values_list("person_id", "pk")
        self._known: dict[int | None, int] = {None: NOBODY, **dict(rows)}

    def number_of(self, person_id: int | None) -> int:
        if person_id not in self._known:
            self._known[person_id] = Actor.objects.create(person_id=person_id).pk
        return self._known[person_id]


def _insert(rows: Sequence[tuple[Any, ...]]) -> None:
    columns = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {_TABLE} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(_COLUMNS))
            statement = f"INSERT INTO {_TABLE} ({columns}) VALUES ({marks})"  # noqa: S608
            cursor.executemany(statement, rows)


def _settle_numbers() -> None:
    """Let the next fact that is recorded get a number of its own."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Participation]):
            cursor.execute(statement)
