"""Asking for contact, answering, taking back, ending; at most five a day, once in ninety days."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts import services as accounts
from accounts.services import start_membership
from members.enums import ConnectionState
from members.models import Connection
from members.services import (
    NotThere,
    Refused,
    accept_contact,
    decline_contact,
    hide_person,
    rebuild_directory,
    request_contact,
    show_person,
    update_profile,
    withdraw_request,
)
from notifications.models import BellItem
from participation.models import Participation
from tests.factories.accounts import CompanyFactory, member

pytestmark = pytest.mark.django_db
WHY = "We moved 212 suppliers to EDI; happy to compare notes."
DAYS = timedelta(days=1)


def page(client, person):
    return client.get(f"/members/{person.pk}/").content.decode()


def sent_by(person):
    return Connection.objects.filter(asked_by=person)


def facts():
    return sorted(
        Participation.objects.standing()
        .filter(kind="members.connected")
        .values_list("person__email", "company__slug")
    )


# --- The journey ----------------------------------------------------------------------------
def test_accepted_request_shows_each_what_the_other_agreed_to(
    client_for, outbox, member_a, member_b
):
    update_profile(member_a, by=member_a, phone="+33 1", phone_visible_to="contacts")
    update_profile(
        member_b, by=member_b, email_visible_to="nobody", phone="+33 2", phone_visible_to="contacts"
    )
    asking, asked = client_for(member_a), client_for(member_b)
    assert "Ask for contact" in page(asking, member_b)
    asking.post(f"/members/{member_b.pk}/ask/", {"why": f"  {WHY}\n"})
    row = Connection.objects.get()
    assert (row.why, row.state) == (WHY, ConnectionState.ASKED)
    [mail] = outbox()
    assert member_b.email in mail["To"]
    text = mail.get_body(("plain",)).get_content()
    assert WHY in text
    assert f"/me/contacts/{row.pk}/" in text
    assert "request sent" in page(asking, member_b)
    assert member_a.email not in page(asked, member_a)

    shown = asked.get(f"/me/contacts/{row.pk}/")
    assert shown.status_code == 200
    assert WHY in shown.content.decode()
    row.refresh_from_db()
    assert row.is_open
    asked.post(f"/me/contacts/{row.pk}/accept/")
    assert member_a.email in page(asked, member_a)
    assert "+33 1" in page(asked, member_a)
    assert member_b.email not in page(asking, member_b)
    assert "+33 2" in page(asking, member_b)
    [mail] = outbox()
    assert member_a.email in mail["To"]
    assert "+33 2" in mail.get_body(("plain",)).get_content()
    assert facts() == [(member_a.email, "client-a"), (member_b.email, "client-b")]


def test_declined_request_reads_as_sent_for_ninety_days(
    client_for, outbox, clock_at, member_a, member_b
):
    begun = clock_at("2026-03-02T10:00:00+00:00")
    asking = client_for(member_a)
    row = request_contact(member_b, by=member_a, why=WHY)
    outbox()
    before = page(asking, member_b)
    open_list = asking.get("/me/contacts/").content.decode()
    client_for(member_b).post(f"/me/contacts/{row.pk}/decline/")
    assert outbox() == []
    assert _plain(page(asking, member_b)) == _plain(before)
    assert _plain(asking.get("/me/contacts/").content.decode()) == _plain(open_list)
    assert member_b.email not in before
    assert "asks you for contact" not in page(client_for(member_b), member_a)

    clock_at(begun + 89 * DAYS)
    assert request_contact(member_b, by=member_a, why=WHY).pk == row.pk
    assert "request sent" in page(client_for(member_a), member_b)
    clock_at(begun + 90 * DAYS + timedelta(seconds=1))
    assert "Ask for contact" in page(client_for(member_a), member_b)
    again = request_contact(member_b, by=member_a, why="Again")
    assert again.pk != row.pk
    assert sent_by(member_a).count() == 2
    assert len(outbox()) == 1
    assert facts() == []


def _plain(html):
    """A page without what differs from one request to the next."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", html)


def test_who_was_declined_can_be_asked_by_who_declined(member_a, member_b):
    decline_contact(request_contact(member_b, by=member_a, why=WHY), by=member_b)
    row = request_contact(member_a, by=member_b, why="I changed my mind")
    assert (row.asked_by, row.asked, row.is_open) == (member_b, member_a, True)
    assert request_contact(member_b, by=member_a, why=WHY).is_accepted


