"""A thread in two browsers: live, nothing lost, nothing twice; and without scripts."""

import re

import pytest

from forum import services
from forum.models import Post
from members.services.search import rebuild_directory
from notifications.models import BellItem
from tests.browser.steps import expect, sideways
from tests.forum import made

PHONE = 360
SECOND_MS = 1_000


@pytest.fixture
def thread(live_site, member_a):
    """A discussion that everybody may read."""
    return made.thread(member_a, title="EDI labels", text="Who has **migrated**?")


def open_thread(page, site, thread):
    """The thread, once its line stands."""
    page.goto(site.url(thread.get_absolute_url()))
    expect(page.locator("[data-live-state][data-state=live]")).to_be_visible()
    return page


def bodies(page):
    """What stands in the posts, in their order."""
    return [text.strip() for text in page.locator("#posts .post-b").all_inner_texts()]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_answer_that_arrives_has_the_hour_that_the_page_will_show(
    live_site, page_for, thread, member_a, member_b, language
):
    member_a.language, member_a.time_zone = language, "America/Montreal"
    member_a.save(update_fields=["language", "time_zone"])
    page = open_thread(page_for(member_a, timezone_id="Asia/Tokyo"), live_site, thread)
    other = open_thread(page_for(member_b), live_site, thread)
    other.get_by_label("Your answer").fill("In ten weeks.")
    other.get_by_role("button", name="Send").click()
    written = page.locator("#p2 time")
    expect(page.locator("#p2 .post-b")).to_have_text("In ten weeks.")
    arrived = written.text_content()
    page.reload()
    assert arrived == written.text_content()


def test_an_answer_reaches_the_other_browser_and_leaves_its_half_written_reply_alone(
    live_site, page_for, thread, member_a, member_b, axe
):
    one = open_thread(page_for(member_a), live_site, thread)
    two = open_thread(page_for(member_b, width=PHONE), live_site, thread)
    field = one.get_by_label("Your answer")
    field.fill("We moved 212 suppliers last year, and")
    field.evaluate("field => field.setSelectionRange(9, 12)")

    two.get_by_label("Your answer").fill("In *ten* weeks.")
    two.get_by_role("button", name="Send").click()
    expect(one.locator("#p2 .post-b")).to_have_text("In ten weeks.", timeout=3 * SECOND_MS)
    expect(two.locator("#p2 .post-b")).to_have_text("In ten weeks.")
    expect(one.locator("#p2")).to_contain_text("Béatrice Bastide")
    for page in (one, two):
        expect(page.locator("[data-count]")).to_have_text("2 posts")
    expect(field).to_have_value("We moved 212 suppliers last year, and")
    assert field.evaluate(
        "f => [f.selectionStart, f.selectionEnd, document.activeElement === f]"
    ) == [
        9,
        12,
        True,
    ]
    expect(two.get_by_label("Your answer")).to_have_value("")

    # The draft outlives the page.
    expect(one.get_by_text("Draft kept")).to_be_visible()
    one.reload()
    expect(one.get_by_label("Your answer")).to_have_value("We moved 212 suppliers last year, and")

    # Edited, taken back and shown again, without a reload at the other side.
    two.locator("#p2").get_by_role("link", name="Edit").click()
    two.get_by_label("Your text").fill("In *nine* weeks.")
    two.get_by_role("button", name="Save").click()
    expect(one.locator("#p2 .post-b")).to_have_text("In nine weeks.")
    two.locator("#p2").get_by_role("button", name="Take back").click()
    expect(one.locator("#p2")).to_contain_text("This post was removed")
    expect(one.locator("[data-count]")).to_have_text("1 post")
    two.locator("#p2").get_by_role("button", name="Undo").click()
    expect(one.locator("#p2 .post-b")).to_have_text("In nine weeks.")
    expect(one.locator("[data-count]")).to_have_text("2 posts")
    one.locator("#p2").get_by_role("button", name="This is the answer").click()
    expect(two.locator("#p2")).to_contain_text("The accepted answer")
    for page in (one, two):
        assert axe(page) == []
        assert sideways(page) == 0


def test_what_is_written_while_the_line_is_cut_arrives_once(
    live_site, page_for, thread, member_a, member_b
):
    one = open_thread(page_for(member_a), live_site, thread)
    two = open_thread(page_for(member_b), live_site, thread)
    one.context.set_offline(True)
    expect(one.locator("#offline")).to_be_visible()
    for text in ("Two", "Three"):
        two.get_by_label("Your answer").fill(text)
        two.get_by_role("button", name="Send").click()
        expect(two.locator("#posts .post-b").last).to_have_text(text)
    one.get_by_label("Your answer").fill("Written in a tunnel")
    one.get_by_role("button", name="Send").click()
    expect(one.get_by_text("Not sent yet")).to_be_visible()
    one.context.set_offline(False)
    expected = ["Who has migrated?", "Two", "Three", "Written in a tunnel"]
    for page in (one, two):
        expect(page.locator("#posts .post-b")).to_have_text(expected)
        expect(page.locator(".post-wait")).to_have_count(0)
    assert list(Post.objects.values_list("body_md", flat=True))[1:] == expected[1:]


def test_a_name_is_offered_and_the_bell_rings_once(
    live_site, page_for, thread, member_a, member_b, member_c
):
    rebuild_directory()
    one = open_thread(page_for(member_a), live_site, thread)
    field = one.get_by_label("Your answer")
    field.click()
    field.press_sequentially("Ask @bast")
    expect(one.get_by_role("option")).to_contain_text("Béatrice Bastide")
    field.press("Enter")
    expect(field).to_have_value("Ask @Béatrice Bastide ")
    one.get_by_role("button", name="Send").click()
    expect(one.locator("#p2 .post-b b")).to_have_text("@Béatrice Bastide")
    services.spread_due()
    assert [item.person for item in BellItem.objects.all()] == [member_b]


def test_without_scripts_everything_works_by_page_loads(
    live_site, page_for, thread, member_a, member_b
):
    page = page_for(member_b, width=PHONE, java_script_enabled=False)
    page.goto(live_site.url("/forum/"))
    page.get_by_role("link", name="EDI labels").click()
    expect(page.get_by_text("New posts appear when the page is loaded again.")).to_be_visible()
    page.get_by_label("Your answer").fill("By page loads")
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_url(re.compile("#p2$"))
    expect(page.locator("#p2 .post-b")).to_have_text("By page loads")
    page.locator("#p2").get_by_role("button", name="Take back").click()
    expect(page.locator("#p2")).to_contain_text("You took this post back.")
    page.locator("#p2").get_by_role("button", name="Undo").click()
    page.locator("#p1").get_by_role("link", name="Quote").click()
    expect(page.get_by_label("Your answer")).to_have_value(re.compile("Agathe Aubrac"))
