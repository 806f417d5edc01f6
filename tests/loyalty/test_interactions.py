"""What an account manager logs: once, with its facts, seen at once in the signal."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission

from accounts.audience import viewer_for
from accounts.models import Company, User
from loyalty import services
from loyalty.enums import Friction, InteractionKind, LookedAt, Outcome
from loyalty.models import Interaction, Look, Signal
from loyalty.querysets import portfolio_q
from loyalty.rules import can_judge, has_desk
from loyalty.services import (
    Refused,
    change_interaction,
    close_complaint,
    log_interaction,
    log_look,
    undo_interaction,
)
from members.services import apply_retention
from participation.models import Bucket, LedgerMark, Participation
from tests.loyalty.made import company_with, noon, people_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 17)


@pytest.fixture(autouse=True)
def stopped(clock_at):
    clock_at(noon(TODAY))


@pytest.fixture
def client(manager):
    """A client of `manager` with three people."""
    return company_with(3, account_manager=manager)


def log(client, by, kind=InteractionKind.CALL, day=TODAY, **given):
    return log_interaction(client, by=by, kind=kind, happened_on=day, **given)


def facts():
    """Standing facts: kind, and the kind that each answers."""
    rows = Participation.objects.standing().values_list("kind", "solicited_by__kind")
    return sorted(rows, key=str)


# --- Facts ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "outcome", "left"),
    [
        ("call", "", [("relation.called", None)]),
        ("call", "not_answered", [("relation.called", None)]),
        (
            "call",
            "answered",
            [("relation.call_answered", "relation.called"), ("relation.called", None)],
        ),
        ("visit", "", [("relation.visited", None)]),
        ("complaint", "", [("relation.complained", None)]),
        ("information", "", [("relation.informed", None)]),
        ("recommendation", "", [("relation.recommended", None)]),
    ],
)
def test_each_leaves_its_facts(kind, outcome, left, client, manager):
    day = TODAY - timedelta(days=3)
    person = people_of(client)[0]
    row = log(client, manager, kind, day, outcome=outcome, person=person, note=" as agreed ")
    assert facts() == left
    for fact in Participation.objects.all():
        assert (fact.company, fact.person, fact.subject) == (client, person, row)
        assert (fact.occurred_on, fact.source) == (day, "manager")
    assert (row.note, row.by, row.outcome) == ("as agreed", manager, outcome)


def test_signal_shows_it_at_once(client, manager):
    log(client, manager, "call", TODAY - timedelta(days=80), outcome="answered")
    log(client, manager, "information", TODAY - timedelta(days=70))
    before = Signal.objects.get(day=TODAY)
    log(client, manager, "information", person=people_of(client)[0])
    after = Signal.objects.get(day=TODAY)
    points = {p["dimension"]: p["points"] for p in before.contributions}
    more = {p["dimension"]: p["points"] for p in after.contributions}
    assert more["contribution"] > points["contribution"] + 0.1
    assert after.value > before.value
    assert not LedgerMark.objects.filter(company=client).exists()


def test_double_click_logs_once(client, manager, director):
    rows = [log(client, manager, note="first", submission_key="form 1") for _n in range(2)]
    assert rows[0] == rows[1]
    assert Interaction.objects.count() == 1
    assert facts() == [("relation.called", None)]
    log(client, manager, submission_key="form 2")
    log(client, director, submission_key="form 1")  # another person's form
    log(client, manager)
    log(client, manager)
    assert Interaction.objects.count() == 5


# --- Refused --------------------------------------------------------------------------------
def test_only_who_judges_the_client_logs(
    client, manager, manager2, director, administrator, organiser, allinone, member_a, suspended_b
):
    mine = log(client, manager, "complaint")
    for by in (manager2, administrator, organiser, member_a, suspended_b, people_of(client)[0]):
        for write in (
            lambda by=by: log(client, by),
            lambda by=by: change_interaction(mine, by=by, note="no"),
            lambda by=by: undo_interaction(mine, by=by),
            lambda by=by: close_complaint(mine, by=by),
        ):
            with pytest.raises(Refused):
                write()
    assert Interaction.objects.get() == mine
    log(client, director)
    log(client, allinone)
    assert Interaction.objects.count() == 3


@pytest.mark.parametrize(
    "given",
    [
        {"day": TODAY + timedelta(days=1)},
        {"day": date(1999, 12, 31)},
        {"kind": "visit", "outcome": "answered"},
        {"note": "n" * 2001},
        {"note": "a\0b"},
        {"note": "a\ud800b"},
        {"person": "stranger"},
    ],
)
def test_what_cannot_have_happened_is_refused_with_a_sentence(given, client, manager, member_b):
    if given.get("person"):
        given = {"person": member_b}
    with pytest.raises(Refused) as refused:
        log(client, manager, **given)
    assert refused.value.messages[0].endswith(".")
    assert not Interaction.objects.exists()
    assert not Participation.objects.exists()


def test_person_who_has_left_can_be_named(client, manager):
    membership = client.memberships.first()
    membership.ended_on = TODAY - timedelta(days=9)
    membership.save()
    assert log(client, manager, person=membership.person).person == membership.person


# --- Corrections ----------------------------------------------------------------------------
def test_change_takes_the_facts_along(client, manager):
    row = log(client, manager, "call", outcome="answered", submission_key="k")
    day = TODAY - timedelta(days=40)
    changed = change_interaction(row, by=manager, outcome="not_answered", happened_on=day)
    assert facts() == [("relation.called", None)]
    assert Participation.objects.standing().get().occurred_on == day
    assert Participation.objects.count() == 3
    changed = change_interaction(changed, by=manager, kind="visit", outcome="")
    assert facts() == [("relation.visited", None)]
    with pytest.raises(Refused):
        change_interaction(changed, by=manager, happened_on=TODAY + timedelta(days=2))
    assert facts() == [("relation.visited", None)]
    with pytest.raises(TypeError):
        change_interaction(changed, by=manager, company=client)
    changed.refresh_from_db()
    assert (changed.kind, changed.happened_on) == (InteractionKind.VISIT, day)


def test_undo_takes_everything_back(client, manager):
    before = services.refresh_company(client.pk)
    row = log(client, manager, "call", outcome="answered")
    undone = undo_interaction(row, by=manager)
    assert undone.undone_at is not None
    assert undo_interaction(row, by=manager).undone_at == undone.undone_at
    assert facts() == []
    assert not Bucket.objects.exists()
    assert not Interaction.objects.standing().exists()
    after = Signal.objects.get(day=TODAY)
    assert (after.n_eff, after.state) == (before.n_eff, before.state)
    with pytest.raises(Refused):
        change_interaction(row, by=manager, note="again")


# --- Complaints -----------------------------------------------------------------------------
def drags(client):
    signal = Signal.objects.get(company=client, day=TODAY)
    return signal.friction_points, [drag["kind"] for drag in signal.friction]


@pytest.mark.parametrize(
    ("age", "about_manager", "taken"),
    [
        (0, False, (0.5, [Friction.COMPLAINT])),
        (15, False, (0.5, [Friction.COMPLAINT])),
        (16, False, (1.0, [Friction.OLD_COMPLAINT])),
        (16, True, (1.5, [Friction.OLD_COMPLAINT, Friction.ABOUT_MANAGER])),
    ],
)
def test_open_complaint_weighs(age, about_manager, taken, client, manager):
    day = TODAY - timedelta(days=age)
    log(client, manager, "complaint", day, is_about_manager=about_manager)
    assert drags(client) == taken


def test_only_a_satisfied_client_gives_the_points_back(client, manager):
    row = log(client, manager, "complaint", TODAY - timedelta(days=30))
    close_complaint(row, by=manager, on=TODAY - timedelta(days=2))
    assert drags(client) == (0.5, [Friction.COMPLAINT])
    closed = close_complaint(row, by=manager, is_satisfied=True)
    assert (closed.closed_on, closed.satisfied_on) == (TODAY - timedelta(days=2), TODAY)
    assert drags(client) == (0.0, [])
    again = close_complaint(row, by=manager, on=TODAY - timedelta(days=5))
    assert (again.closed_on, again.satisfied_on) == (closed.closed_on, closed.satisfied_on)


def test_refused_closings(client, manager):
    row = log(client, manager, "complaint", TODAY - timedelta(days=3))
    for on in (TODAY - timedelta(days=4), TODAY + timedelta(days=1)):
        with pytest.raises(Refused):
            close_complaint(row, by=manager, on=on)
    with pytest.raises(Refused):
        close_complaint(log(client, manager), by=manager)
    undo_interaction(row, by=manager)
    with pytest.raises(Refused):
        close_complaint(row, by=manager)


def test_decision_maker_who_left_weighs_until_another_has_come(client, manager):
    one, other, _third = client.memberships.order_by("pk")
    client.memberships.update(function="uses")
    one.function, one.ended_on = "decides", TODAY - timedelta(days=20)
    one.save()
    services.refresh_company(client.pk)
    assert drags(client) == (0.5, [Friction.DECIDER_LEFT])
    client.memberships.filter(pk=other.pk).update(function="decides")
    services.refresh_company(client.pk)
    assert drags(client) == (0.0, [])


# --- Who may see ----------------------------------------------------------------------------
@pytest.fixture
def cast(
    manager,
    manager2,
    director,
    administrator,
    organiser,
    allinone,
    member_a,
    colleague_a,
    member_b,
    suspended_b,
    outsider,
):
    return {name: person for name, person in locals().items() if isinstance(person, User)}


def test_one_rule_says_who_sees_what(cast, company_a, company_b, company_c, manager, manager2):
    for company in (company_a, company_b, company_c):
        log(company, company.account_manager, "call")
    wanted = {
        "manager": {company_a, company_c},
        "manager2": {company_b},
        "director": {company_a, company_b, company_c},
        "allinone": {company_a, company_b, company_c},
    }
    permissions = Permission.objects.all()
    for name, person in cast.items():
        person.user_permissions.set(permissions)  # the role decides, not a permission
        viewer, theirs = viewer_for(person), wanted.get(name, set())
        assert {row.company for row in Interaction.objects.visible_to(viewer)} == theirs, name
        assert {row.company for row in Signal.objects.visible_to(viewer)} == theirs, name
        assert set(Company.objects.filter(portfolio_q(viewer, ""))) == theirs, name
        assert {c for c in (company_a, company_b, company_c) if can_judge(viewer, c)} == theirs
        assert has_desk(viewer) == (name in wanted)


def test_account_manager_without_the_role_sees_nothing(company_a, outsider, organiser):
    for person in (outsider, organiser):
        company_a.account_manager = person
        company_a.save()
        viewer = viewer_for(person)
        assert not can_judge(viewer, company_a)
        assert not Company.objects.filter(portfolio_q(viewer, "")).exists()


def test_looks_are_written_once_and_kept_a_year(company_a, director, clock_at):
    viewer = viewer_for(director)
    look = log_look(viewer, page=LookedAt.CLIENT, company=company_a)
    assert (look.viewer, look.company, look.page) == (director, company_a, LookedAt.CLIENT)
    for refused in (
        look.save,
        look.delete,
        Look.objects.all().delete,
        lambda: Look.objects.update(company=None),
    ):
        with pytest.raises(TypeError):
            refused()
    clock_at(noon(TODAY + timedelta(days=300)))
    log_look(viewer, page=LookedAt.PORTFOLIO)
    clock_at(noon(TODAY + timedelta(days=366)))
    assert apply_retention().counts["looks"] == 1
    assert [row.page for row in Look.objects.all()] == [LookedAt.PORTFOLIO]


def test_outcome_of_a_call_is_a_closed_list(client, manager):
    with pytest.raises(ValueError, match="is not a valid"):
        log(client, manager, outcome="maybe")
    assert set(Outcome.values) == {"answered", "not_answered"}
