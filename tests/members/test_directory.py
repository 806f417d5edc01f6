"""/members/: who is in it, for whom, found by which words, at which cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services as accounts
from club.lib import clock
from members.services import rebuild_directory, update_profile
from tests.factories.accounts import CompanyFactory, SectorFactory, member
from tests.members.made import CAST, HOSTILE, INERT, INSIDE, crowd, names

pytestmark = pytest.mark.django_db
URL = "/members/"


@pytest.mark.parametrize("who", CAST)
def test_directory_is_for_people_of_the_club(request, client_for, who, member_a):
    response = client_for(request.getfixturevalue(who)).get(URL)
    assert response.status_code == (200 if who in INSIDE else 404)


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
    assert sum(option.count for option in response.context["sectors"]) == 0


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
    counts = {option.value: option.count for option in response.context["sectors"]}
    assert counts == {"industry": 1, "crowd-0": 3, "crowd-1": 3}
    regions = {option.value: option.count for option in response.context["regions"]}
    assert regions == {"Bretagne": 0, "Région 0": 3, "Région 1": 0}
    both = client.get(URL, {"sector": ["crowd-0", "crowd-1"], "region": "Région 1"})
    assert len(names(both)) == 3
    assert [chip["url"] for chip in both.context["chips"]] == [
        "?sector=crowd-1&region=R%C3%A9gion+1",
        "?sector=crowd-0&region=R%C3%A9gion+1",
        "?sector=crowd-0&sector=crowd-1",
    ]


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
    with CaptureQueriesContext(connection) as queries:
        client.get(URL, {"q": query, "sector": "crowd-0"})
    # session, person, roles, membership, segments, audiences, club; then counts and rows
    assert len(queries) == 10


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
