"""/companies/ and /companies/<slug>/."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Company
from club.lib import clock
from members.services import rebuild_directory
from tests.factories.accounts import CompanyFactory, member
from tests.members.made import CAST, HOSTILE, INERT, INSIDE, names

pytestmark = pytest.mark.django_db
URL = "/companies/"


def listed(response) -> list[str]:
    return [row["company"].name for row in response.context["companies"]]


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("path", [URL, "/companies/client-a/"])
def test_companies_are_for_people_of_the_club(request, client_for, who, path, member_a):
    response = client_for(request.getfixturevalue(who)).get(path)
    assert response.status_code == (200 if who in INSIDE else 404)


def test_companies_lie_behind_the_door_of_the_members(client_for, member_a):
    client = client_for(member_a)
    for path in ("/companies/", "/companies/client-a/"):
        page = client.get(path).content.decode()
        assert re.findall(r'<a href="([^"]+)" aria-current="page"><svg', page) == ["/members/"]


def test_companies_without_members_or_gone_are_absent(client_for, member_a, suspended_b):
    gone = CompanyFactory.create(name="Partie", left_on=clock.today())
    member(gone)
    client = client_for(member_a)
    assert listed(client.get(URL)) == ["Atelier Aubrac"]
    for slug in ("client-b", gone.slug, "missing"):
        response = client.get(f"/companies/{slug}/")
        assert response.status_code == 404
        assert "Bastide" not in response.content.decode()


def test_companies_are_found_by_name_and_city(client_for, member_a, member_b):
    CompanyFactory.create(name="Vide", city="Nantes")
    member(CompanyFactory.create(name="Écluses du Nord", city="Douai", region="Nord"))
    rebuild_directory()
    client = client_for(member_a)
    assert listed(client.get(URL)) == ["Atelier Aubrac", "Bastide & Fils", "Écluses du Nord"]
    assert listed(client.get(URL, {"q": "eclu"})) == ["Écluses du Nord"]
    assert listed(client.get(URL, {"q": "dou"})) == ["Écluses du Nord"]
    assert listed(client.get(URL, {"region": "Nord"})) == ["Écluses du Nord"]
    assert listed(client.get(URL, {"q": "nantes"})) == []


def test_people_of_a_company_are_its_active_members(
    client_for, member_a, colleague_a, member_b, suspended_b
):
    rebuild_directory()
    client = client_for(member_a)
    assert names(client.get("/companies/client-a/")) == ["Antoine Amiel", "Agathe Aubrac"]
    assert names(client.get("/companies/client-b/")) == ["Béatrice Bastide"]
    row = client.get(URL, {"q": "bastide"}).context["companies"][0]
    assert row["company"].people_count == 1


def test_tier_is_shown_to_the_own_company_and_where_it_honours(
    client_for, member_a, member_b, member_c
):
    bronze = "/companies/client-c/"
    assert "tier-bronze" in client_for(member_c).get(bronze).content.decode()
    assert "tier-bronze" not in client_for(member_b).get(bronze).content.decode()
    assert "tier-gold" in client_for(member_b).get("/companies/client-a/").content.decode()
    assert "tier-silver" not in client_for(member_a).get(URL).content.decode()


@pytest.mark.parametrize(
    ("who", "offered"),
    [("colleague_a", True), ("member_a", False), ("member_b", False), ("organiser", False)],
)
def test_inviting_is_offered_to_the_own_correspondent(request, client_for, who, offered, member_a):
    page = client_for(request.getfixturevalue(who)).get("/companies/client-a/").content.decode()
    assert ("/companies/client-a/invite/" in page) is offered


def test_nothing_of_the_relation_is_told(client_for, member_a, company_b, member_b):
    Company.objects.filter(pk=company_b.pk).update(
        legal_id="LEGAL-1", external_id="CRM-1", renewal_on="2031-02-03"
    )
    page = client_for(member_a).get("/companies/client-b/").content.decode()
    for secret in ("LEGAL-1", "CRM-1", "2031", "Maud", "Silver"):
        assert secret not in page


@pytest.mark.parametrize("count", [3, 40])
def test_lists_cost_the_same_for_many(client_for, member_a, company_a, count):
    for number in range(count):
        member(CompanyFactory.create(name=f"Entreprise {number}"))
        member(company_a)
    rebuild_directory()
    client = client_for(member_a)
    client.get(URL)
    for path, expected in ((URL, 6), ("/companies/client-a/", 7)):
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        assert (path, len(queries)) == (path, expected)


def test_hostile_words_are_inert(client_for, member_a):
    company = CompanyFactory.create(
        name=HOSTILE, city=HOSTILE[:80], about_en=HOSTILE, website="https://example.org/"
    )
    member(company, job_title=HOSTILE)
    for path in (URL, company.get_absolute_url()):
        page = client_for(member_a).get(path).content.decode()
        assert INERT in page
        assert "<script>alert" not in page
