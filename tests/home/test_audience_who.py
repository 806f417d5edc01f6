"""Segments that are being made, and who an audience is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services
from accounts.audience import viewer_for
from accounts.models import Audience, Company, Segment
from members.services import hide_person, rebuild_directory
from tests.factories.accounts import AudienceFactory, CompanyFactory, audience, tier

pytestmark = pytest.mark.django_db
OTHERS = ("manager", "director", "administrator", "member_a", "outsider", "stranger")
FITTING = "/cms/members/segments/companies/"


@pytest.fixture
def club(company_a, company_b, company_c, member_a, colleague_a, member_b, member_c, suspended_b):
    rebuild_directory()
    return {"a": company_a, "b": company_b, "c": company_c}


def names(response) -> list[str]:
    return [company.name for company in response.context["fitting"]]


@pytest.mark.parametrize(
    ("rule", "seen"),
    [({"tier": ["gold"]}, "a"), ({"tier": ["gold", "bronze"]}, "ac"),
     ({"tier": ["gold"], "sector": ["services"]}, ""), ({"sector": ["industry"]}, "ab"),
     ({"tag": ["pilote"]}, "bc"), ({"tag": ["pilote"], "tier": ["silver"]}, "b"),
     ({}, ""), ({"tier": ["nonsense\0"], "companies": ["x", "9" * 40]}, "")],
)  # fmt: skip
def test_companies_follow_the_rule_and_nothing_is_written(client_for, organiser, club, rule, seen):
    for letter in "bc":
        services.set_company_tags(club[letter], ["pilote", "second"])
    answer = client_for(organiser).post(FITTING, rule)
    assert names(answer) == [club[letter].name for letter in seen]
    assert answer.context["fitting_count"] == len(seen)
    listed = client_for(organiser).post(FITTING, {**rule, "companies": [club["a"].pk]})
    assert names(listed)[0] == club["a"].name
    whole = client_for(organiser).post(
        "/cms/segments/new/", {"name": "X", **rule, "companies": [club["a"].pk], "show": "1"}
    )
    assert (whole.status_code, names(whole)) == (200, names(listed))
    assert not Segment.objects.exists()


@pytest.mark.parametrize("who", OTHERS)
def test_they_are_for_organisers(request, client_for, club, who):
    client = client_for(request.getfixturevalue(who))
    assert client.post(FITTING, {"tier": ["gold"]}).status_code == 404
    assert client.get(f"/cms/members/audiences/{audience('members').pk}/").status_code == 404


def test_a_segment_by_tier_reaches_its_members(client_for, organiser, club, member_a, member_b):
    client_for(organiser).post("/cms/segments/new/", {"name": "Or", "tier": ["gold"]})
    segment = Segment.objects.get()
    named = AudienceFactory.create(segments=[segment])
    assert named.pk in viewer_for(member_a).audience_ids
    assert named.pk not in viewer_for(member_b).audience_ids
    assert {person.email for person in named.members()} == {
        "member@client-a.example",
        "colleague@client-a.example",
    }
    services.change_company(club["b"], tier=tier("gold"))
    assert named.pk in viewer_for(member_b).audience_ids
    page = client_for(organiser).get("/cms/segments/").content.decode()
    assert ">2<" in "".join(page.split())


def test_who_is_this_names_people_and_companies(client_for, organiser, club, member_c):
    hide_person(member_c, by=member_c)
    named = AudienceFactory.create(tiers=[tier("gold"), tier("bronze")])
    path = f"/cms/members/audiences/{named.pk}/"
    client = client_for(organiser)
    people = client.get(path)
    assert [row.person.first_name for row in people.context["page"]] == ["Antoine", "Agathe"]
    assert (people.context["people_count"], people.context["companies_count"]) == (2, 1)
    companies = client.get(f"{path}?show=companies")
    assert [row.name for row in companies.context["page"]] == [club["a"].name]
    everybody = client.get(f"/cms/members/audiences/{audience('members').pk}/")
    assert everybody.context["people_count"] == 3
    assert client.get(f"/cms/members/audiences/{audience('staff').pk}/").status_code == 200
    assert ">2</a>" in client.get("/cms/audiences/").content.decode()


# --- Picking some of two thousand -------------------------------------------------------------
FIND = "/cms/members/companies/find/"


def found(client, query: str) -> list[str]:
    return [row["name"] for row in client.get(FIND, {"q": query}).json()["companies"]]


def test_companies_are_found_while_one_types(request, client_for, organiser, club):
    services.change_company(club["a"], external_id="CRM-7")
    services.end_company(club["c"])
    client = client_for(organiser)
    assert found(client, "BAST") == found(client, "bastide fi") == [club["b"].name]
    assert found(client, "crm-7") == [club["a"].name]
    assert found(client, "rennes") == [club["a"].name, club["b"].name]
    assert found(client, "") == found(client, "\0") == found(client, "cordier") == []
    for who in OTHERS:
        assert client_for(request.getfixturevalue(who)).get(f"{FIND}?q=b").status_code == 404


def test_companies_are_named_kept_and_taken_off_without_a_script(client_for, organiser, club):
    client = client_for(organiser)
    CompanyFactory.create(name="Doublon", city="Lyon")
    twin = CompanyFactory.create(name="Doublon", city="Nîmes")
    rebuild_directory()
    words = {"name": "Choix", "companies": str(club["a"].pk)}
    typed = "bastide & fils\nNéant\n doublon "
    refused = client.post("/cms/segments/new/", {**words, "companies_named": typed})
    page = refused.content.decode()
    assert "No client is called so: Néant." in page
    assert "Several clients are called so: doublon." in page
    assert f'name="companies" value="{club["a"].pk},{club["b"].pk}"' in page
    assert ">Néant\ndoublon</textarea>" in page
    typed = "Bastide & Fils\nDOUBLON (nimes)\nAtelier Aubrac"
    client.post("/cms/segments/new/", {**words, "companies_named": typed})
    segment = Segment.objects.get()
    assert set(segment.companies.all()) == {club["a"], club["b"], twin}
    services.end_company(club["b"])
    ids = ",".join(str(row.pk) for row in segment.companies.all())
    path = f"/cms/segments/edit/{segment.pk}/"
    client.post(path, {"name": "Choix", "companies": ids, "companies_off": [twin.pk]})
    assert set(segment.companies.all()) == {club["a"], club["b"]}, "who left stays on the list"
    assert "former client" in client.get(path).content.decode()
    client.post(path, {"name": "Choix", "companies": "", "tier": ["gold"]})
    assert not segment.companies.exists()
    audiences = {"name_fr": "P", "name_en": "P", "companies_named": club["a"].name}
    client.post("/cms/audiences/new/", audiences)
    assert list(Audience.objects.get(key=None).companies.all()) == [club["a"]]


#: With the session, the viewer, the menu and the club's settings.
AUDIENCE_QUERIES, SEGMENT_QUERIES = 23, 20


def test_lists_and_forms_cost_the_same_at_two_sizes(client_for, organiser, club):
    client = client_for(organiser)
    segment = services.create_segment("Un", companies=[club["a"]], rule={"tier": ["silver"]})
    AudienceFactory.create(segments=[segment], companies=[club["a"]])
    paths = ("/cms/audiences/", "/cms/segments/", f"/cms/segments/edit/{segment.pk}/")

    def costs() -> list[int]:
        numbers = []
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            numbers.append(len(queries))
        return numbers

    before = costs()
    for number in range(4):
        company = CompanyFactory.create()
        other = services.create_segment(f"{number}", companies=[company], rule={"tier": ["gold"]})
        services.change_segment(segment, companies=Company.objects.all())
        AudienceFactory.create(segments=[segment, other], companies=Company.objects.all())
    assert costs() == before
    assert before[:2] == [AUDIENCE_QUERIES, SEGMENT_QUERIES]
    assert "2 more companies" in client.get("/cms/audiences/").content.decode()
