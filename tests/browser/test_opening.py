"""The opening on a phone: what a file would do is read whole, and a mistake is met where it is."""

import pytest

from accounts.services import set_language
from tests.browser.steps import expect, sideways

PHONE = 360
LONG = "a.very.long.address.of.somebody(at)the-foundries-of-the-upper-valley.example"
FILE = f"""Société;Niveau;Nom;Courriel;Chargé de clientèle
Fonderies;Or;Roux;anne@fonderies.example;nobody@club.example
Laiterie;Or;Morel;{LONG};
"""


@pytest.fixture
def page(live_site, page_for, closed_club, administrator):
    """The administrator's phone, at the step of the clients."""
    set_language(administrator, "en")
    page = page_for(administrator, width=PHONE, height=740)
    page.goto(live_site.url("/opening/clients/"))
    return page


def test_preview_is_at_the_top_and_fits(page, axe):
    page.get_by_label("Or paste the cells here, headings included").fill(FILE)
    page.get_by_role("button", name="See what it would do").click()
    expect(page.get_by_role("heading", name="What would be taken in")).to_be_in_viewport()
    expect(page.get_by_text("value not taken")).to_be_visible()
    table = page.get_by_role("region", name="Line by line")
    assert table.evaluate("region => region.scrollWidth - region.clientWidth") == 0
    assert sideways(page) == 0
    assert axe(page) == []


def test_mistake_below_the_fold_is_met(page):
    page.get_by_label("City").fill("Lyon")
    page.get_by_role("button", name="Add this client").click()
    name = page.get_by_role("textbox", name="Company")
    expect(name).to_be_focused()
    expect(name).to_be_in_viewport()
    expect(page.get_by_label("City")).to_have_value("Lyon")


def test_choice_of_nothing_is_answered_in_sight(live_site, page, company_a, manager):
    page.goto(live_site.url("/opening/team/"))
    page.get_by_role("button", name="Give the chosen clients").click()
    alert = page.get_by_role("alert").filter(has_text="Choose at least one client.")
    expect(alert).to_be_in_viewport()
