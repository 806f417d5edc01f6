"""What the club records about a person: objected to, taken along, deleted; and the periods."""

import zipfile
from pathlib import Path

from accounts.models import User
from events.services import register
from members.services import apply_retention, periods
from tests.browser.steps import expect, sideways
from tests.events.made import event, the_date
from tests.factories.accounts import PASSWORD
from tests.forum import made

PHONE = 360
PRIVACY = "/me/privacy/"
FOLDER = "http://folder.example/"


def test_objection_is_made_and_taken_back_and_each_kind_unfolds(live_site, page_for, axe, member_a):
    register(the_date(event(title="Line 9")), member_a, by=member_a)
    page = page_for(member_a, width=PHONE)
    page.goto(live_site.url(PRIVACY))
    facts = page.get_by_role("region", name="What you took part in")
    expect(facts.get_by_text("Line 9")).to_be_hidden()
    facts.get_by_text("1 entry").click()
    expect(facts.get_by_text("Line 9")).to_be_visible()
    assert [*axe(page), sideways(page)] == [0]
    page.get_by_role("button", name="Object", exact=True).click()
    expect(page.get_by_role("heading", name="You object")).to_be_visible()
    page.get_by_role("button", name="Take my objection back").click()
    expect(page.get_by_role("heading", name="Do you object?")).to_be_visible()


def test_archive_holds_a_page_to_read(live_site, page_for, axe, tmp_path, member_a):
    thread = made.thread(member_a, text="Who has **migrated**?")
    page = page_for(member_a)
    page.goto(live_site.url(PRIVACY))
    page.get_by_role("link", name="Download everything").click()
    prove(page)
    with page.expect_download() as begun:
        page.get_by_role("button", name="Download").click()
    archive = tmp_path / "own.zip"
    begun.value.save_as(archive)
    with zipfile.ZipFile(archive) as packed:
        assert packed.testzip() is None
        packed.extractall(tmp_path)
    # As from a folder, under an address at which axe may read the styles.
    page.route(
        f"{FOLDER}*", lambda asked: asked.fulfill(path=tmp_path / Path(asked.request.url).name)
    )
    page.goto(f"{FOLDER}index.html")
    for words in (member_a.email, thread.title, "Who has"):
        expect(page.get_by_text(words).first).to_be_visible()
    assert axe(page) == []


def test_account_is_deleted_to_its_end(live_site, page_for, axe, member_a, member_b):
    thread = made.thread(member_a)
    page = page_for(member_a, width=PHONE)
    page.goto(live_site.url(PRIVACY))
    page.get_by_role("link", name="Delete my account").click()
    prove(page)
    expect(page.get_by_role("heading", name="What stays")).to_be_visible()
    assert [*axe(page), sideways(page)] == [0]
    address = page.get_by_label("Your e-mail address")
    address.fill("somebody@else.example")
    page.get_by_role("button", name="Delete my account for good").click()
    expect(address).to_have_attribute("aria-invalid", "true")
    address.fill(member_a.email)
    page.get_by_role("button", name="Delete my account for good").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is deleted")
    assert [*axe(page), sideways(page)] == [0]
    assert not User.objects.filter(pk=member_a.pk).exists()
    reader = page_for(member_b)
    reader.goto(live_site.url(thread.get_absolute_url()))
    expect(reader.get_by_role("article").first).to_contain_text("Former member")


def test_period_is_shortened_and_the_job_reports(live_site, page_for, axe, administrator):
    page = page_for(administrator, width=PHONE)
    page.goto(live_site.url("/cms/members/retention/"))
    expect(page.get_by_text("It has not run yet.")).to_be_visible()
    days = page.get_by_label("Mails that were sent or given up")
    days.fill("9999")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".error-message")).to_be_visible()
    assert [*axe(page), sideways(page, ".club-desk")] == [0]
    days.fill("90")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_be_visible()
    expect(days).to_have_value("90")
    assert 90 in periods().values()
    apply_retention()
    page.reload()
    expect(page.get_by_text("Nothing was old enough.")).to_be_visible()


def prove(page):
    """Say once more who sits here."""
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
