"""Histories for the tests of the signal."""

import random
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from participation.enums import Side
from participation.kinds import Kind, get_kind, kinds, register_kind
from participation.ledger import record, retract
from participation.models import Participation
from tests.factories.accounts import CompanyFactory, MembershipFactory, UserFactory

CLIENT_KINDS = (
    "event.registered",
    "event.attended",
    "event.declined",
    "members.accepted",
    "forum.posted",
    "relation.informed",
    "relation.recommended",
    "relation.call_answered",
)
LINKS = ("members.connected", "members.meeting_agreed", "members.introduced")
CLUB_KINDS = ("event.invited", "relation.called")


def know_all_kinds():
    """Register the kinds that apps above or beside would bring."""
    for name in (*CLIENT_KINDS, *CLUB_KINDS, *LINKS, "forum.answer_accepted"):
        side = Side.CLUB if name in CLUB_KINDS else Side.CLIENT
        if name not in kinds:
            register_kind(Kind(name=name, side=side, label=name))
        assert get_kind(name).side == side


def noon(day):
    return datetime.combine(day, time(11), UTC)


def company_with(people, *, since=date(2024, 1, 8), created=None, **facts):
    """A client with so many members, for a long time."""
    created = created or noon(since)
    company = CompanyFactory.create(created_at=created, **facts)
    for _n in range(people):
        MembershipFactory.create(person=UserFactory.create(), company=company, started_on=since)
    return company


def people_of(company):
    return [membership.person for membership in company.memberships.order_by("pk")]


def act(company, kind, day, *, person=None, key="", answers=None):
    """Record one fact."""
    with transaction.atomic():
        return record(
            kind,
            company=company,
            person=person,
            occurred_at=noon(day),
            solicited_by=answers,
            idempotency_key=key or f"{company.pk} {kind} {person and person.pk} {day}",
        )


def live(company, day, seed, acts=40, days=300):
    """A seeded history that ends around `day`: acts, questions, answers, and some taken back."""
    chance = random.Random(seed)
    people, asked, keys = [*people_of(company), None], [], []
    for number in range(acts):
        person = chance.choice(people)
        on = day - timedelta(days=chance.randrange(-5, days))
        key = f"{company.pk} {seed} {number}"
        roll = chance.random()
        if roll < 0.25:
            kind = chance.choice(CLUB_KINDS)
            asked.append(act(company, kind, on, person=person, key=key))
        elif roll < 0.45 and asked:
            question = chance.choice(asked)
            later = question.occurred_on + timedelta(days=chance.randrange(40))
            kind = chance.choice(["event.registered", "event.declined", "relation.call_answered"])
            act(company, kind, later, person=person, key=key, answers=question)
        else:
            kind = chance.choice(CLIENT_KINDS)
            act(company, kind, on, person=person, key=key)
        keys.append((kind, key))
        if roll > 0.93:
            with transaction.atomic():
                kind, key = chance.choice(keys)
                retract(kind, idempotency_key=key)


def facts_of(company):
    """The standing facts of a company as the reference reads them."""
    return [
        {
            "actor": fact.actor,
            "kind": fact.kind,
            "on": fact.occurred_on,
            "key": fact.pk,
            "answers": fact.solicited_by_id,
        }
        for fact in Participation.objects.standing().of_company(company)
    ]
