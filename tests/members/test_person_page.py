"""/members/<id>/: a person as others see them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString

from accounts import services as accounts
from accounts.registry import ProfilePanel, profile_panels
from members.services import rebuild_directory, update_profile
from tests.factories.accounts import member
from tests.members.made import HOSTILE, INERT

pytestmark = pytest.mark.django_db


def url(person) -> str:
    return f"/members/{person.pk}/"


def test_those_who_are_not_in_the_directory_have_no_page(
    client_for, member_a, suspended_b, outsider, organiser, member_b
):
    accounts.end_membership(member_b.memberships.get())
    client = client_for(member_a)
    missing = client.get("/members/987654/")
    for hidden in (suspended_b, outsider, organiser, member_b):
        response = client.get(url(hidden))
        assert response.status_code == 404
        assert hidden.last_name not in response.content.decode()
        assert len(response.content) == len(missing.content)


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 19, "9" * 40])
def test_a_number_that_is_nobodys_is_missing_however_long(client_for, member_a, number):
    for part in ("", "face/"):
        assert client_for(member_a).get(f"/members/{number}/{part}").status_code == 404


def test_colleagues_are_those_of_the_same_company(
    client_for, member_a, colleague_a, member_b, suspended_b
):
    response = client_for(member_a).get(url(member_b))
    assert response.context["colleagues"] == []
    response = client_for(member_b).get(url(member_a))
    assert [sight.person for sight in response.context["colleagues"]] == [colleague_a]


def test_tier_is_shown_where_it_honours(client_for, member_a, member_b, member_c):
    client = client_for(member_c)
    assert "tier-gold" in client.get(url(member_a)).content.decode()
    assert "tier-silver" not in client.get(url(member_b)).content.decode()
    assert "tier-bronze" not in client.get(url(member_c)).content.decode()


def test_panels_of_other_parts_are_shown_and_may_be_absent(client_for, member_a, monkeypatch):
    monkeypatch.setattr(profile_panels, "_entries", {})

    def panel(name, words):
        return ProfilePanel(name, 1, "components/_alert.html", lambda _request, _person: words)

    profile_panels.register(panel("test.shown", {"text": HOSTILE}))
    profile_panels.register(panel("test.absent", None))
    panels = client_for(member_a).get(url(member_a)).context["panels"]
    assert len(panels) == 1
    assert isinstance(panels[0], SafeString)
    assert INERT in panels[0]


@pytest.mark.parametrize("count", [1, 12])
def test_person_page_costs_the_same_for_many_colleagues(
    client_for, member_a, company_a, count, monkeypatch
):
    monkeypatch.setattr(profile_panels, "_entries", {})
    for number in range(count):
        member(company_a, last_name=f"Collègue{number}")
    rebuild_directory()
    client = client_for(member_a)
    client.get(url(member_a))
    with CaptureQueriesContext(connection) as queries:
        client.get(url(member_a))
    assert len(queries) == 6


def test_hostile_words_are_inert(client_for, member_a, member_b):
    update_profile(member_b, by=member_b, about=HOSTILE, can_help_with=HOSTILE, looks_for=HOSTILE)
    update_profile(member_b, by=member_b, phone="<b>1</b>", phone_visible_to="members")
    page = client_for(member_a).get(url(member_b)).content.decode()
    assert page.count(INERT) >= 3
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>1</b>" not in page
