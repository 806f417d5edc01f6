"""The account manager's desk in a real browser: a call is logged in place, and taken back."""

import re
from datetime import timedelta

from accounts.models import User
from club.lib import clock
from loyalty.models import Interaction
from loyalty.services import log_interaction
from tests.browser.steps import expect, sideways
from tests.factories.accounts import member
from tests.loyalty.clients import history, known

PHONE = 360


def test_account_manager_logs_a_call_sees_what_came_of_it_and_takes_it_back(
    live_site, page_for, axe, manager: User, company_a, member_a
):
    page = page_for(manager, width=PHONE)
    page.goto(live_site.url("/portfolio/"))
    page.get_by_role("link", name=company_a.name).click()
    page.evaluate("window.isTheSamePage = true")
    page.get_by_role("link", name="Log a contact").click()
    dialog = page.get_by_role("dialog", name="Log a contact")
    expect(dialog.get_by_role("radio", name="They answered")).to_be_checked()
    dialog.get_by_role("radio", name="Visit").check()
    expect(dialog.get_by_role("radio", name="They answered")).to_be_hidden()
    dialog.get_by_role("radio", name="Call").check()
    dialog.get_by_label("With whom?").select_option(label=member_a.full_name)

    dialog.get_by_label("Which day?").fill("2999-01-01")
    dialog.get_by_label("In one line").fill("Comes with her director.")
    dialog.get_by_role("button", name="Log it").click()
    expect(dialog.get_by_text("This day has not come yet.")).to_be_visible()
    expect(dialog.get_by_label("In one line")).to_have_value("Comes with her director.")

    dialog.get_by_label("Which day?").fill(page.evaluate("new Date().toISOString().slice(0, 10)"))
    dialog.get_by_role("button", name="Log it").click()
    expect(page.locator(":focus")).to_contain_text("Noted: Call, answered.")
    expect(page.get_by_text("Comes with her director.")).to_be_visible()
    assert Interaction.objects.standing().count() == 1
    assert [*axe(page), sideways(page)] == [0]

    page.get_by_role("button", name="Undo").click()
    expect(page.locator(":focus")).to_contain_text(re.compile("Taken back"))
    assert page.evaluate("window.isTheSamePage") is True
    assert Interaction.objects.standing().count() == 0


def test_visit_sheet_of_a_client_with_much_to_tell_is_one_page_of_paper(
    live_site, page_for, manager: User, company_a, member_a
):
    history(company_a, *[5.5, 6, 7] * 8)
    for number in range(9):
        known(company_a, f"Known N{number}")
        member(company_a, email=f"p{number}@client-a.example")
        log_interaction(
            company_a,
            by=manager,
            kind="visit",
            happened_on=clock.today() - timedelta(days=20 * number),
            person=member_a,
            note="Saw the new line, and talked about the labels of the next one.",
            refresh=False,
        )
    page = page_for(manager)
    page.goto(live_site.url("/portfolio/client-a/"))
    page.evaluate("window.print = () => { window.isPrinted = true }")
    page.get_by_role("button", name="Visit sheet").click()
    assert page.evaluate("window.isPrinted") is True
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type ?/Page\b", paper)) == 1
