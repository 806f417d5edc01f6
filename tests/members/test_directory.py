"""/members/: who is in it, for whom, found by which words, at which cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services as accounts
from accounts.models import User
from club.lib import clock
from members.services import block_person, rebuild_directory, update_profile
from tests.factories.accounts import CompanyFactory, SectorFactory, member
from tests.members.made import (
    HOSTILE,
    INERT,
    counts,
    crowd,
    names,
    shown_facets,
)

pytestmark = pytest.mark.django_db
URL = "/members/"


@pytest.mark.parametrize("who", ["member_a", "organiser"])
def test_directory_lists_active_members_alone(
    request, client_for, who, member_a, colleague_a, member_b, suspended_b, outsider, organiser
):
    departed = member(member_b.memberships.get().company, last_name="Parti")
    accounts.end_membership(departed.memberships.get())
    closed = member(member_b.memberships.get().company, last_name="Ferme", is_active=False)
    client_gone = CompanyFactory.create(left_on=clock.today())
    member(client_gone, last_name="Dehors")
    rebuild_directory()
    response = client_for(request.getfixturevalue(who)).get(URL)
    assert names(response) == ["Antoine Amiel", "Agathe Aubrac", "Béatrice Bastide"]
    assert response.context["page"].paginator.count == 3
    for hidden in (suspended_b, departed, closed, outsider):
        assert hidden.last_name not in response.content.decode()


def test_suspension_takes_people_out_of_search_and_counts(client_for, member_a, member_b):
    rebuild_directory()
    client = client_for(member_a)
    assert names(client.get(URL, {"q": "bastide"})) == ["Béatrice Bastide"]
    accounts.suspend_membership(member_b.memberships.get())
    response = client.get(URL, {"q": "bastide"})
    assert names(response) == []
    assert counts(response, "sector") == {}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("beatrice", True),
        ("BÉATRICE", True),
        ("béa bas", True),
        ("bas", True),
        ("astide", False),
        ("societe", True),
        ("société du bea", True),
        ("rennes", True),
        ("oeuvre", True),
        ("acheteuse", True),
        ("douane", True),
        ("edi", True),
        ("douane zzz", False),
        ("%", False),
        ("_", False),
        ("   ", True),
        ("\0", True),
        ("'; DROP TABLE accounts_user; --", False),
    ],
)
def test_search_finds_prefixes_whatever_the_accents(client_for, member_a, query, found):
    company = CompanyFactory.create(name="Société du Chef-d’œuvre")
    person = member(company, first_name="Béatrice", last_name="Bas", job_title="Acheteuse")
    update_profile(person, by=person, can_help_with="Douane, EDI")
    rebuild_directory()
    response = client_for(member_a).get(URL, {"q": query})
    assert (person.full_name in names(response)) is found


def test_searches_that_differ_in_their_words_alone_find_their_own(
    client_for, member_a, member_b, member_c
):
    rebuild_directory()
    block_person(member_b, by=member_a)
    one, other = client_for(member_a), client_for(member_c)
    for client, words, found in (
        (one, "aubrac", ["Agathe Aubrac"]),
        (one, "bastide", []),
        (other, "bastide", ["Béatrice Bastide"]),
        (other, "aubrac", ["Agathe Aubrac"]),
        (one, "bastide aubrac", []),
        (one, "agathe aubrac", ["Agathe Aubrac"]),
    ):
        response = client.get(URL, {"q": words, "sector": ["industry", "nowhere"]})
        assert names(response) == found
        assert sum(counts(response, "sector").values()) == len(found)


def test_names_are_sorted_without_accents(client_for, member_a, company_b):
    for last_name in ("Zola", "Étienne", "Œuvrard", "Faure", "de Vigny"):
        member(company_b, first_name="X", last_name=last_name)
    rebuild_directory()
    listed = [name.removeprefix("X ") for name in names(client_for(member_a).get(URL))]
    assert listed == ["Agathe Aubrac", "de Vigny", "Étienne", "Faure", "Œuvrard", "Zola"]


def test_facets_narrow_and_say_what_each_would_show(client_for, member_a):
    crowd(6)
    client = client_for(member_a)
    response = client.get(URL, {"sector": "crowd-0"})
    assert len(names(response)) == 3
    assert counts(response, "sector") == {"industry": 1, "crowd-0": 3, "crowd-1": 3}
    assert counts(response, "region") == {"Région 0": 3}
    assert shown_facets(response) == ["sector"]
    both = client.get(URL, {"sector": ["crowd-0", "crowd-1"], "region": "Région 1"})
    assert len(names(both)) == 3
    assert [chip.url for chip in both.context["chips"]] == [
        "?sector=crowd-1&region=R%C3%A9gion+1",
        "?sector=crowd-0&region=R%C3%A9gion+1",
        "?sector=crowd-0&sector=crowd-1",
    ]


def test_subjects_narrow_whatever_their_accents_and_capitals(client_for, member_a, member_b):
    update_profile(member_a, by=member_a, can_help_with="Énergie, EDI", looks_for="Douane")
    update_profile(member_b, by=member_b, can_help_with="energie", looks_for="edi")
    client = client_for(member_a)
    response = client.get(URL, {"helps": "ÉNERGIE"})
    assert names(response) == ["Agathe Aubrac", "Béatrice Bastide"]
    assert counts(response, "helps") == {"energie": 2, "edi": 1}
    assert counts(response, "looks") == {"douane": 1, "edi": 1}
    both = client.get(URL, {"helps": "energie", "looks": "edi"})
    assert names(both) == ["Béatrice Bastide"]
    assert counts(both, "helps") == {"energie": 1}
    assert counts(both, "looks") == {"douane": 1, "edi": 1}
    assert [chip.url for chip in both.context["chips"]] == ["?looks=edi", "?helps=energie"]


def test_the_most_frequent_subjects_are_offered_and_the_chosen_ones(client_for, member_a):
    for number, person in enumerate(crowd(30)):
        subjects = [f"Sujet {n:02}" for n in range(number + 1)]
        update_profile(person, by=person, can_help_with=", ".join(subjects))
    response = client_for(member_a).get(URL, {"helps": "sujet 29"})
    offered = counts(response, "helps")
    assert list(offered)[:2] == ["sujet 00", "sujet 01"]
    assert (len(offered), offered["sujet 00"], offered["sujet 29"]) == (12, 30, 1)


def test_a_facet_of_one_value_is_not_drawn_and_keeps_what_is_chosen(client_for, member_a, member_b):
    rebuild_directory()
    page = client_for(member_a).get(URL, {"sector": "industry"})
    assert shown_facets(page) == []
    assert 'class="facets"' not in page.content.decode(), "nor is there a button that opens nothing"
    assert '<input type="hidden" name="sector" value="industry">' in page.content.decode()
    assert len(page.context["chips"]) == 1


def test_an_empty_list_says_which_filter_to_drop(client_for, member_a):
    crowd(6)
    wish = {"q": "paul", "sector": "crowd-0", "region": "Région 1", "helps": "edi"}
    client = client_for(member_a)
    page = client.get(URL, wish)
    assert names(page) == []
    assert page.context["ways_out"] == []
    ways = client.get(URL, {**wish, "helps": ""}).context["ways_out"]
    assert {(way.label, way.count) for way in ways} == {("Trade crowd-0", 3), ("Région 1", 3)}
    for way in ways:
        assert len(names(client.get(f"{URL}{way.url}"))) == way.count


def test_order_is_chosen(client_for, member_a, company_b, company_c):
    old = member(company_c, first_name="Old", last_name="Zz")
    new = member(company_b, first_name="New", last_name="Yy")
    type(new.memberships.get()).objects.filter(person=new).update(started_on=clock.today())
    rebuild_directory()
    client = client_for(member_a)
    assert names(client.get(URL, {"sort": "new"}))[0] == new.full_name
    by_company = names(client.get(URL, {"sort": "company"}))
    assert by_company == ["Agathe Aubrac", new.full_name, old.full_name]
    assert names(client.get(URL, {"sort": "'"})) == by_company


def test_unknown_facet_shows_nobody_and_the_way_back(client_for, member_a):
    response = client_for(member_a).get(URL, {"sector": "nowhere"})
    assert names(response) == []
    assert "Show everybody" in response.content.decode()


def test_pages_hold_thirty(client_for, member_a):
    crowd(40)
    client = client_for(member_a)
    first, second = client.get(URL), client.get(URL, {"page": "2"})
    assert (len(names(first)), len(names(second))) == (30, 11)
    assert not set(names(first)) & set(names(second))
    assert names(client.get(URL, {"page": "999"})) == names(second)
    assert names(client.get(URL, {"page": "x"})) == names(first)


@pytest.mark.parametrize("count", [3, 40])
@pytest.mark.parametrize("query", ["", "nombreux paul"])
def test_directory_costs_the_same_for_many(client_for, member_a, count, query):
    crowd(count)
    client = client_for(member_a)
    client.get(URL)
    for person in User.objects.filter(last_name__startswith="Nombreux"):
        update_profile(person, by=person, can_help_with="EDI", looks_for="Douane")
    wish = {"q": query, "sector": "crowd-0", "region": "Région 0", "helps": "edi"}
    # session, person with all rights, club, bell; then counts, subjects and rows; an empty
    # list asks what each filter holds back instead; words that find few ask for similar names
    for more, asked in (({}, 7), ({"looks": "douane"}, 7), ({"looks": "nothing"}, 7)):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(URL, {**wish, **more})
        assert len(queries) == asked + (bool(query) and page.context["page"].paginator.count <= 3)


def test_hostile_names_are_inert(client_for, member_a):
    company = CompanyFactory.create(
        name=HOSTILE[:80],
        sector=SectorFactory.create(slug="x", name_en=HOSTILE[:60]),
        region=HOSTILE[:80],
    )
    person = member(company, first_name=HOSTILE[:80], last_name="x", job_title=HOSTILE[:120])
    update_profile(person, by=person, can_help_with=HOSTILE)
    page = client_for(member_a).get(URL, {"q": HOSTILE}).content.decode()
    page += client_for(member_a).get(URL).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert INERT in page
    assert "{{ 7*7 }}" in page