@pytest.mark.parametrize("declined", [False, True])
def test_taken_back_request_waits_alike_whatever_the_answer_was(
    clock_at, outbox, member_a, member_b, declined
):
    begun = clock_at("2026-03-02T10:00:00+00:00")
    row = request_contact(member_b, by=member_a, why=WHY)
    if declined:
        decline_contact(row, by=member_b)
    clock_at(begun + 10 * DAYS)
    withdraw_request(row, by=member_a)
    with translation.override("en"), pytest.raises(Refused) as refusal:
        request_contact(member_b, by=member_a, why=WHY)
    assert refusal.value.messages == [
        "You can ask Béatrice Bastide again from Wednesday 10 June 2026 on."
    ]
    assert outbox() == []
    clock_at(begun + 100 * DAYS + timedelta(seconds=1))
    assert request_contact(member_b, by=member_a, why=WHY).is_open


def test_unanswered_request_can_be_sent_anew_after_ninety_days(clock_at, member_a, member_b):
    begun = clock_at("2026-03-02T10:00:00+00:00")
    row = request_contact(member_b, by=member_a, why=WHY)
    clock_at(begun + 91 * DAYS)
    anew = request_contact(member_b, by=member_a, why="Again")
    row.refresh_from_db()
    assert (row.state, anew.state) == (ConnectionState.WITHDRAWN, ConnectionState.ASKED)


def test_bell_rings_for_the_request_and_for_the_answer(client_for, member_a, member_b):
    def bell(person):
        return client_for(person).get("/me/bell/").content.decode()

    row = request_contact(member_b, by=member_a, why=WHY)
    assert "Agathe Aubrac asks you for contact" in bell(member_b)
    accept_contact(row, by=member_b)
    assert "asks you for contact" not in bell(member_b)
    assert BellItem.objects.unread().get().person == member_a
    assert "Béatrice Bastide accepted your request" in bell(member_a)
    accounts.suspend_membership(member_b.memberships.get())
    assert "Bastide" not in bell(member_a)


# --- Limits ---------------------------------------------------------------------------------
def test_sixth_request_of_a_day_is_refused_and_the_line_stays(client_for, clock_at, member_a):
    begun = clock_at("2026-03-02T10:00:00+00:00")
    others = [member(CompanyFactory.create(), last_name=f"Autre{n}") for n in range(6)]
    client = client_for(member_a)
    for person in others[:5]:
        assert client.post(f"/members/{person.pk}/ask/", {"why": WHY}).status_code == 302
    withdraw_request(sent_by(member_a).first(), by=member_a)
    response = client.post(f"/members/{others[5].pk}/ask/", {"why": "Mot à garder"})
    assert response.status_code == 422
    text = response.content.decode()
    assert "You have sent 5 requests in the last 24 hours, which is the limit." in text
    assert "Mot à garder" in text
    assert sent_by(member_a).count() == 5
    clock_at(begun + DAYS)
    assert (
        client_for(member_a).post(f"/members/{others[5].pk}/ask/", {"why": WHY}).status_code == 302
    )


@pytest.mark.parametrize("why", ["", "   \n", "x" * 201, "\0"])
def test_line_that_does_not_fit_is_refused_and_kept(client_for, member_a, member_b, why):
    response = client_for(member_a).post(f"/members/{member_b.pk}/ask/", {"why": why})
    assert response.status_code == 422
    assert response.context["form"].errors["why"]
    assert why.strip("\0 \n") in response.content.decode()
    assert not Connection.objects.exists()
    with pytest.raises(ValidationError):
        request_contact(member_b, by=member_a, why=why)


def test_names_of_any_script_and_length_are_shown(client_for, outbox, member_a, company_b):
    odd = member(company_b, first_name="م" * 80, last_name="🦉" * 80)
    row = request_contact(odd, by=member_a, why="שלום 👋 " + "ع" * 100)
    assert row.why in client_for(odd).get(f"/me/contacts/{row.pk}/").content.decode()
    assert odd.full_name in client_for(member_a).get("/me/contacts/").content.decode()
    assert len(outbox()) == 1


