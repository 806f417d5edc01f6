"""A member reports another one; the club answers; the block, and its end."""

from members.models import Report
from members.services import rebuild_directory
from tests.browser.steps import expect, sideways
from tests.forum import made

PHONE = 360
WHAT = "Third time this week, after a clear no."


def test_report_from_a_post_reaches_the_club_and_its_answer_comes_back(
    live_site, page_for, axe, member_a, member_b, organiser
):
    thread = made.thread(member_b)
    rebuild_directory()
    page = page_for(member_a, width=PHONE)
    page.goto(live_site.url(thread.get_absolute_url()))
    page.get_by_role("main").get_by_role("link", name=member_b.full_name).first.click()
    page.locator("summary").filter(has_text="More").click()
    page.get_by_role("link", name="Report to the club").click()
    page.get_by_role("button", name="Send to the team").click()
    expect(page.get_by_text("Say in a few words what happened.")).to_be_visible()
    assert [*axe(page), sideways(page)] == [0]
    page.get_by_label("insists after a no").check()
    page.get_by_label("What happened?").fill(WHAT)
    expect(page.get_by_label("Block this person too")).to_be_checked()
    page.get_by_role("button", name="Send to the team").click()
    expect(page.get_by_text("The club’s team has it").last).to_be_visible()

    desk = page_for(organiser, width=PHONE)
    desk.goto(live_site.url("/cms/members/reports/"))
    assert [*axe(desk), sideways(desk, ".club-desk")] == [0]
    desk.get_by_role("link", name=member_b.full_name).click()
    expect(desk.get_by_text(WHAT)).to_be_visible()
    assert [*axe(desk), sideways(desk, ".club-desk")] == [0]
    desk.get_by_label("Note for the team").fill("Called: it stops.")
    desk.get_by_role("button", name="Close the report").click()
    expect(desk.get_by_text("No report waits.")).to_be_visible()
    assert Report.objects.get().handled_by == organiser

    page.goto(live_site.url("/me/bell/"))
    expect(page.get_by_role("main")).to_contain_text("has read what you reported")
    page.goto(live_site.url("/members/?q=bastide"))
    expect(page.locator("[data-count]")).to_have_text("0 people")
    page.goto(live_site.url("/me/contacts/blocked/"))
    assert [*axe(page), sideways(page)] == [0]
    page.get_by_role("button", name=f"Take back the block of {member_b.full_name}").click()
    expect(page.get_by_role("heading", name="Nobody is blocked")).to_be_visible()
    page.goto(live_site.url("/members/?q=bastide"))
    expect(page.locator("[data-count]")).to_have_text("1 person")
