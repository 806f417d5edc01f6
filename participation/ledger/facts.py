"""Recording and retracting a fact, both inside the caller's transaction.

A fact stands or falls with the change that it tells of, so both refuse to run outside
`transaction.atomic()`.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.db.models import (
    BigAutoField,
    BigIntegerField,
    CharField,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from accounts.models import ClubSettings, Company, User
from accounts.registry import PersonValue
from club.lib import clock
from club.lib.prepared import Param, Prepared
from participation.enums import Side, Source
from participation.kinds import get_kind
from participation.ledger.buckets import add_fact, take_back
from participation.models import NOBODY, Actor, Participation

#: How often an insert is tried while others record and retract the same fact.
_ATTEMPTS = 3


def record(
    kind: str,
    *,
    company: Company | int,
    person: User | None = None,
    subject: Model | None = None,
    occurred_at: datetime | None = None,
    source: Source | str = Source.PORTAL,
    solicited_by: Participation | None = None,
    idempotency_key: str = "",
) -> Participation:
    """Write a fact, or return the one that stands already under the same key.

    `company` may be given by its id.

    The key is `idempotency_key`, else built from kind, person (without one, company) and subject.
    `occurred_at` is now unless given. `solicited_by` is the fact of the club's side, about the same
    company, that this one answers.

    Raises LookupError for an unknown kind; ValueError for a naive time, for a fact without subject
    and key, or for a `solicited_by` that is not the club's or is another company's; and
    TransactionManagementError outside a transaction.
    """
    _require_transaction()
    get_kind(kind)
    company_id = company if isinstance(company, int) else company.pk
    _check_solicitation(solicited_by, company_id)
    moment = aware(occurred_at)
    actor, zone = _actor_and_zone(person)
    fact = Participation(
        company_id=company_id,
        person=person,
        actor=actor,
        kind=kind,
        occurred_at=moment,
        occurred_on=moment.astimezone(zone).date(),
        recorded_at=clock.now(),
        source=Source(source),
        solicited_by=solicited_by,
        idempotency_key=idempotency_key or build_key(kind, company_id, person, subject),
        **_subject_fields(subject),
    )
    return _insert_once(fact)


def retract(
    kind: str,
    *,
    person: User | None = None,
    company: Company | None = None,
    subject: Model | None = None,
    by: User | None = None,
    idempotency_key: str = "",
) -> int:
    """Void every standing fact that matches all that is given; returns how many there were.

    Raises LookupError for an unknown kind, ValueError when neither subject nor key says which fact
    is meant, or neither person, company nor key whose; TransactionManagementError outside a
    transaction.
    """
    _require_transaction()
    get_kind(kind)
    if subject is None and not idempotency_key:
        raise ValueError("Say which fact to retract: give its subject or its key.")
    if person is None and company is None and not idempotency_key:
        raise ValueError("Say whose fact to retract: give the person or the company.")
    facts = Participation.objects.standing().of_kind(kind)
    if person is not None:
        facts = facts.of_person(person)
    if company is not None:
        facts = facts.of_company(company)
    if subject is not None:
        facts = facts.about(subject)
    if idempotency_key:
        facts = facts.filter(idempotency_key=idempotency_key)
    # Held until the end: of two who retract the same fact, the second finds it voided.
    held = list(facts.select_for_update().order_by("pk"))
    if held:
        Participation.objects.filter(pk__in=[f.pk for f in held]).void(at=clock.now(), by=by)
        take_back(held)
    return len(held)


def build_key(kind: str, company_id: int, person: User | None, subject: Model | None) -> str:
    """The key of a fact for which none was given.

    Raises ValueError without a subject: two calls to the same company are two facts, and only the
    caller can tell them apart.
    """
    if subject is None:
        raise ValueError("A fact without a subject needs an idempotency key.")
    actor = f"person {person.pk}" if person is not None else f"company {company_id}"
    return f"{kind} | {actor} | {subject._meta.label_lower} {subject.pk}"


def _insert_once(fact: Participation, attempts: int = _ATTEMPTS) -> Participation:
    """Insert `fact` unless one with its key stands.

    The database decides: whoever comes second waits for the first, then finds its row. A retraction
    in between frees the key again, hence the few attempts.
    """
    try:
        with transaction.atomic():
            fact.save(force_insert=True)
            add_fact(fact)
    except IntegrityError:
        facts = Participation.objects.standing()
        standing: Participation | None = facts.filter(idempotency_key=fact.idempotency_key).first()
        if standing is not None:
            return standing
        if attempts == 1:
            raise
        return _insert_once(fact, attempts - 1)
    return fact


def _actor_and_zone(person: User | None) -> tuple[int, ZoneInfo]:
    """The number that stands for the person in buckets, and the zone whose days count here."""
    if person is None:
        return NOBODY, club_zone()
    known = person.read_along
    if ACTOR.name in known:
        rows = [(known[ACTOR.name], known[ZONE.name])] if known[ACTOR.name] else []
    else:
        rows = _actors(person=person.pk)
    if not rows:  # the first fact; of two at once, the second finds the first one's number
        Actor.objects.bulk_create([Actor(person=person)], ignore_conflicts=True)
        rows = _actors(person=person.pk)
    actor, zone = rows[0]
    return actor, ZoneInfo(zone) if zone else club_zone()


@Prepared
def _actors() -> "QuerySet[Any, Any]":
    rows = Actor.objects.filter(person=Param("person", BigAutoField()))
    return rows.values_list("pk", _zone())


def _zone() -> Subquery:
    return Subquery(ClubSettings.objects.values("time_zone")[:1])


#: A person's number is theirs for ever, so it may be as old as the request.
ACTOR = PersonValue(
    "participation.actor",
    10,
    BigIntegerField(),
    lambda: Subquery(Actor.objects.filter(person=OuterRef("pk")).values("pk")),
)
ZONE = PersonValue("participation.zone", 20, CharField(), _zone)


def club_zone() -> ZoneInfo:
    """The zone of the club: a fact belongs to the day that its clocks show."""
    return ZoneInfo(str(ClubSettings.load().time_zone))


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "A fact is recorded inside the transaction of the change that it tells of."
        )


def _check_solicitation(solicited_by: Participation | None, company_id: int) -> None:
    if solicited_by is None:
        return
    if solicited_by.meaning.side != Side.CLUB:
        raise ValueError("Only what the club did can solicit an answer.")
    if solicited_by.company_id != company_id:
        raise ValueError("An answer belongs to the company that was solicited.")


def aware(moment: datetime | None) -> datetime:
    """The instant, or now. Raises ValueError for a naive one."""
    if moment is None:
        return clock.now()
    if timezone.is_naive(moment):
        raise ValueError("A fact happens at an aware instant.")
    return moment


def _subject_fields(subject: Model | None) -> dict[str, Any]:
    if subject is None:
        return {}
    return {
        "content_type": ContentType.objects.get_for_model(subject),
        "object_id": subject.pk,
    }