# --- Who ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "who", ["organiser", "manager", "administrator", "suspended_b", "outsider"]
)
def test_who_is_not_in_the_directory_is_asked_like_whom_there_is_not(
    request, client_for, member_a, who
):
    client = client_for(member_a)
    missing = client.post("/members/987654/ask/", {"why": WHY})
    person = request.getfixturevalue(who)
    response = client.post(f"/members/{person.pk}/ask/", {"why": WHY})
    assert (response.status_code, len(response.content)) == (404, len(missing.content))
    with pytest.raises(NotThere):
        request_contact(person, by=member_a, why=WHY)
    assert not Connection.objects.exists()


def test_departed_hidden_and_oneself_cannot_be_asked(client_for, member_a, member_b, member_c):
    accounts.end_membership(member_b.memberships.get())
    hide_person(member_c, by=member_c)
    for person in (member_b, member_c, member_a):
        assert client_for(member_a).post(
            f"/members/{person.pk}/ask/", {"why": WHY}
        ).status_code == (404)
    assert not Connection.objects.exists()


@pytest.mark.parametrize(
    "who", ["organiser", "administrator", "suspended_b", "outsider", "stranger"]
)
def test_nobody_but_members_has_contacts(request, client_for, member_a, member_b, who):
    row = request_contact(member_b, by=member_a, why=WHY)
    client = client_for(request.getfixturevalue(who))
    assert client.get("/me/contacts/").status_code == 404
    assert client.get(f"/me/contacts/{row.pk}/").status_code == 404
    assert client.post(f"/members/{member_b.pk}/ask/", {"why": WHY}).status_code == 404
    for act in ("accept", "decline", "withdraw", "remove"):
        assert client.post(f"/me/contacts/{row.pk}/{act}/").status_code == 404
    row.refresh_from_db()
    assert row.is_open


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("member_a", {"withdraw"}),
        ("member_b", {"accept", "decline"}),
        ("colleague_a", set()),
        ("member_c", set()),
    ],
)
def test_each_act_is_for_one_of_the_two(request, client_for, member_a, member_b, who, may):
    client = client_for(request.getfixturevalue(who))
    for act in ("accept", "decline", "withdraw", "remove"):
        Connection.objects.all().delete()
        row = request_contact(member_b, by=member_a, why=WHY)
        assert client.get(f"/me/contacts/{row.pk}/{act}/").status_code == 405
        status = client.post(f"/me/contacts/{row.pk}/{act}/").status_code
        assert status == (302 if act in may else 404), act


def test_suspended_asker_leaves_nothing_to_answer(client_for, outbox, member_a, member_b):
    row = request_contact(member_b, by=member_a, why=WHY)
    accounts.suspend_membership(member_a.memberships.get())
    assert outbox() == []
    client = client_for(member_b)
    assert client.get(f"/me/contacts/{row.pk}/").status_code == 404
    assert client.post(f"/me/contacts/{row.pk}/accept/").status_code == 404
    assert client.get("/me/contacts/").context["received"] == []


# --- After ----------------------------------------------------------------------------------
def in_contact(one, other):
    return accept_contact(request_contact(other, by=one, why=WHY), by=other)


def test_removed_contact_ends_what_was_shown_and_waits(client_for, clock_at, member_a, member_b):
    begun = clock_at("2026-03-02T10:00:00+00:00")
    row = in_contact(member_a, member_b)
    client_for(member_b).post(f"/me/contacts/{row.pk}/remove/")
    assert member_b.email not in page(client_for(member_a), member_b)
    assert member_a.email not in page(client_for(member_b), member_a)
    with pytest.raises(Refused):
        request_contact(member_b, by=member_a, why=WHY)
    assert in_contact(member_b, member_a).is_accepted
    assert len(facts()) == 2
    clock_at(begun + 91 * DAYS)
    assert len(facts()) == 2


def test_accepting_twice_changes_nothing(outbox, member_a, member_b):
    row = in_contact(member_a, member_b)
    again = accept_contact(row, by=member_b)
    assert again.accepted_at == row.accepted_at
    assert len(outbox()) == 1  # the request was answered before its mail left
    assert len(facts()) == 2


def test_colleagues_may_be_contacts_and_leave_no_fact(client_for, member_a, colleague_a):
    in_contact(member_a, colleague_a)
    assert colleague_a.email in page(client_for(member_a), colleague_a)
    assert facts() == []


def test_contact_ends_when_somebody_changes_company(client_for, member_a, member_b, company_c):
    in_contact(member_a, member_b)
    start_membership(member_b, company_c)
    assert member_b.email not in page(client_for(member_a), member_b)
    assert request_contact(member_b, by=member_a, why=WHY).is_open


