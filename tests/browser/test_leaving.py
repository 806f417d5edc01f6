"""Somebody leaves: noted by the correspondent or the account manager, and taken back."""

from datetime import timedelta

from club.lib import clock
from members.services import rebuild_directory
from tests.browser.steps import expect, sideways, sign_in
from tests.forum import made

PHONE = 360


def test_correspondent_removes_a_colleague_whose_page_stops_and_takes_it_back(
    live_site, page_for, axe, colleague_a, member_a, member_b
):
    thread = made.thread(member_a)
    rebuild_directory()
    own, reader = page_for(member_a), page_for(member_b)
    own.goto(live_site.url(thread.get_absolute_url()))
    page = page_for(colleague_a, width=PHONE)
    page.goto(live_site.url("/companies/client-a/team/"))
    page.get_by_role("link", name=f"{member_a.full_name} leaves the company").click()
    expect(page.get_by_text("They are signed out everywhere")).to_be_visible()
    assert [*axe(page), sideways(page)] == [0]
    page.get_by_role("button", name="Note the departure").click()
    expect(page.get_by_role("heading", name="Left lately")).to_be_visible()
    assert [*axe(page), sideways(page)] == [0]

    own.reload()
    expect(own.get_by_role("heading", level=1)).to_contain_text("This page is for members")
    sign_in(own, live_site, member_a.email)
    expect(own.get_by_role("heading", level=1)).to_have_text("Your access to the club is closed")
    reader.goto(live_site.url(thread.get_absolute_url()))
    expect(reader.get_by_role("article").first).to_contain_text("Former member")
    expect(reader.get_by_role("main")).not_to_contain_text(member_a.full_name)
    reader.goto(live_site.url("/members/?q=agathe"))
    expect(reader.locator("[data-count]")).to_have_text("0 people")

    page.get_by_role("button", name=f"A mistake: still here – {member_a.full_name}").click()
    expect(page.get_by_role("link", name=f"{member_a.full_name} leaves")).to_be_visible()
    reader.reload()
    expect(reader.locator("[data-count]")).to_have_text("1 person")
    sign_in(own, live_site, member_a.email)
    expect(own.get_by_role("heading", level=1)).to_contain_text("Agathe")


def test_account_manager_notes_a_day_to_come_moves_it_and_takes_it_back(
    live_site, page_for, axe, manager, member_a
):
    own, page = page_for(member_a), page_for(manager)
    day = clock.house_today() + timedelta(days=9)
    page.goto(live_site.url("/companies/client-a/team/"))
    leaves = page.get_by_role("link", name=f"{member_a.full_name} leaves the company")
    for wanted in (day, day + timedelta(days=1)):
        leaves.click()
        page.get_by_label("From").fill(wanted.isoformat())
        page.get_by_role("button", name="Note the departure").click()
        expect(page.get_by_text("leaves on")).to_contain_text(str(wanted.day))
    assert own.goto(live_site.url("/members/")).status == 200
    leaves.click()
    assert axe(page) == []
    page.get_by_role("button", name=f"{member_a.full_name} stays after all").click()
    expect(leaves).to_be_visible()
    expect(page.get_by_text("leaves on")).to_have_count(0)
