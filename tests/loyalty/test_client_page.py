"""One client: what the page shows, what it costs, and the facts behind it."""

from datetime import timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from club.lib import clock
from events.services import register
from loyalty.services import log_interaction
from members.models import Invitation, Profile
from tests.events.made import event, the_date
from tests.factories.accounts import audience, member
from tests.forum import made
from tests.loyalty.clients import history, invited, known, signal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
URL = "/portfolio/client-a/"


# --- The facts ------------------------------------------------------------------------------
def test_facts_name_what_they_are_about(client_for, manager, member_a):
    register(the_date(event(title="Line 9")), member_a, by=member_a)
    thread = made.thread(member_a, title="EDI labels")
    rows = client_for(manager).get(f"{URL}facts/").context["rows"]
    told = {row.what: row.about for row in rows}
    assert told["registered for an event"].title == "Line 9"
    assert told["registered for an event"].url.startswith("/events/line-9/?date=")
    assert [about.url for about in told.values() if about and about.title == "EDI labels"] == [
        f"{thread.get_absolute_url()}#p1"
    ]


def test_facts_about_what_is_not_there_any_more_stand_without_it(client_for, manager, member_a):
    page = event(title="Line 9")
    register(the_date(page), member_a, by=member_a)
    page.unpublish()
    (row,) = client_for(manager).get(f"{URL}facts/").context["rows"]
    assert (row.what, row.about) == ("registered for an event", None)


def test_facts_cost_the_same_for_many(client_for, manager, member_a, company_a):
    client, costs = client_for(manager), []
    for size in (1, 8):
        for number in range(size):
            person = member(company_a, email=f"p{size}-{number}@client-a.example")
            page = event(title=f"Evening {size} {number}", audience=audience("members"))
            register(the_date(page), person, by=person)
            made.thread(person, title=f"Talk {size} {number}")
        client.get(f"{URL}facts/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{URL}facts/")
        costs.append(len(queries))
    assert costs[0] == costs[1]


# --- Who is there ---------------------------------------------------------------------------
def test_members_stand_before_the_invited_and_those_before_the_known(
    client_for, manager, company_a, member_a
):
    member_a.first_name, member_a.last_name = "Zoe", "Zed"
    member_a.save()
    member(company_a, email="b@x.example", first_name="Bo", last_name="Abel")
    company_a.memberships.update(function="uses")
    later = invited(company_a, manager, "late@x.example", function="uses", last_name="Aa")
    first = invited(company_a, manager, "first@x.example", function="uses")
    Invitation.objects.filter(pk=first.pk).update(sent_at=later.sent_at - timedelta(days=3))
    known(company_a, "Yan Known")
    known(company_a, "Ada Known", job_title="Buyer")
    uses = next(g for g in sheet_of(client_for(manager)).groups if g.function == "uses")
    assert [row.name for row in uses.rows] == [
        "Bo Abel",
        "Zoe Zed",
        "first@x.example",
        "Aa",
        "Ada Known",
        "Yan Known",
    ]
    assert [row.is_here for row in uses.rows] == [True] * 2 + [False] * 4
    assert uses.rows[1].url == f"/members/{member_a.pk}/"
    assert (uses.rows[1].person.pk, uses.rows[1].person.initials) == (member_a.pk, "ZZ")
    assert (uses.rows[4].role, uses.rows[4].last) == ("Buyer", "known, not invited yet")


def test_a_member_has_a_face_and_the_last_act(client_for, manager, company_a, member_a):
    Profile.objects.update_or_create(person=member_a, defaults={"face": "faces/a.webp"})
    register(the_date(event(title="Line 9")), member_a, by=member_a)
    rows = [row for g in sheet_of(client_for(manager)).groups for row in g.rows if row.person]
    own = next(row for row in rows if row.person.pk == member_a.pk)
    assert own.last == "today, registered for an event"
    assert own.person.profile.face_url.startswith(f"/members/{member_a.pk}/face/?v=")


# --- The months -----------------------------------------------------------------------------
def test_months_stand_oldest_first_with_what_the_parts_were(client_for, manager, company_a):
    company_a.signals.all().delete()
    today = clock.today()
    for back, value, share in ((0, 6.0, 0.6), (100, 4.0, 0.4), (130, 2.0, 0.2), (800, 9.0, 0.9)):
        signal(company_a, value, day=today - timedelta(days=back), share=share, change=0.5)
    shown = sheet_of(client_for(manager))
    assert [value for _day, value in shown.points] == [2.0, 4.0, 6.0]
    part = next(part for part in shown.parts if part.name == "presence")
    assert (part.reached, part.possible, part.was) == (1.2, 2.0, 0.8)
    assert shown.direction == "up"


def test_client_without_signal_has_a_page(client_for, manager, company_a):
    company_a.signals.all().delete()
    shown = sheet_of(client_for(manager))
    assert (shown.signal, shown.points, shown.number) == (None, [], None)


# --- The form beside it ---------------------------------------------------------------------
@pytest.mark.parametrize("language", ["fr", "en"])
def test_form_in_the_dialog_asks_the_same_as_the_one_on_its_own_page(
    client_for, manager, member_a, language
):
    manager.language = language
    manager.save()
    client = client_for(manager)
    dialog, page = (fields_of(client.get(url)) for url in (URL, f"{URL}log/"))
    assert dialog == page
    assert len(dialog) > 10


def test_each_form_has_a_key_of_its_own(client_for, manager, company_a):
    client = client_for(manager)
    keys = [form_in(client.get(URL)).select_one("#id_key")["value"] for _n in range(2)]
    assert len({UUID(key) for key in keys} - {UUID(int=0)}) == 2


def form_in(answer):
    """The quick form of a page."""
    return BeautifulSoup(answer.content, "html.parser").select_one("#quick")


def fields_of(answer):
    """The fields of the quick form and what is written beside them, without the tokens."""
    soup = form_in(answer)
    for field in soup.select("input[type=hidden]"):
        field["value"] = ""
    tags = soup.select("input, select, option, legend, label, .form-text")
    return [(tag.name, dict(tag.attrs), tag.get_text(" ", strip=True)) for tag in tags]


def sheet_of(client):
    """What the page of the client shows."""
    return client.get(URL).context["sheet"]


# --- What it costs --------------------------------------------------------------------------
QUERIES = 9


@pytest.mark.parametrize("size", [1, 25])
def test_page_costs_the_same_for_many(
    client_for, manager, company_a, member_a, size, django_assert_num_queries
):
    for number in range(size):
        person = member(company_a, email=f"p{number}@client-a.example")
        known(company_a, f"Known N{number}")
        log_interaction(
            company_a,
            by=manager,
            kind="visit",
            happened_on=clock.today() - timedelta(days=number),
            person=person,
            refresh=False,
        )
    company_a.signals.all().delete()
    history(company_a, *[5.5] * min(size, 24), 6.0)
    client = client_for(manager)
    client.get(URL)
    with django_assert_num_queries(QUERIES):
        answer = client.get(URL)
    assert len(answer.content) <= 60_000
