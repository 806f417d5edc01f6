"""The editing desk in a real browser: what an organiser publishes, members find."""

from datetime import timedelta

from django.urls import reverse

from accounts.audit import note_act
from accounts.enums import AuditKind, Role
from club.lib import clock
from tests.browser.steps import expect, sideways
from tests.factories.accounts import audience, member, staff

TITLE = "An evening at the foundry"


def test_event_written_and_published_at_the_desk_is_on_the_list_of_a_member(
    live_site, page_for, axe, organiser, member_a
):
    desk = page_for(organiser, scheme="dark")
    desk.goto(live_site.url("/cms/"))
    expect(desk.get_by_role("search", name="Search", exact=True)).to_have_count(1)
    assert axe(desk) == []
    desk.get_by_role("link", name="A new event").click()
    desk.get_by_role("combobox", name="For whom is it?").select_option(
        label=audience("members").name_en
    )
    desk.get_by_role("button", name="Meeting").click()
    desk.get_by_label("Title in English").fill(TITLE)
    desk.get_by_label("First day").fill((clock.now().date() + timedelta(days=20)).isoformat())
    desk.get_by_label("From", exact=True).fill("18:00")
    desk.get_by_label("Until", exact=True).fill("21:00")
    desk.get_by_label("Seats", exact=True).fill("12")
    desk.get_by_label("Name of the place").fill("Foundry")
    desk.mouse.click(700, 5)  # a click anywhere closes what is left of the calendars
    expect(desk.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    desk.get_by_role("button", name="More actions").click()
    desk.get_by_role("button", name="Publish").click()
    expect(desk.locator(".messages")).to_contain_text("published")

    page = page_for(member_a)
    page.goto(live_site.url("/events/"))
    page.get_by_role("link", name=TITLE, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("figure")).to_contain_text("0/12")


def test_acts_are_read_on_a_phone_without_scrolling_to_the_side(live_site, page_for, company_a):
    by = staff(Role.ADMINISTRATOR, email="a-very-long-address-of-somebody@administration.example")
    note_act(AuditKind.SUSPENDED, by=by, person=member(company_a, last_name="Long" * 12))
    page = page_for(by, width=360)
    page.goto(live_site.url(reverse("members_desk:acts")))
    table = page.locator("table.listing")
    expect(table.locator("tbody tr")).to_have_count(1)
    list_ = page.locator(".club-desk")
    assert [sideways(page), list_.evaluate("it => it.scrollWidth - it.clientWidth")] == [0, 0]
    label = "getComputedStyle(document.querySelector('.club-desk td'), '::before').content"
    assert page.evaluate(label) == '"When" / ""'  # shown, and not read out a second time
