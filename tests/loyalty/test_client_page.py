"""One client: what the page shows, what it costs, and the facts behind it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from club.lib import clock
from events.services import register
from loyalty.services import log_interaction
from tests.events.made import event, the_date
from tests.factories.accounts import audience, member
from tests.forum import made
from tests.loyalty.clients import history, known

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


# --- What it costs --------------------------------------------------------------------------
QUERIES = 13


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
