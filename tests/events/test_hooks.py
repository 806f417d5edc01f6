"""What events add to the day, the search, profiles, the navigation and the ledger's kinds."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import translation

from accounts.audience import viewer_for
from accounts.registry import day_cards, nav_items, profile_panels, search_sources
from club.lib import clock
from events.enums import EventFormat
from events.kinds import KINDS
from events.mails import VERBS
from events.services import cancel_registration, lapse_offers, register
from notifications.registry import calendar_sources, verbs
from participation.kinds import kinds
from tests.events.made import draft, event, gold_only, plan, publish, the_date

pytestmark = pytest.mark.django_db


def request_of(person):
    request = RequestFactory().get("/")
    request.user = person
    request.viewer = viewer_for(person)
    return request


def card(name, person):
    request = request_of(person)
    with translation.override("en"):
        return day_cards.get(name).context(request, request.viewer)


def found(person, query) -> list[str]:
    with translation.override("en"):
        hits = search_sources.get("events").search(viewer_for(person), query, 10)
        return [hit.title for hit in hits]


def test_everything_is_registered():
    assert nav_items.get("events").url_name == "events:index"
    assert all(kind.name in kinds for kind in KINDS)
    assert all(verb.name in verbs for verb in VERBS)
    assert "events.date" in calendar_sources


# --- The day --------------------------------------------------------------------------------
def test_day_leads_with_the_next_event(member_a, member_b, organiser):
    assert card("events.lead", member_a) is None
    date = the_date(event(plan(20)))
    sooner = the_date(event(plan(10), title="Sooner"))
    for each in (date, sooner):
        register(each, member_a, by=member_a)
    lead = card("events.lead", member_a)
    assert (lead["event_date"], lead["until_words"], lead["me"]) == (sooner, "", member_a)
    assert card("events.lead", member_b) is None
    assert card("events.lead", organiser) is None


def test_day_says_in_one_line_when_and_where(member_a):
    online = the_date(event(plan(5), format=EventFormat.ONLINE, place_name=""))
    register(online, member_a, by=member_a)
    with translation.override("en"):
        expected = f"{online.when}, online"
    assert card("events.lead", member_a)["line"] == expected


def test_day_leads_with_a_seat_that_is_offered(member_a, member_b, clock_at):
    moment = clock_at(clock.now())
    full = the_date(event(plan(30, seats=1), title="Full"))
    near = the_date(event(plan(5), title="Near"))
    first = register(full, member_b, by=member_b)
    register(full, member_a, by=member_a)
    assert "number 1 in line" in card("events.lead", member_a)["position_words"]
    register(near, member_a, by=member_a)
    assert card("events.lead", member_a)["event_date"] == near
    cancel_registration(first, by=member_b)
    lead = card("events.lead", member_a)
    assert (lead["event_date"], lead["me"]) == (full, None)
    assert lead["until_words"]
    with clock.at(moment + timedelta(days=2)):
        lapse_offers()
        assert card("events.lead", member_a)["event_date"] == near


def test_day_lists_own_events_before_open_ones(member_a, member_c):
    pages = [event(plan(n), title=f"Event {n}") for n in (3, 4, 5, 6, 40)]
    event(plan(2), title="Gold", audience=gold_only())
    register(the_date(pages[-1]), member_c, by=member_c)
    rows = card("events.next", member_c)["rows"]
    assert [row.page for row in rows] == [*pages[:3], pages[-1]]
    assert card("events.next", member_c)["has_own"] is True
    assert card("events.next", member_a)["rows"][0].page.title_en == "Gold"


def test_day_is_drawn(client_for, member_a):
    date = the_date(event(plan(10), title="Sooner"))
    register(date, member_a, by=member_a)
    html = client_for(member_a).get("/").content.decode()
    assert "See you on" in html
    assert "Your next events" in html


# --- Search ---------------------------------------------------------------------------------
@pytest.mark.indexes
def test_search_finds_what_the_viewer_may_see(member_a, member_c, stranger):
    event(title="Énergie en commun", audience=gold_only(), slug="energie")
    draft(title="Energy draft")
    assert found(member_a, "energie") == ["Énergie en commun"]
    assert found(member_c, "energie") == []
    assert found(stranger, "energie") == []


@pytest.mark.indexes
def test_search_knows_place_and_text_but_not_the_link(member_a):
    page = event(
        format="hybrid",
        join_link="https://meet.example.org/secretroom",
        body_en='[{"type":"paragraph","value":"<p>Moulding machines</p>"}]',
    )
    for query in ("grenoble", "secretroom", "meet"):
        assert found(member_a, query) == []
    for query in ("saint-egreve", "moulding mach", "forges"):
        assert found(member_a, query) == [page.title_en]
    page.place_name = "Grenoble"
    publish(page)
    assert found(member_a, "grenoble") == [page.title_en]


# --- Profiles -------------------------------------------------------------------------------
def test_profile_says_what_the_viewer_may_know(member_a, member_b, member_c, organiser):
    panel = profile_panels.get("events")
    open_date = the_date(event(plan(10), title="Open"))
    gold_date = the_date(event(plan(20), title="Gold", audience=gold_only()))
    quiet_date = the_date(event(plan(30), title="Quiet"))
    for date, listed in ((open_date, True), (gold_date, True), (quiet_date, False)):
        register(date, member_a, by=member_a, is_listed=listed)

    def rows(viewer):
        context = panel.context(request_of(viewer), member_a)
        return context["rows"] if context else []

    assert rows(member_c) == [open_date]
    assert rows(member_b) == [open_date]
    assert rows(member_a) == [open_date, gold_date, quiet_date]
    assert rows(organiser) == [open_date, gold_date, quiet_date]
    assert panel.context(request_of(member_a), member_b) is None


def test_profile_says_where_two_people_meet_who_both_agreed_to_be_named(
    member_a, member_b, member_c, organiser
):
    panel = profile_panels.get("shared")
    both = the_date(event(plan(10), title="Both"))
    quiet = the_date(event(plan(20), title="Quiet"))
    gold = the_date(event(plan(30), title="Gold", audience=gold_only()))
    for date, person, listed in (
        *((both, member_a, True), (both, member_b, True), (gold, member_a, True)),
        *((quiet, member_a, True), (quiet, member_b, False)),
    ):
        register(date, person, by=person, is_listed=listed)

    def rows(viewer, person):
        context = panel.context(request_of(viewer), person)
        return [row["date"] for row in context["rows"]] if context else []

    assert rows(member_b, member_a) == [both], "who is not named there is told of nobody"
    assert rows(member_a, member_b) == [both]
    assert rows(member_c, member_a) == []
    assert rows(organiser, member_a) == []
    assert rows(member_a, member_a) == []
