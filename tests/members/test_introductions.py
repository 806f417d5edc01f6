"""Introductions: both agree before either sees the other's details; nobody learns who did not."""

from datetime import timedelta

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.enums import Role
from accounts.models import User
from accounts.services import change_company
from members.enums import IntroductionState
from members.models import Connection, Introduction
from members.services import (
    NotThere,
    Refused,
    accept_contact,
    answer_introduction,
    drop_rival,
    expire_introductions,
    hide_person,
    introduce,
    name_rival,
    request_contact,
    requests_left,
    update_profile,
)
from notifications.models import BellItem
from participation.models import Participation
from tests.factories.accounts import member

pytestmark = pytest.mark.django_db
LINES = {"line_to_one": "Béatrice moved to EDI last year.", "line_to_other": "Cyril has questions."}


@pytest.fixture
def known(outbox, member_a, member_b, member_c):
    """`member_a` is in contact with the two whom they will introduce to each other."""
    for person in (member_b, member_c):
        update_profile(person, by=person, phone=f"+33 {person.pk}", phone_visible_to="contacts")
        accept_contact(request_contact(person, by=member_a, why="EDI"), by=person)
    outbox()


def facts(kind):
    rows = Participation.objects.standing().filter(kind=kind)
    return sorted(rows.values_list("person__email", "company__slug"))


def bells(person):
    return list(BellItem.objects.unread().filter(person=person).values_list("verb", flat=True))


def receivers(mails):
    return sorted(mail["To"].addresses[0].addr_spec for mail in mails)


def told(mail):
    return mail.get_body(("plain",)).get_content()


# --- The journey ----------------------------------------------------------------------------
def test_details_are_seen_when_both_have_agreed_and_not_before(
    client_for, outbox, known, member_a, member_b, member_c
):
    by = client_for(member_a)
    path = f"/members/{member_c.pk}/introduce/"
    shown = by.get(path).content.decode()
    assert f"{member_b.full_name}, Bastide" in shown
    assert by.post(path, {"other": member_b.pk, **LINES}).status_code == 302
    row = Introduction.objects.get()
    mails = outbox()
    assert receivers(mails) == sorted([member_b.email, member_c.email])
    for mail in mails:
        own = member_c if member_c.email in mail["To"] else member_b
        other = member_b if own == member_c else member_c
        line = LINES["line_to_one"] if own == member_c else LINES["line_to_other"]
        assert line in told(mail)
        assert other.full_name in told(mail)
        assert f"+33 {other.pk}" not in told(mail)
        assert other.email not in told(mail)

    here = f"/me/introductions/{row.pk}/"
    first, second = client_for(member_b), client_for(member_c)
    before = second.get(here).content.decode()
    assert first.post(f"{here}agree/").status_code == 302
    assert second.get(here).content.decode().split("<main")[1].count("agreed") == before.split(
        "<main"
    )[1].count("agreed")
    assert f"+33 {member_c.pk}" not in first.get(f"/members/{member_c.pk}/").content.decode()
    assert outbox() == []
    assert second.post(f"{here}agree/").headers["Location"] == f"/members/{member_b.pk}/"
    assert f"+33 {member_c.pk}" in first.get(f"/members/{member_c.pk}/").content.decode()
    for mail in (mails := outbox()):
        other = member_b if member_c.email in mail["To"] else member_c
        assert f"+33 {other.pk}" in told(mail)
    assert receivers(mails) == sorted([member_b.email, member_c.email])
    row.refresh_from_db()
    assert (row.state, row.connection.is_accepted) == (IntroductionState.MADE, True)
    assert bells(member_a).count("members.introduction_news") == 1
    assert facts("members.introduced") == [(member_a.email, "client-a")]
    assert len(facts("members.connected")) == 6  # two of the fixture's contacts, and this one
    assert requests_left(member_c) == 5


