"""A draft seen with somebody else's eyes: truthfully, and by nobody but organisers."""

from datetime import timedelta

import pytest
from django.urls import reverse

from club.lib import clock
from tests.events.made import draft, event, gold_only, plan
from tests.factories.accounts import audience, tier

pytestmark = pytest.mark.django_db


@pytest.fixture
def early(organiser):
    """A draft that gold books two days before the others; its address is for those who come."""
    return draft(
        plan(30),
        by=organiser,
        opens_at=clock.now() + timedelta(days=1),
        early_tier=tier("gold"),
        early_hours=48,
        hides_address=True,
        join_link="https://meet.example.org/secret",
        format="hybrid",
    )


def look(client, page, mode: str) -> str:
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    answer = client.get(f"{address}?mode={mode}")
    assert answer.status_code == 200
    return answer.content.decode()


def state(html: str) -> str:
    return html.partition('data-state="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("mode", "shown"),
    [
        ("team", "not_open"),
        ("tier-gold", "open"),
        ("tier-silver", "not_open"),
        ("tier-bronze", "not_open"),
        ("stranger", ""),
    ],
)
def test_each_sees_when_it_opens_for_them(mode, shown, client_for, organiser, early):
    html = look(client_for(organiser), early, mode)
    if mode != "team":
        assert state(html) == shown
        assert "14, rue des Forges" not in html
        assert "meet.example.org" not in html
        assert "/register/" not in html


def test_tier_that_is_not_meant_is_told_so(client_for, organiser):
    page = draft(plan(30), by=organiser, audience=gold_only(), title="Only gold")
    desk = client_for(organiser)
    assert "Only gold" in look(desk, page, "tier-gold")
    for mode in ("tier-bronze", "stranger"):
        html = look(desk, page, mode)
        assert "does not see this page" in html
        assert "Only gold" not in html
    assert "Only gold" in look(desk, page, "team")


def test_preview_looks_like_the_page_of_a_real_member(client_for, organiser, member_c):
    page = event(plan(30, seats=7), by=organiser, hides_address=True)
    html = client_for(member_c).get(page.path_on_site).content.decode()
    shown = look(client_for(organiser), page, "tier-bronze")
    assert state(shown) == state(html) == "open"
    for text in ("7 seats free", "Saint-Égrève"):
        assert text in shown
        assert text in html


def test_stranger_of_a_public_event(client_for, organiser):
    page = draft(plan(30), by=organiser, audience=audience("public"))
    html = look(client_for(organiser), page, "stranger")
    assert state(html) == "stranger"


def test_editor_offers_the_modes(client_for, organiser, early):
    address = reverse("wagtailadmin_pages:edit", args=[early.pk])
    html = client_for(organiser).get(address).content.decode()
    for mode in ("team", "tier-gold", "tier-silver", "tier-bronze", "stranger"):
        assert f'value="{mode}"' in html


@pytest.mark.parametrize("who", ["manager", "director", "administrator", "member_a"])
def test_nobody_else_looks_at_drafts(who, request, client_for, early):
    client = client_for(request.getfixturevalue(who))
    for name in ("view_draft", "preview_on_edit", "history", "edit"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[early.pk])
        for query in ("", "?mode=tier-gold", "?mode=stranger"):
            answer = client.get(address + query)
            assert answer.status_code == 404
            assert "Line 9" not in answer.content.decode()
