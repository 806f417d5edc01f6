"""The filters of the directory: which the club offers, in which order, and what they tell."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import ClubSettings, Sector
from events.services import register
from members.services import hide_person, rebuild_directory, update_profile
from tests.events.made import event, gold_only, plan, the_date
from tests.members.made import counts, names

pytestmark = pytest.mark.django_db
URL = "/members/"
DESK = "/cms/members/directory/"
CHOICE = {"event": "1", "tier": "2", "helps": "3"}


def facets_of(page) -> list[str]:
    return [facet.name for facet in page.context["facets"]]


@pytest.mark.parametrize(
    ("who", "status"),
    [("organiser", 200), ("administrator", 200), ("manager", 404), ("member_a", 404)],
)
def test_filters_are_chosen_by_organisers(request, client_for, who, status):
    client = client_for(request.getfixturevalue(who))
    assert client.get(DESK).status_code == status
    assert client.post(DESK, CHOICE).status_code == (302 if status == 200 else 404)
    assert bool(ClubSettings.load().directory_facets) is (status == 200)


def test_the_directory_offers_what_was_chosen_in_its_order(client_for, organiser, member_a):
    client, desk = client_for(member_a), client_for(organiser)
    assert facets_of(client.get(URL))[:2] == ["helps", "looks"]
    assert desk.post(DESK, CHOICE).status_code == 302
    rebuild_directory()
    page = client.get(URL, {"sector": "nowhere"})
    assert facets_of(page) == ["event", "tier", "helps"]
    assert names(page) == ["Agathe Aubrac"], "what is not offered narrows nothing"
    assert desk.post(DESK, {"event": "0"}).status_code == 422
    assert desk.post(DESK, {}).status_code == 422
    assert facets_of(client.get(URL)) == ["event", "tier", "helps"]


def test_a_tier_is_told_where_it_honours(client_for, organiser, member_a, member_b, member_c):
    client_for(organiser).post(DESK, {"tier": "1"})
    rebuild_directory()
    client = client_for(member_b)
    page = client.get(URL)
    assert counts(page, "tier") == {"gold": 1}
    assert names(client.get(URL, {"tier": "gold"})) == [member_a.full_name]
    assert names(client.get(URL, {"tier": "silver"})) == []


def test_languages_narrow_and_are_no_subjects(client_for, member_a, member_b):
    update_profile(member_b, by=member_b, languages=["de", "fr"])
    update_profile(member_a, by=member_a, languages=["fr"])
    client = client_for(member_a)
    assert counts(client.get(URL), "speaks") == {"fr": 2, "de": 1}
    assert names(client.get(URL, {"speaks": "de"})) == [member_b.full_name]
    assert "Speaks" in client.get(f"{URL}{member_b.pk}/").content.decode()
    assert client.get("/members/topics/", {"q": "de"}).json() == {"topics": []}


def test_an_event_is_told_of_those_who_agreed_to_be_named(
    client_for, organiser, member_a, member_b, member_c
):
    open_date = the_date(event(plan(10), title="Open"))
    gold_date = the_date(event(plan(20), title="Gold", audience=gold_only()))
    register(open_date, member_a, by=member_a, is_listed=True)
    register(open_date, member_c, by=member_c, is_listed=False)
    register(gold_date, member_a, by=member_a, is_listed=True)
    rebuild_directory()
    slug, gold = open_date.page.slug, gold_date.page.slug
    client = client_for(member_b)
    assert counts(client.get(URL), "event") == {slug: 1}
    assert names(client.get(URL, {"event": slug})) == [member_a.full_name]
    assert names(client.get(URL, {"event": gold})) == []
    for who in (member_c, organiser):
        page = client_for(who).get(URL, {"event": slug})
        assert member_c.full_name not in names(page), "their own choice holds for all"
    assert counts(client_for(member_a).get(URL), "event") == {slug: 1, gold: 1}
    hide_person(member_a, by=member_a)
    assert counts(client.get(URL), "event") == {}
    assert names(client.get(URL, {"event": slug})) == []


@pytest.mark.parametrize("size", [1, 3])
def test_filters_of_other_parts_cost_no_query_more(client_for, member_a, member_b, size):
    for number in range(size):
        date = the_date(event(plan(10 + number), title=f"Evening {number}"))
        register(date, member_b, by=member_b, is_listed=True)
    update_profile(member_b, by=member_b, can_help_with="EDI")
    rebuild_directory()
    client = client_for(member_a)
    client.get(URL)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(URL, {"helps": "edi"})
    assert len(counts(page, "event")) == size
    assert len(queries) == 7  # four of every page; counts, subjects and events, and the rows


def test_cards_are_chosen_and_remembered(client_for, member_a):
    rebuild_directory()
    client = client_for(member_a)
    assert "people-cards" not in client.get(URL).content.decode()
    cards = client.get(URL, {"view": "cards", "q": "agathe"})
    assert 'class="people people-cards"' in cards.content.decode()
    assert [layout.url for layout in cards.context["layouts"]] == [
        "?view=list&q=agathe",
        "?view=cards&q=agathe",
    ]
    assert "people-cards" in client.get(URL).content.decode(), "the browser keeps the choice"
    assert "people-cards" not in client.get(URL, {"view": "list"}).content.decode()
    assert "people-cards" not in client.get(URL).content.decode()


# --- Those of companies -----------------------------------------------------------------------
COMPANIES = "/companies/"


def companies_in(page) -> list[str]:
    return [row["company"].name for row in page.context["companies"]]


def test_the_club_chooses_the_filters_of_the_list_of_companies(
    client_for, organiser, manager, member_a, member_b, member_c, company_a, company_b
):
    update_profile(member_a, by=member_a, can_help_with="EDI, Douane", languages=["fr"])
    update_profile(member_b, by=member_b, can_help_with="EDI", languages=["de"])
    rebuild_directory()
    client = client_for(member_c)
    page = client.get(COMPANIES, {"helps": "edi", "tier": "gold"})
    assert facets_of(page) == ["sector", "size", "region"]
    assert len(companies_in(page)) == 3, "what is not offered narrows nothing"

    choice = {"companies-helps": "1", "companies-tier": "2", "companies-sector": "3"}
    choice |= {"companies-speaks": "4", "companies": "1"}
    assert client_for(manager).post(DESK, choice).status_code == 404
    desk = client_for(organiser)
    assert desk.post(DESK, {"companies": "1"}).status_code == 422
    assert desk.post(DESK, choice).status_code == 302
    club = ClubSettings.load()
    assert (club.directory_facets, club.company_facets) == (
        [],
        ["helps", "tier", "sector", "speaks"],
    )
    page = client.get(COMPANIES)
    assert facets_of(page) == ["helps", "tier", "sector", "speaks"]
    assert counts(page, "helps") == {"edi": 2, "douane": 1}
    assert counts(page, "tier") == {"gold": 1}
    assert counts(page, "sector") == {"industry": 2, "services": 1}
    both = client.get(COMPANIES, {"helps": ["edi"], "tier": "gold"})
    assert companies_in(both) == [company_a.name]
    assert counts(both, "helps") == {"edi": 1, "douane": 1}
    assert counts(both, "speaks") == {"fr": 1}
    assert [facet.name for facet in both.context["facets"] if facet.is_shown] == ["helps", "tier"]
    none = client.get(COMPANIES, {"helps": "douane", "speaks": "de"})
    assert companies_in(none) == []
    assert [way.count for way in none.context["ways_out"]] == [1, 1]

    hide_person(member_b, by=member_b)
    assert counts(client.get(COMPANIES), "helps") == {"edi": 1, "douane": 1}
    update_profile(member_a, by=member_a, can_help_with_visible_to="nobody")
    assert counts(client.get(COMPANIES), "helps") == {}


def test_sectors_stand_in_the_clubs_order(client_for, organiser, member_a, member_c):
    rebuild_directory()
    client = client_for(member_a)
    order = {"industry": 2, "services": 1}
    rows = {f"place_{s.pk}": order[s.slug] for s in Sector.objects.all()}
    for path in (URL, COMPANIES):
        assert list(counts(client.get(path), "sector")) == ["industry", "services"]
    client_for(organiser).post("/cms/members/lists/sectors/", rows)
    for path in (URL, COMPANIES):
        assert list(counts(client.get(path), "sector")) == ["services", "industry"]
