"""A member and an event: from the sign-in code to the seat, and what is not theirs to see."""

import re

import pytest

from club.lib.urls import absolute_url
from tests.browser.steps import expect, fr, mailed_code, newest_mail, sideways
from tests.events import made

PHONE = 360
TITLE = "Line 9, from the inside"


@pytest.fixture
def event(live_site):
    """An event for all members, with twenty seats."""
    return made.event(title=TITLE)


def test_member_with_a_code_takes_a_seat_gives_it_back_and_thinks_again(
    live_site, page_for, event, member_a
):
    member_a.language = "fr"
    member_a.save()
    page = page_for(width=PHONE, locale="fr-FR")
    mailbox = page_for(width=PHONE, locale="fr-FR")

    page.goto(live_site.url(f"/accounts/login/?next={event.path_on_site}"))
    page.get_by_label(fr("E-mail address")).fill(member_a.email)
    page.get_by_role("button", name=fr("Send me a code")).click()
    expect(page.get_by_role("heading", name=fr("Look into your mailbox"))).to_be_visible()
    code = mailed_code(mailbox, live_site, member_a.email)
    page.get_by_label(fr("Code")).fill(code)
    page.get_by_role("main").get_by_role("button", name=fr("Sign in")).click()
    expect(page).to_have_url(absolute_url(event.path_on_site))
    expect(page.get_by_role("heading", level=1)).to_have_text(event.title_fr)

    seats = page.get_by_role("figure")
    expect(seats).to_contain_text("0/20")
    page.evaluate("window.isTheSamePage = true")
    page.get_by_role("button", name=fr("I will come")).click()
    expect(page.locator(":focus")).to_have_text(fr("You are coming"))
    expect(seats).to_contain_text("1/20")

    newest_mail(mailbox, live_site, member_a.email)
    card = mailbox.get_by_role("region", name=fr("What the calendar is told"))
    expect(card.get_by_role("heading", name=event.title_fr)).to_be_visible()
    expect(card).to_contain_text("REQUEST, 0")

    page.get_by_role("link", name=fr("I can no longer come")).click()
    dialog = page.get_by_role("dialog", name=fr("Give up your seat?"))
    dialog.get_by_role("button", name=fr("Give up my seat")).click()
    expect(seats).to_contain_text("0/20")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name=fr("Undo")).click()
    expect(seats).to_contain_text("1/20")
    expect(page.locator(":focus")).to_have_text(fr("You are coming"))

    assert page.evaluate("window.isTheSamePage") is True
    assert sideways(page) == 0
    assert made.status_of(made.the_date(event), member_a) == "going"


def test_member_without_scripts_takes_a_seat_by_page_loads(live_site, page_for, event, member_a):
    page = page_for(member_a, width=PHONE, java_script_enabled=False)
    page.goto(live_site.url("/events/"))
    page.get_by_role("link", name=TITLE, exact=True).click()
    page.get_by_role("button", name="I will come").click()
    expect(page.get_by_role("complementary", name="Your seat")).to_contain_text("You are coming")
    expect(page.get_by_role("figure")).to_contain_text("1/20")

    page.get_by_role("link", name="I can no longer come").click()
    expect(page).to_have_url(re.compile("/cancel/"))
    page.get_by_label("A word to the organisers").fill("A delivery came in between.")
    page.get_by_role("button", name="Give up my seat").click()
    expect(page.get_by_text("You gave up your seat.")).to_be_visible()
    expect(page.get_by_role("figure")).to_contain_text("0/20")
    assert made.status_of(made.the_date(event), member_a) == "cancelled"


def test_what_is_for_gold_members_is_nowhere_for_a_bronze_one(
    live_site, page_for, event, member_a, member_c
):
    dinner = made.event(made.plan(30), title="Dinner with the founders", audience=made.gold_only())
    seen = {}
    for person in (member_a, member_c):
        page = page_for(person)
        answer = page.goto(live_site.url(dinner.path_on_site))
        heading = page.get_by_role("heading", level=1).inner_text()
        page.goto(live_site.url("/events/"))
        listed = page.get_by_role("main").get_by_role("heading", level=3).all_inner_texts()
        page.goto(live_site.url("/search/"))
        page.get_by_role("main").get_by_role("searchbox", name="Search").fill("founders")
        page.get_by_role("main").get_by_role("button", name="Search").click()
        expect(page).to_have_url(re.compile("q=founders"))
        found = page.get_by_role("main").get_by_role("link").all_inner_texts()
        seen[person] = (answer.status, heading, listed, found)
    assert seen == {
        member_a: (200, dinner.title_en, [TITLE, dinner.title_en], [dinner.title_en]),
        member_c: (404, "There is nothing at this address", [TITLE], ["All members"]),
    }