@pytest.mark.parametrize("order", ["first", "second"])
def test_a_no_only_reads_as_not_come_about(
    client_for, outbox, known, member_b, member_c, member_a, order
):
    row = introduce(member_b, member_c, by=member_a, **LINES)
    outbox()
    here = f"/me/introductions/{row.pk}/"
    if order == "second":
        answer_introduction(row, by=member_c, agrees=True)
    client_for(member_b).post(f"{here}refuse/")
    assert receivers(outbox()) == ([member_c.email] if order == "second" else [])
    page = client_for(member_c).get(here).content.decode()
    assert "It did not come about." in page
    assert f"{here}agree/" not in page
    assert "did not come about" in client_for(member_a).get("/me/introductions/").content.decode()
    assert not Connection.objects.between(member_b.pk, member_c.pk).exists()
    assert facts("members.introduced") == []
    for person in (member_b, member_c):
        with pytest.raises(NotThere):
            answer_introduction(row, by=person, agrees=person == member_b)


def test_after_thirty_days_it_is_closed_and_who_agreed_is_told(
    outbox, known, clock_at, member_a, member_b, member_c
):
    begun = clock_at("2026-03-02T10:00:00+00:00")
    row = introduce(member_b, member_c, by=member_a, **LINES)
    answer_introduction(row, by=member_b, agrees=True)
    outbox()
    clock_at(begun + timedelta(days=30) - timedelta(seconds=1))
    assert expire_introductions() == 0
    clock_at(begun + timedelta(days=30))
    with pytest.raises(NotThere):
        answer_introduction(row, by=member_c, agrees=True)
    assert expire_introductions() == 1
    assert expire_introductions() == 0
    assert receivers(outbox()) == [member_b.email]
    assert bells(member_c) == []
    row.refresh_from_db()
    assert row.state == IntroductionState.FAILED


# --- Who may --------------------------------------------------------------------------------
def test_account_manager_introduces_to_the_own_portfolio_for_the_club(
    client_for, outbox, member_a, member_b, member_c, manager, manager2, organiser
):
    with pytest.raises(NotThere):
        introduce(member_a, member_b, by=manager, **LINES)
    with pytest.raises(NotThere):
        introduce(member_b, member_a, by=organiser, **LINES)
    introduce(member_b, member_a, by=manager, **LINES)
    assert "of the club’s team" in told(outbox()[0])
    assert facts("members.introduced_by_club") == [
        (member_a.email, "client-a"),
        (member_b.email, "client-b"),
    ]
    shown = client_for(manager2).get(f"/members/{member_c.pk}/introduce/").content.decode()
    assert f'value="{member_b.pk}"' in shown
    assert f'value="{member_a.pk}"' not in shown
    assert client_for(organiser).get(f"/members/{member_c.pk}/introduce/").status_code == 404


@pytest.fixture
def apart(company_a, company_b, manager, member_a, member_b):
    """Client A named client B; B and its account manager know nothing of it."""
    return name_rival(company_a, company_b, by=manager)


APART = "would rather not meet"
PAIR = "Atelier Aubrac named Bastide &amp; Fils as a competitor"


def test_team_is_told_before_it_introduces_competitors(
    client_for, outbox, apart, manager, member_a, member_b, member_c
):
    client, path = client_for(manager), f"/members/{member_b.pk}/introduce/"
    asked = client.post(path, {"other": member_a.pk, **LINES})
    told = asked.content.decode()
    assert (asked.status_code, APART in told, PAIR in told) == (422, True, True)
    assert LINES["line_to_other"] in told
    assert Introduction.objects.count() == 0
    # Said of one pair, it is said of no other; of a pair that is not apart nothing is asked.
    wrong = client.post(path, {"other": member_a.pk, "apart": member_c.pk, **LINES})
    assert wrong.status_code == 422
    assert client.post(path, {"other": member_c.pk, **LINES}).status_code == 302
    again = {"other": member_a.pk, "apart": member_a.pk, **LINES}
    assert client.post(path, again).status_code == 302
    assert receivers(outbox()) == sorted(p.email for p in (member_a, member_b, member_b, member_c))


def test_pair_is_named_to_those_who_read_the_list_only(
    client_for, apart, manager2, allinone, company_b, member_a, member_b
):
    path = f"/members/{member_a.pk}/introduce/"
    told = client_for(manager2).post(path, {"other": member_b.pk, **LINES}).content.decode()
    assert (APART in told, PAIR in told, "Ask Marc Maurel first" in told) == (True, False, True)
    change_company(company_b, account_manager=allinone)
    told = client_for(allinone).post(path, {"other": member_b.pk, **LINES}).content.decode()
    assert (APART in told, PAIR in told, "first: nobody" in told) == (True, True, False)


