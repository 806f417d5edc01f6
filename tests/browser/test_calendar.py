"""What the calendar loop shows in a browser: offers, the link in a mail, the feed, a moved hour."""

import pytest
from icalendar import Calendar

from events.services import cancel_registration, register
from tests.browser.steps import expect, mailed_link, newest_mail
from tests.events import made

TITLE = "Line 9, from the inside"


@pytest.fixture
def full(live_site, member_a, member_b):
    """An event with one seat: B's member has it, A's waits."""
    event = made.event(made.plan(seats=1), title=TITLE)
    for person in (member_b, member_a):
        register(made.the_date(event), person, by=person)
    return event


def test_a_freed_seat_is_offered_by_mail_and_confirmed(
    live_site, page_for, full, member_a, member_b
):
    page = page_for(member_a)
    page.goto(live_site.url(full.path_on_site))
    expect(page.get_by_role("complementary", name="Your seat")).to_contain_text("number 1 in line")
    date = made.the_date(full)
    cancel_registration(date.registrations.get(person=member_b), by=member_b)
    page.goto(mailed_link(page, live_site, member_a.email, "Confirm my seat"))
    expect(page.get_by_role("figure")).to_contain_text("1/1")
    assert made.status_of(date, member_a) == "offered"
    page.get_by_role("button", name="Confirm my seat").click()
    expect(page.locator(":focus")).to_have_text("You are coming")
    assert made.status_of(date, member_a) == "going"


def test_the_link_in_a_mail_shows_first_and_its_button_acts(
    live_site, page_for, full, member_a, member_b
):
    page = page_for(width=360)
    page.goto(mailed_link(page, live_site, member_b.email, "Change my answer, without signing in"))
    expect(page.get_by_role("main")).to_contain_text(f"You answer as {member_b.full_name}.")
    assert made.status_of(made.the_date(full), member_b) == "going"
    page.get_by_role("button", name="Give up my seat").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("not coming")
    assert made.status_of(made.the_date(full), member_a) == "offered"


def test_the_address_of_the_own_calendar_works_until_it_is_revoked(
    live_site, page_for, full, member_b
):
    page = page_for(member_b)
    page.goto(live_site.url("/me/calendar/"))
    page.get_by_role("button", name="Make my address").click()
    address = page.get_by_label("Address of your calendar").input_value()
    program = page_for().request
    (entry,) = Calendar.from_ical(program.get(address).body()).walk("VEVENT")
    assert (entry["SUMMARY"], entry["STATUS"]) == (TITLE, "CONFIRMED")
    page.goto(live_site.url("/me/calendar/"))
    expect(page.get_by_role("main")).not_to_contain_text(address)
    page.get_by_role("link", name="Revoke the address").click()
    page.get_by_role("button", name="Revoke the address").click()
    expect(page.get_by_role("button", name="Make my address")).to_be_visible()
    assert program.get(address).status == 404


def test_a_moved_hour_says_who_is_told_before_it_is_published(
    live_site, page_for, full, organiser, member_b
):
    mailbox = page_for()
    newest_mail(mailbox, live_site, member_b.email)
    desk = page_for(organiser)
    desk.goto(live_site.url(f"/cms/pages/{full.pk}/edit/"))
    desk.get_by_label("From", exact=True).fill("10:00")
    desk.mouse.click(700, 5)  # a click anywhere closes what is left of the calendars
    expect(desk.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    desk.get_by_role("button", name="More actions").click()
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_role("heading", level=2)).to_have_text("2 people will be told")
    assert made.the_date(full).local_start.hour == made.MORNING.hour
    desk.get_by_role("button", name="Publish and tell them").click()
    expect(desk.locator(".messages")).to_contain_text("published")
    assert made.the_date(full).local_start.hour == 10
    newest_mail(mailbox, live_site, member_b.email)
    expect(mailbox.get_by_role("main")).to_contain_text(f"Changed: {TITLE}")
    card = mailbox.get_by_role("region", name="What the calendar is told")
    expect(card).to_contain_text("REQUEST, 1")
