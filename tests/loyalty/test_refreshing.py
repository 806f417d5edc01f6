"""Signals follow the facts within a second, and the portfolio each night."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from accounts.services import (
    end_company,
    end_membership,
    resume_membership,
    start_membership,
    suspend_membership,
)
from club.lib import clock
from loyalty import tasks
from loyalty.enums import SignalState
from loyalty.models import FrozenPriors, Signal, SignalVersion
from loyalty.services import (
    close_day,
    rebuild_history,
    refresh_all,
    refresh_company,
    refresh_marked,
)
from loyalty.services.priors import current_version
from loyalty.services.refreshing import _upsert
from notifications.services.schedule import run_due
from participation.ledger import retract
from participation.models import LedgerMark
from tests.factories.accounts import CompanyFactory, UserFactory
from tests.loyalty.made import act, company_with, live, noon, people_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 17)
#: Version, zone twice, priors twice, four sums, complaints, the rows inside a savepoint.
QUERIES_OF_ALL = 13
LINKS = import_module("loyalty.migrations.0003_weights_of_meetings_and_introductions")


@pytest.fixture(autouse=True)
def stopped(clock_at):
    clock_at(noon(TODAY))


def today_of(company):
    return Signal.objects.get(company=company, day=TODAY)


def points(company):
    return {p["dimension"]: p["points"] for p in today_of(company).contributions}


def settle():
    """What the clock and the worker do until nothing is marked."""
    while refresh_marked():
        pass


def test_clock_brings_a_company_up_to_date_after_its_act():
    company = company_with(3)
    live(company, TODAY, 1)
    settle()
    before = today_of(company)
    act(company, "relation.recommended", TODAY, person=people_of(company)[0])
    assert "loyalty.refresh" in run_due()
    assert points(company)["advocacy"] > 0
    assert today_of(company).computed_at >= before.computed_at
    assert not LedgerMark.objects.exists()


def test_many_companies_go_to_the_worker_once():
    companies = [company_with(0) for _n in range(tasks._AT_ONCE + 1)]
    for company in companies:
        act(company, "forum.posted", TODAY)
    for _second in range(3):
        assert tasks.refresh_what_changed() == 0
    assert DBTaskResult.objects.filter(task_path=tasks.catch_up.module_path).count() == 1
    assert tasks.catch_up.func() >= len(companies)
    assert Signal.objects.filter(day=TODAY).count() == len(companies)
    assert tasks.refresh_what_changed() == 0


def test_day_is_closed_once():
    company = company_with(2)
    assert tasks.begin_the_day()
    assert not tasks.begin_the_day()  # it waits for the worker
    assert close_day()
    assert not close_day()
    assert not tasks.begin_the_day()
    assert today_of(company).state == SignalState.NOT_YET
    assert FrozenPriors.objects.count() == 1


def test_only_month_ends_and_the_last_day_are_kept(clock_at):
    company = company_with(3)
    live(company, TODAY, 2)
    rebuild_history(3)
    for days in (1, 2, 14, 15):  # 31 May is day 14
        clock_at(noon(TODAY + timedelta(days=days)))
        close_day()
    kept = list(
        Signal.objects.filter(company=company).order_by("day").values_list("day", flat=True)
    )
    ends = [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]
    assert kept == [*ends, date(2026, 6, 1)]


def test_late_fact_corrects_the_month_ends_since():
    company = company_with(3)
    live(company, TODAY, 3)
    rebuild_history(4)
    kept = {signal.day: signal for signal in Signal.objects.filter(company=company)}
    act(company, "relation.informed", date(2026, 3, 10), person=people_of(company)[0])
    refresh_company(company.pk)
    for signal in Signal.objects.filter(company=company):
        is_later = signal.day >= date(2026, 3, 10)
        assert (signal.value != kept[signal.day].value) == is_later, signal.day


def test_who_began_later_is_kept():
    company = company_with(3)
    live(company, TODAY, 4)
    refresh_company(company.pk)
    signal = today_of(company)
    late, early = signal.computed_at + timedelta(seconds=2), signal.computed_at
    for started, value in ((late, 7.0), (early, 3.0)):
        signal.computed_at, signal.value = started, value
        _upsert([signal])
    assert today_of(company).value == 7.0


def test_first_fact_of_a_dimension_counts_at_once_and_for_all():
    one, other = company_with(3), company_with(3)
    for company in (one, other):
        live(company, TODAY, 5)
    settle()
    assert "links" not in points(one)
    act(one, "members.connected", TODAY, person=people_of(one)[0])
    refresh_company(one.pk)
    assert points(one)["links"] > 0
    assert set(LedgerMark.objects.values_list("company_id", flat=True)) == {one.pk, other.pk}
    settle()
    assert points(other)["links"] == 0
    assert sum(points(other).values()) < 10


def test_meetings_and_introductions_count_among_the_links_from_the_day_they_have_a_weight():
    before, one = current_version(), company_with(3)
    people = people_of(one)
    unweighed = {k: v for k, v in before.kinds.items() if k not in LINKS.ADDED}
    same = ("weights", "solicitations", "kappas", "parameters")
    facts = {name: getattr(before, name) for name in same}
    SignalVersion.objects.create(**facts, kinds=unweighed, reason="As it was.")
    live(one, TODAY, 6)
    act(one, "members.connected", TODAY - timedelta(days=80), person=people[0])
    act(one, "members.meeting_agreed", TODAY - timedelta(days=70), person=people[1])
    settle()
    as_it_was = points(one)["links"]

    for _twice in range(2):
        LINKS.add_version(apps, None)
        assert current_version().pk == before.pk + 2
    settle()
    assert current_version().kinds == before.kinds
    met = points(one)["links"]
    assert met > as_it_was
    rows = Signal.objects.filter(company=one)
    assert rows.count() > 2
    assert set(rows.values_list("version", flat=True)) == {current_version().pk}

    act(one, "members.introduced", TODAY, person=people[2], key="brought")
    settle()
    assert met < points(one)["links"] < before.weights["links"]
    with transaction.atomic():
        retract("members.introduced", idempotency_key="brought")
    settle()
    assert points(one)["links"] == pytest.approx(met)


def test_people_who_come_and_leave_change_what_may_be_shown():
    company = company_with(2)
    live(company, TODAY, 6, acts=60)
    settle()
    assert today_of(company).state == SignalState.RATED
    first, second = company.memberships.order_by("pk")
    suspend_membership(second)
    settle()
    found = today_of(company)
    assert (found.state, found.value, found.contributions) == (SignalState.ONE_PERSON, None, [])
    resume_membership(second)
    settle()
    assert today_of(company).state == SignalState.RATED
    end_membership(first)
    settle()
    assert today_of(company).value is None
    start_membership(UserFactory.create(), company)
    settle()
    assert today_of(company).value is not None


@pytest.mark.parametrize("people", [0, 1, 4])
def test_company_without_any_fact_is_not_rated_and_breaks_nothing(people):
    old = company_with(people)
    new = CompanyFactory.create()
    refresh_all()
    for company in (old, new):
        signal = today_of(company)
        assert signal.state == SignalState.NOT_YET
        assert (signal.value, signal.confidence) == (
            (0.0 if people > 1 and company == old else None),
            0.0,
        )
        assert signal.contacts == max(1, people if company == old else 0)


def test_former_client_gets_no_new_signal():
    company = company_with(3)
    live(company, TODAY, 7)
    settle()
    end_company(company)
    Signal.objects.all().delete()
    settle()
    refresh_all()
    assert refresh_company(company.pk) is None
    assert not Signal.objects.exists()
    assert not LedgerMark.objects.exists()


def test_new_version_values_the_past_anew(director):
    company = company_with(4)
    live(company, TODAY, 8, acts=60)
    rebuild_history(3)
    old = {signal.day: signal.value for signal in Signal.objects.all()}
    first = SignalVersion.objects.get()
    second = SignalVersion.objects.create(
        weights={**first.weights, "presence": 5.0},
        kinds=first.kinds,
        solicitations=first.solicitations,
        kappas=first.kappas,
        parameters=first.parameters,
        author=director,
        reason="Presence counts more.",
    )
    rebuild_history(3)
    assert {signal.version_id for signal in Signal.objects.all()} == {second.pk}
    new = {signal.day: signal.value for signal in Signal.objects.all()}
    assert set(new) == set(old)
    assert all(new[day] != old[day] for day in new)
    with pytest.raises(TypeError):
        first.save()
    with pytest.raises(TypeError):
        first.delete()


def test_statements_do_not_grow_with_companies(django_assert_num_queries):
    for size in range(2):
        live(company_with(2), TODAY, 20 + size, acts=60)
        settle()
        with django_assert_num_queries(QUERIES_OF_ALL):
            refresh_all()


def test_clock_is_the_clubs(clock_at):
    """At 23:30 in Paris it is still the same day, though UTC counts one less hour."""
    company = company_with(2)
    clock_at("2026-05-17T22:30:00+00:00")  # 00:30 on the 18th in Paris
    refresh_company(company.pk)
    assert Signal.objects.get(company=company).day == date(2026, 5, 18)
    assert clock.now().day == 17