@pytest.mark.parametrize("who", ["member_c", "colleague_c"])
def test_member_who_introduces_learns_of_no_list(
    request, client_for, outbox, apart, manager, company_c, member_a, member_b, member_c, who
):
    """The answer is the same with the list and without, and takes as many queries."""
    member(company_c, Role.CORRESPONDENT, email="colleague@client-c.example")
    by = User.objects.get(email=f"{who.replace('_c', '')}@client-c.example")
    for person in (member_a, member_b):
        accept_contact(request_contact(person, by=by, why="EDI"), by=person)
    client, answers = client_for(by), []
    for _listed in (True, False):
        with CaptureQueriesContext(database) as queries:
            answer = client.post(
                f"/members/{member_b.pk}/introduce/", {"other": member_a.pk, **LINES}
            )
        answers.append((answer.status_code, answer.headers["Location"], len(queries)))
        page = client.get("/me/introductions/").content.decode()
        assert APART not in page
        assert Introduction.objects.count() == 1
        Introduction.objects.all().delete()
        drop_rival(apart.company, apart.rival_id, by=manager)
    assert answers[0] == answers[1]
    assert answers[0][0] == 302


@pytest.mark.parametrize(
    "who", ["colleague_a", "manager", "organiser", "suspended_b", "outsider", "stranger"]
)
def test_nobody_but_the_three_finds_it(
    request, client_for, known, member_a, member_b, member_c, who
):
    row = introduce(member_b, member_c, by=member_a, **LINES)
    reader = request.getfixturevalue(who)
    client, here = client_for(reader), f"/me/introductions/{row.pk}/"
    assert client.get(here).status_code == 404
    for act in ("agree", "refuse"):
        assert client.post(f"{here}{act}/").status_code == 404
    listed = client.get("/me/introductions/")
    assert LINES["line_to_one"] not in listed.content.decode()
    assert member_b.full_name not in listed.content.decode()
    assert client_for(member_a).post(f"{here}agree/").status_code == 404
    row.refresh_from_db()
    assert row.state == IntroductionState.OPEN


def test_members_introduce_their_contacts_only_and_each_pair_once(
    known, member_a, member_b, member_c
):
    other = member(member_c.memberships.get().company, last_name="Inconnu")
    for one, two in ((member_b, other), (other, member_b), (member_b, member_b)):
        with pytest.raises(NotThere):
            introduce(one, two, by=member_a, **LINES)
    introduce(member_b, member_c, by=member_a, **LINES)
    with translation.override("en"), pytest.raises(Refused, match="already"):
        introduce(member_c, member_b, by=member_a, **LINES)
    assert Introduction.objects.count() == 1


def test_who_hides_is_introduced_to_nobody_who_may_not_see_them(
    known, member_a, member_b, member_c
):
    hide_person(member_b, by=member_b)
    with translation.override("en"), pytest.raises(Refused, match="does not want to be found"):
        introduce(member_b, member_c, by=member_a, **LINES)


def test_sixth_introduction_of_a_day_is_refused(known, clock_at, member_a, member_b, company_c):
    begun = clock_at("2026-03-02T10:00:00+00:00")
    people = [member(company_c, last_name=f"Ami{n}") for n in range(6)]
    for number, person in enumerate(people):
        clock_at(begun + timedelta(days=number))
        accept_contact(request_contact(person, by=member_a, why="x"), by=person)
    for person in people[:5]:
        introduce(member_b, person, by=member_a, **LINES)
    with translation.override("en"), pytest.raises(Refused, match="limit"):
        introduce(member_b, people[5], by=member_a, **LINES)
    clock_at(begun + timedelta(days=7))
    introduce(member_b, people[5], by=member_a, **LINES)


def test_list_costs_the_same_for_few_and_for_many(client_for, known, member_a, member_b, member_c):
    client = client_for(member_a)
    for size in (1, 3):
        while Introduction.objects.count() < size:
            row = introduce(member_b, member_c, by=member_a, **LINES)
            Introduction.objects.filter(pk=row.pk).update(state="failed")
        with CaptureQueriesContext(database) as queries:
            page = client.get("/me/introductions/")
        assert len(page.context["made"]) == size
        assert len(queries) == 5, size
