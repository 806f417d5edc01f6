"""The signal from the database is the one of SIGNAL.md, reckoned fact by fact in plain Python."""

from datetime import date, timedelta

import pytest
from django.db.models import Max

from loyalty.models import FrozenPriors, Signal
from loyalty.services import rebuild_history, refresh_all, refresh_company
from loyalty.services.measuring import measure
from loyalty.services.priors import current_version, freeze_priors
from participation.ledger import rebuild_buckets
from participation.models import LedgerMark
from tests.loyalty import reference
from tests.loyalty.made import company_with, facts_of, live, noon

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 17)
NEAR = pytest.approx


def club(clock_at, seed):
    """Companies of several sizes with histories, on a stopped day."""
    clock_at(noon(TODAY))
    companies = [company_with(people) for people in (0, 1, 2, 3, 7)]
    for place, company in enumerate(companies[1:]):
        live(company, TODAY, seed * 10 + place, acts=20 + 15 * place)
    return companies


@pytest.mark.parametrize("seed", range(3))
def test_measures_are_those_of_the_reference(seed, clock_at, grid):
    companies = club(clock_at, seed)
    measured = {m.company_id: m for m in measure(TODAY, grid)}
    for company in companies:
        facts = facts_of(company)
        alone = measure(TODAY, grid, [company.pk])
        for found in (measured[company.pk], *alone):
            check(found, facts, grid)
        assert len(alone) == 1


def check(found, facts, grid):
    """Compare what the database summed, for one company, with the reference."""
    then = TODAY - timedelta(days=90)
    for acts, day, halvings in (
        (found.now, TODAY, 1),
        (found.then, then, 1),
        (found.fast, TODAY, 4),
    ):
        by_person = reference.strengths(facts, day, grid, halvings=halvings)
        for dimension, strength in acts.strengths.items():
            wanted = sum((2 * s) ** 0.5 for (_a, d), s in by_person.items() if d == dimension)
            assert strength == NEAR(wanted, rel=1e-12, abs=1e-12)
        assert acts.total == NEAR(sum(by_person.values()), rel=1e-12, abs=1e-12)
        answers = reference.responses(facts, day, grid, halvings)
        assert (acts.answered, acts.asked) == NEAR(answers, rel=1e-12, abs=1e-12)
    faded = reference.strengths(facts, TODAY, grid, upto=then)
    for dimension, strength in found.faded.items():
        wanted = sum((2 * s) ** 0.5 for (_a, d), s in faded.items() if d == dimension)
        assert strength == NEAR(wanted, rel=1e-12, abs=1e-12)
    assert found.n_eff == NEAR(reference.n_eff(facts, TODAY, grid), abs=1e-9)
    assert found.has_been_sure == reference.has_been_sure(facts, TODAY, grid)


@pytest.mark.parametrize("seed", range(2))
def test_signal_is_that_of_the_reference(seed, clock_at, grid):
    companies = club(clock_at, seed)
    seen, rate = reference.observed([facts_of(company) for company in companies], TODAY, grid)
    row = freeze_priors(TODAY, current_version())
    assert set(row.observed) == seen
    assert row.response_rate == NEAR(rate, abs=1e-12)
    refresh_all()
    signals = {signal.company_id: signal for signal in Signal.objects.all()}
    assert set(signals) == {company.pk for company in companies}
    for company in companies[2:]:
        signal, facts = signals[company.pk], facts_of(company)
        wanted, parts = reference.value(facts, TODAY, signal.contacts, grid, seen, rate)
        assert signal.value == NEAR(wanted, abs=1e-9)
        kept = {part["dimension"]: part["points"] for part in signal.contributions}
        assert kept == {d: NEAR(p, abs=1e-9) for d, p in parts.items()}
        assert sum(kept.values()) - signal.friction_points == NEAR(signal.value, abs=1e-9)
        possible = sum(part["possible"] for part in signal.contributions)
        assert possible == NEAR(10, abs=1e-9)
        then = TODAY - timedelta(days=90)
        before, _parts = reference.value(facts, then, signal.contacts, grid, seen, rate)
        assert signal.change == NEAR(signal.value - before, abs=1e-9)
        assert sum(signal.causes.values()) == NEAR(signal.change, abs=1e-9)
        fast, _parts = reference.value(facts, TODAY, signal.contacts, grid, seen, rate, halvings=4)
        assert signal.value_fast == NEAR(fast, abs=1e-9)
    for company in companies[:2]:
        assert signals[company.pk].value is None
        assert signals[company.pk].contributions == []


def kept():
    """Every signal, rounded as SIGNAL.md compares them."""
    rows = {}
    for signal in Signal.objects.all():
        numbers = [signal.value, signal.value_fast, signal.change, signal.confidence]
        rows[signal.company_id, signal.day] = (
            signal.state,
            signal.letter,
            [None if n is None else round(n, 6) for n in numbers],
            [(p["dimension"], round(p["points"], 6)) for p in signal.contributions],
            {name: round(points, 6) for name, points in signal.causes.items()},
        )
    return rows


def test_kept_fact_by_fact_equals_rebuilt(clock_at, grid):
    companies = club(clock_at, 7)
    rebuild_history(6)
    for place, company in enumerate(companies[1:]):
        live(company, TODAY, 900 + place, acts=12, days=150)
        refresh_company(company.pk)
    one_by_one = kept()
    assert not LedgerMark.objects.filter(company__in=companies).exists()
    rebuild_buckets()
    rebuild_history(6)
    assert kept() == one_by_one
    assert len({day for _company, day in one_by_one}) == 7
    assert FrozenPriors.objects.count() == 7


def test_facts_to_come_do_not_count_yet(clock_at, grid):
    clock_at(noon(TODAY))
    company = company_with(3)
    live(company, TODAY + timedelta(days=400), 4, acts=20, days=300)
    signal = refresh_company(company.pk)
    assert signal.n_eff == 0
    assert {part["points"] for part in signal.contributions} <= {0.0} or not signal.contributions
    assert signal.value == 0
    assert Signal.objects.aggregate(last=Max("day"))["last"] == TODAY
