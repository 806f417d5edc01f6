"""The list of events: what each viewer finds, how it is filtered, and what it costs."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from club.lib import clock
from events.models import EventDate
from events.services import cancel_date, register
from tests.events.made import crowd, draft, event, gold_only, plan, the_date
from tests.factories.accounts import audience, tier

pytestmark = pytest.mark.django_db
LIST = "/events/"

#: SELECT, INSERT, UPDATE and DELETE of a member's request, session and viewer included.
LIST_QUERIES, PAGE_QUERIES, REGISTER_QUERIES = 9, 8, 12


def titles(client, query="") -> list[str]:
    html = client.get(f"{LIST}{query}").content.decode()
    return re.findall(r'<h3><a class="cover" href="[^"]+">([^<]+)</a></h3>', html)


@pytest.fixture
def programme(clock_at):
    """Something of everything."""
    clock_at("2026-11-20T12:00:00+00:00")
    with clock.at(clock.now() - timedelta(days=90)):
        event(plan(30), title="Past visit", event_type="visit")
    gold = event(plan(10), title="Gold preview", audience=gold_only())
    open_to_all = event(plan(5, seats=2), plan(50), title="Open dinner", event_type="dinner")
    off = event(plan(20), title="Cancelled breakfast", event_type="breakfast")
    cancel_date(the_date(off), by=None)
    draft(plan(7), title="Draft")
    event(plan(8), title="Team only", audience=audience("staff"))
    return {"gold": gold, "open": open_to_all, "off": off}


def test_each_finds_what_is_theirs(client_for, programme, member_a, member_c, organiser, outsider):
    both = ["Open dinner", "Cancelled breakfast", "Open dinner"]
    assert titles(client_for(member_c)) == both
    assert titles(client_for(member_a)) == ["Open dinner", "Gold preview", *both[1:]]
    assert titles(client_for(organiser)) == [
        "Open dinner",
        "Team only",
        "Gold preview",
        *both[1:],
    ]
    for person in (None, outsider):
        assert client_for(person).get(LIST).status_code == 404


def test_lists_are_filtered(client_for, programme, member_a):
    client = client_for(member_a)
    first = programme["open"].dates.first()
    register(first, member_a, by=member_a)
    assert titles(client, "?show=mine") == ["Open dinner"]
    assert titles(client, "?show=past") == ["Past visit"]
    assert titles(client, "?type=dinner") == ["Open dinner", "Open dinner"]
    assert titles(client, "?type=webinar") == []
    everything = titles(client)
    for nonsense in (
        *("?type=x", "?show=x", "?page=x", "?page=-1", "?page=99", "?type=%00&show=%00"),
        *("?place=x", "?free=x", "?from=x", "?from=2026-13", "?from=1999-01", "?from=%00"),
    ):
        assert titles(client, nonsense) == everything


def chips(client, query="") -> list[str]:
    """The filters that are offered, and those that are on."""
    html = client.get(f"{LIST}{query}").content.decode()
    found = re.findall(
        r'<a class="chip"\s+href="([^"]*)"(\s+aria-current="true")?>\s*([^<]+)', html
    )
    return [f"{'*' if on else ''}{words.strip()}" for _href, on, words in found]


def test_places_fit_what_is_both_and_filters_combine(client_for, clock_at, member_a):
    clock_at("2026-11-20T12:00:00+00:00")
    event(plan(1), title="Here", event_type="dinner")
    event(plan(2), title="There", format="online", place_name="", event_type="webinar")
    event(plan(3), title="Both", format="hybrid", event_type="dinner")
    client = client_for(member_a)
    assert titles(client, "?place=on_site") == ["Here", "Both"]
    assert titles(client, "?place=online") == ["There", "Both"]
    assert titles(client, "?place=online&type=dinner") == ["Both"]
    assert chips(client) == ["Free seats", "On site", "Online", "Webinar", "Dinner"]
    assert chips(client, "?place=online&type=dinner") == [
        *("Free seats", "On site", "*Online", "Webinar", "*Dinner")
    ]
    assert chips(client, "?place=on_site") == ["Free seats", "*On site", "Online"]


def test_free_seats_are_those_that_one_can_still_take(client_for, programme, member_a, member_b):
    dinner = programme["open"].dates.first()
    for person in (member_a, member_b):
        register(dinner, person, by=person)
    client = client_for(member_a)
    free = ["Gold preview", "Open dinner"]
    assert titles(client, "?free=1") == free
    register(the_date(programme["gold"]), member_a, by=member_a)
    assert titles(client, "?free=1") == free[1:]
    assert titles(client, "?free=1&type=breakfast") == []
    assert "No seat left to take here" in client.get(f"{LIST}?free=1&type=visit").content.decode()
    assert titles(client, "?free=1&show=past") == ["Past visit"]


def test_free_seats_are_those_that_can_be_asked_for_now(client_for, clock_at, member_a, member_b):
    now = clock_at("2026-11-20T12:00:00+00:00")
    later = {"opens_at": now + timedelta(hours=30), "early_tier": tier("gold")}
    event(plan(2), title="Early for gold", early_hours=48, **later)
    event(plan(3), title="Later for all", early_hours=24, **later)
    event(plan(1), title="Closed", closes_hours=48)
    kept = event(plan(4, seats=2), title="Kept for the club")
    EventDate.objects.filter(page=kept).update(kept_seats=2)
    event(plan(5), title="Open")
    assert titles(client_for(member_a), "?free=1") == ["Early for gold", "Open"]
    assert titles(client_for(member_b), "?free=1") == ["Open"]
    assert cost(client_for(member_a), f"{LIST}?free=1") <= LIST_QUERIES + 1


def strip(client, query="") -> list[str]:
    """The months to jump to: their words, where they lead, and which one is on."""
    html = client.get(f"{LIST}{query}").content.decode()
    (nav,) = re.findall(r'<nav class="ev-months".*?</nav>', html, re.DOTALL) or [""]
    found = re.findall(r'<a href="([^"]*)"( aria-current="true")?>(.*?)</a>', nav, re.DOTALL)
    return [
        f"{'*' if on else ''}{' '.join(re.sub('<[^>]+>', ' ', words).split())} {href}"
        for href, on, words in found
    ]


def test_months_are_jumped_to_and_keep_the_filters(client_for, clock_at, member_a):
    clock_at("2026-11-20T12:00:00+00:00")
    event(*(plan(day) for day in (1, 12, 13, 45, 380)), title="Tour", event_type="dinner")
    event(plan(50), title="Visit", event_type="visit")
    client = client_for(member_a)
    assert strip(client) == ["*Nov 1 ?", "Dec 2 ?from=2026-12", "Jan 2027 2 ?from=2027-01"]
    assert titles(client, "?from=2026-12") == ["Tour", "Tour", "Tour", "Visit", "Tour"]
    assert titles(client, "?from=2027-01&type=dinner") == ["Tour", "Tour"]
    assert strip(client, "?from=2027-01&type=dinner") == [
        "Nov 1 ?type=dinner",
        "Dec 2 ?type=dinner&amp;from=2026-12",
        "*Jan 2027 1 ?type=dinner&amp;from=2027-01",
    ]
    assert strip(client, "?type=visit") == []


def test_months_are_those_of_the_clubs_clocks(client_for, clock_at, member_a):
    clock_at("2026-11-20T12:00:00+00:00")
    for day in (date(2026, 11, 30), date(2026, 12, 1)):
        event(plan(day, None, None), title=f"All of {day}")
    client = client_for(member_a)
    assert strip(client) == ["*Nov 1 ?", "Dec 1 ?from=2026-12"]
    assert titles(client, "?from=2026-12") == ["All of 2026-12-01"]


def test_past_months_run_backwards(client_for, clock_at, member_a):
    for month in ("2026-08", "2026-09", "2026-10"):
        clock_at(f"{month}-10T12:00:00+00:00")
        event(plan(3), title=f"Event of {month}")
    clock_at("2026-11-20T12:00:00+00:00")
    client = client_for(member_a)
    assert strip(client, "?show=past") == [
        "*Oct 1 ?show=past",
        "Sep 1 ?show=past&amp;from=2026-09",
        "Aug 1 ?show=past&amp;from=2026-08",
    ]
    assert titles(client, "?show=past&from=2026-09") == ["Event of 2026-09", "Event of 2026-08"]


def test_jumping_counts_the_pages_of_what_is_left(client_for, clock_at, member_a):
    clock_at("2026-11-20T12:00:00+00:00")
    event(*[plan(n) for n in range(1, 45)])
    client = client_for(member_a)
    assert client.get(f"{LIST}?from=2026-12").context["page_obj"].paginator.count == 34
    assert len(titles(client, "?from=2026-12&page=2")) == 4


def test_list_leads_to_the_calendar_to_subscribe_to(client_for, programme, member_a, organiser):
    for person in (member_a, organiser):
        assert 'href="/me/calendar/"' in client_for(person).get(LIST).content.decode()


def test_rows_say_where_the_viewer_stands(client_for, programme, member_a, member_b, member_c):
    date = programme["open"].dates.first()
    for person in (member_a, member_b, member_c):
        register(date, person, by=person)
    assert "You are coming" in client_for(member_a).get(LIST).content.decode()
    assert "You wait in line" in client_for(member_c).get(LIST).content.decode()
    html = client_for(member_a).get(LIST).content.decode()
    assert "all 2 seats are taken" in html
    assert "Cancelled" in html


def test_row_takes_a_seat_at_once(client_for, programme, member_a):
    client = client_for(member_a)
    date = programme["open"].dates.first()
    action = f"{reverse('events:register', args=[programme['open'].slug])}?date={date.pk}"
    assert f'action="{action}"' in client.get(LIST).content.decode()
    client.post(action)
    assert date.registrations.get().status == "going"


def test_staff_get_no_buttons(client_for, programme, organiser):
    html = client_for(organiser).get(LIST).content.decode()
    assert "I will come" not in html
    assert "I am coming" not in html


def test_empty_lists_say_so(client_for, member_a):
    client = client_for(member_a)
    for query, words in (
        ("", "Nothing is planned for now"),
        ("?show=mine", "Nothing in your calendar"),
        ("?show=past", "Nothing has taken place yet"),
        ("?type=dinner", "Nothing that fits"),
    ):
        assert words in client.get(f"{LIST}{query}").content.decode()


def test_long_list_has_pages(client_for, member_a):
    event(*[plan(n) for n in range(1, 35)])
    client = client_for(member_a)
    assert len(titles(client)) == 30
    assert len(titles(client, "?page=2")) == 4


# --- What it costs --------------------------------------------------------------------------
def cost(client, address, method="get", **data) -> int:
    """Queries of one request, after one that fills the caches."""
    client.get(LIST)
    with CaptureQueriesContext(connection) as captured:
        answer = getattr(client, method)(address, **data)
    assert answer.status_code in {200, 302}
    words = ("SELECT", "INSERT", "UPDATE", "DELETE")
    return sum(query["sql"].lstrip("\n (").startswith(words) for query in captured)


@pytest.mark.parametrize("count", [3, 30])
def test_list_costs_the_same_at_two_sizes(client_for, member_a, count):
    for number in range(count):
        page = event(plan(number + 1), title=f"Event {number}", audience=gold_only())
        if number % 2:
            register(the_date(page), member_a, by=member_a)
    assert cost(client_for(member_a), LIST) == LIST_QUERIES


@pytest.mark.parametrize("count", [2, 25])
def test_page_costs_the_same_whoever_comes(client_for, member_a, count):
    page = event(plan(seats=None))
    date = the_date(page)
    for person in [member_a, *crowd(count)]:
        register(date, person, by=person, is_listed=True)
    assert cost(client_for(member_a), page.path_on_site) == PAGE_QUERIES


@pytest.mark.parametrize("count", [0, 25])
def test_registering_costs_the_same_whoever_comes(client_for, member_a, count):
    page = event(plan(seats=100))
    date = the_date(page)
    for person in crowd(count):
        register(date, person, by=person)
    register(
        the_date(event(plan(2), title="Before")), member_a, by=member_a
    )  # the first fact costs two more
    address = f"{reverse('events:register', args=[page.slug])}?date={date.pk}"
    assert cost(client_for(member_a), address, "post") == REGISTER_QUERIES


def test_attendees_cost_the_same_whoever_comes(client_for, member_a, organiser):
    page = event(plan(seats=None))
    date = the_date(page)
    address = reverse("events:attendees", args=[page.slug])
    costs = []
    for _size in range(2):
        for person in crowd(12):
            register(date, person, by=person, is_listed=True)
        costs.append((cost(client_for(member_a), address), cost(client_for(organiser), address)))
    assert costs[0] == costs[1]
