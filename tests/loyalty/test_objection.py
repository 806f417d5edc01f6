"""Who objects leaves the signal, the size of the company, and the account manager's view."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Membership
from club.lib import clock
from loyalty.models import Signal
from loyalty.services import rebuild_history, refresh_all
from loyalty.services.measuring import measure
from members.services import erase_person
from participation.ledger import end_objection, object_to_use
from participation.models import Bucket, LedgerMark, Participation
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.loyalty.made import act, company_with, live, noon, people_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 17)


@pytest.fixture(autouse=True)
def stopped(clock_at):
    clock_at(noon(TODAY))


def with_a_busy_colleague(company):
    """One more member, who decides, was asked, answered, acted and asked for a call."""
    person = UserFactory.create()
    MembershipFactory.create(person=person, company=company, started_on=TODAY - timedelta(days=500))
    for days in (3, 40, 75, 130, 260):
        day = TODAY - timedelta(days=days)
        act(company, "event.attended", day, person=person)
        asked = act(company, "event.invited", day, person=person)
        act(company, "event.registered", day, person=person, answers=asked)
        act(company, "relation.recommended", day, person=person)
    act(company, "event.invited", TODAY - timedelta(days=50), person=person, key="unanswered")
    call = act(company, "relation.called", TODAY - timedelta(days=20), key="call")
    act(company, "relation.call_answered", TODAY - timedelta(days=20), person=person, answers=call)
    return person


def measured(company, grid):
    """What the formulae get, at today and at an earlier day, without whose it is."""
    found = []
    for day in (TODAY, TODAY - timedelta(days=37)):
        (row,) = measure(day, grid, [company.pk])
        facts = dict(vars(row))
        facts.pop("company_id")
        found.append({name: rounded(value) for name, value in facts.items()})
    return found


def rounded(value):
    """Sums without what the order of their parts leaves in the last digits."""
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    return rounded(vars(value)) if hasattr(value, "__dict__") else value


def test_objection_leaves_what_there_would_be_without_the_person(grid):
    objected, without = company_with(3), company_with(3)
    live(objected, TODAY, 5)
    live(without, TODAY, 5)
    person = with_a_busy_colleague(objected)
    before = measured(objected, grid)
    assert before != measured(without, grid)
    object_to_use(person, by=person)
    assert measured(objected, grid) == measured(without, grid)
    end_objection(person, by=person)
    assert measured(objected, grid) == before


def test_signals_past_and_present_are_made_anew_before_the_answer_goes_out():
    company = company_with(3)
    live(company, TODAY, 5)
    person = with_a_busy_colleague(company)
    rebuild_history(months=4)
    before = dict(Signal.objects.filter(company=company).values_list("day", "value"))
    facts, counts = Participation.objects.count(), Bucket.objects.count()
    object_to_use(person, by=person)
    kept = list(Signal.objects.filter(company=company).order_by("day").values("day", "value"))
    assert not LedgerMark.objects.exists()
    assert (Participation.objects.count(), Bucket.objects.count()) == (facts, counts)
    refresh_all()
    again = list(Signal.objects.filter(company=company).order_by("day").values("day", "value"))
    assert kept == again
    now = {row["day"]: row["value"] for row in kept}
    assert len(before) == 5
    assert all(before[day] > now[day] for day in before)


def test_one_colleague_left_to_judge_has_no_number():
    company = company_with(1)
    live(company, TODAY, 7)
    person = with_a_busy_colleague(company)
    refresh_all()
    assert Signal.objects.get(company=company, day=TODAY).state != "one_person"
    object_to_use(person, by=person)
    row = Signal.objects.get(company=company, day=TODAY)
    assert (row.state, row.value, row.contributions) == ("one_person", None, [])


def test_account_manager_reads_no_act_of_who_objects(client_for, company_a, member_a, manager):
    act(company_a, "event.attended", TODAY, person=member_a)
    act(company_a, "forum.posted", TODAY, key="company")
    desk = client_for(manager, HTTP_ACCEPT_LANGUAGE="en")
    page = reverse("loyalty:client", args=[company_a.slug])
    facts = reverse("loyalty:facts", args=[company_a.slug])
    assert b"came to an event" in desk.get(page).content
    assert member_a.full_name.encode() in desk.get(facts).content
    object_to_use(member_a, by=member_a)
    shown = desk.get(page).content.decode()
    assert "came to an event" not in shown
    assert "their activity is not shown, as they asked" in shown
    listed = desk.get(facts).content.decode()
    assert member_a.full_name not in listed
    assert "came to an event" not in listed
    assert "wrote in a discussion" in listed
    assert Membership.objects.active().filter(person=member_a).exists()
    assert clock.today() == TODAY


def test_who_was_erased_still_counts_as_a_contact_for_a_year(grid):
    company = company_with(3)
    live(company, TODAY, 5)
    before = measured(company, grid)
    erase_person(people_of(company)[0], by=None)
    after = measured(company, grid)
    assert [row.pop("active") for row in before] == [3, 3]
    assert [row.pop("active") for row in after] == [2, 2]
    for row in (*before, *after):
        row.pop("active_then")
    assert after == before