# --- The list -------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 12])
def test_list_costs_the_same_for_many(client_for, member_a, count):
    for number in range(count):
        others = [member(CompanyFactory.create(), last_name=f"N{number}{n}") for n in range(3)]
        in_contact(others[0], member_a)
        request_contact(member_a, by=others[1], why=WHY)
        if number < 5:
            request_contact(others[2], by=member_a, why=WHY)
    rebuild_directory()
    client = client_for(member_a)
    client.get("/me/contacts/")
    with CaptureQueriesContext(database) as queries:
        shown = client.get("/me/contacts/")
    assert len(shown.context["contacts"]) == len(shown.context["received"]) == count
    assert len(shown.context["sent"]) == min(count, 5)
    # the six of every page; the number of contacts, their rows, the requests, who is behind them
    assert len(queries) == 9


@pytest.mark.parametrize("count", [1, 12])
def test_page_of_another_costs_the_same_for_many_colleagues(client_for, member_a, company_b, count):
    people = [member(company_b, last_name=f"Collègue{n}") for n in range(count + 1)]
    rebuild_directory()
    client = client_for(member_a)
    url = f"/members/{people[0].pk}/"
    client.get(url)
    with CaptureQueriesContext(database) as queries:
        client.get(url)
    # the six of every page; the person, how the two stand, today's requests, the colleagues,
    # and what events and discussions add
    assert len(queries) == 13


# --- Hiding ---------------------------------------------------------------------------------
def test_who_hides_is_reached_by_whom_they_asked_until_the_answer(
    request, client_for, member_a, member_b, member_c
):
    row = request_contact(member_c, by=member_a, why=WHY)
    client_for(member_a).post("/me/hide/")
    expected = {
        "member_a": 200,
        "member_c": 200,
        "member_b": 404,
        "organiser": 404,
    }
    url = f"/members/{member_a.pk}/"
    for who, status in expected.items():
        client = client_for(request.getfixturevalue(who))
        assert client.get(url).status_code == status, who
        if status == 404:
            missing = client.get("/members/987654/").content.decode()
            missing = missing.replace("987654", str(member_a.pk))
            assert _plain(client.get(url).content.decode()) == _plain(missing)
    decline_contact(row, by=member_c)
    assert client_for(member_c).get(url).status_code == 404


def test_who_hides_is_in_no_list_search_or_count(client_for, member_a, colleague_a, member_b):
    in_contact(member_a, member_b)
    update_profile(member_a, by=member_a, can_help_with="Thulium")
    rebuild_directory()
    hide_person(member_a, by=member_a)
    client = client_for(member_b)
    listed = client.get("/members/")
    assert [sight.person for sight in listed.context["people"]] == [colleague_a, member_b]
    assert listed.context["page"].paginator.count == 2
    for path in (
        "/members/?q=agathe",
        "/members/?helps=thulium",
        "/members/topics/?q=thulium",
        "/search/?q=agathe",
        "/companies/client-a/",
    ):
        text = client.get(path).content.decode()
        assert "Aubrac</a>" not in text
        assert f"/members/{member_a.pk}/" not in text.replace("/members/topics/", "")
        assert "Thulium" not in text
    companies = client.get("/companies/").context["companies"]
    assert {row["company"].slug: row["company"].people_count for row in companies} == {
        "client-a": 1,
        "client-b": 1,
    }
    show_person(member_a, by=member_a)
    assert len(client.get("/members/").context["people"]) == 3


def test_own_pages_say_that_one_is_hidden(client_for, member_a):
    client = client_for(member_a)
    assert "You are hidden since" not in client.get("/me/").content.decode()
    client.post("/me/hide/")
    assert "You are hidden since" in client.get("/me/").content.decode()
    assert "You are hidden" in page(client, member_a)
    client.post("/me/show/")
    assert "You are hidden" not in page(client, member_a)


def test_company_of_hidden_people_is_there_for_them_alone(client_for, member_a, member_b):
    hide_person(member_b, by=member_b)
    assert client_for(member_a).get("/companies/client-b/").status_code == 404
    assert client_for(member_b).get("/companies/client-b/").status_code == 200


@pytest.mark.parametrize("who", ["organiser", "suspended_b", "stranger"])
def test_hiding_is_for_members(request, client_for, who):
    client = client_for(request.getfixturevalue(who))
    assert [client.post(f"/me/{act}/").status_code for act in ("hide", "show")] == [404, 404]
