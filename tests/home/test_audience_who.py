"""Segments that are being made, and who an audience is."""

import pytest

from accounts import services
from accounts.audience import viewer_for
from accounts.models import Segment
from members.services import hide_person, rebuild_directory
from tests.factories.accounts import AudienceFactory, audience, tier

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
