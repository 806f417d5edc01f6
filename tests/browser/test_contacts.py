"""Two members: found by trade and subject, asked, accepted, and what each then sees."""

import re

import pytest

from members.services import update_profile
from tests.browser.steps import expect, newest_mail, sideways

PHONE = 360
WHY = "We moved 212 suppliers to EDI; happy to compare notes."


@pytest.fixture
def cast(live_site, member_a, member_b, member_c):
    """Three members, two trades, two subjects."""
    for person, subjects in ((member_a, "Energy"), (member_b, "EDI, energy"), (member_c, "EDI")):
        update_profile(
            person,
            by=person,
            can_help_with=subjects,
            phone=f"+33 {person.pk}",
            phone_visible_to="contacts",
        )
    return member_a, member_b


def test_member_finds_a_peer_asks_and_both_see_each_other(live_site, page_for, axe, cast):
    asking, asked = cast
    page = page_for(asking)
    page.goto(live_site.url("/members/"))
    search = page.get_by_role("searchbox")
    search.press_sequentially("bastid")
    expect(page).to_have_url(re.compile(r"q=bastid"))
    expect(page.locator("[data-count]")).to_have_text("1 person")
    expect(search).to_be_focused()
    search.fill("")
    expect(page.locator("[data-count]")).not_to_have_text("1 person")
    filters = page.get_by_role("complementary", name="Filters")
    filters.get_by_role("checkbox", name=re.compile("EDI")).check()
    expect(page).to_have_url(re.compile("helps=edi"))
    filters.get_by_role("checkbox", name=re.compile("Trade industry")).check()
    expect(page).to_have_url(re.compile("sector=industry"))
    expect(page.locator("[data-count]")).to_have_text("1 person")
    page.get_by_role("link", name=asked.full_name).click()
    expect(page.get_by_text("shown to contacts")).to_have_count(2)
    assert axe(page) == []
    page.get_by_text("Ask for contact").click()
    page.get_by_label("One line: why you two?").fill(WHY)
    assert axe(page) == []
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("request sent")).to_be_visible()

    other = page_for(asked, width=PHONE, java_script_enabled=False)
    other.goto(live_site.url("/me/contacts/"))
    expect(other.get_by_text(WHY)).to_be_visible()
    other.get_by_role("button", name=f"Accept the request of {asking.full_name}").click()
    for value in (asking.email, f"+33 {asking.pk}"):
        expect(other.get_by_role("main").get_by_text(value)).to_be_visible()

    page.reload()
    for value in (asked.email, f"+33 {asked.pk}"):
        expect(page.get_by_role("main").get_by_text(value)).to_be_visible()
    newest_mail(page, live_site, asking.email)
    expect(page.frame_locator("iframe").get_by_text(asked.email)).to_be_visible()
    page.goto(live_site.url("/me/contacts/"))
    assert axe(page) == []
    assert sideways(page) == 0
