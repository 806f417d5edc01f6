"""Coming in from outside: asking to join, following a link, accepting an invitation."""

from club.lib.urls import absolute_url
from members.models import JoinRequest
from tests.browser.steps import expect, sideways
from tests.events import made
from tests.factories.accounts import PASSWORD

PHONE = 360


def test_stranger_asks_to_join_and_keeps_what_was_typed_beside_the_mistake(live_site, page_for):
    page = page_for(width=PHONE)
    page.goto(live_site.url("/"))
    page.get_by_role("link", name="Ask to join").first.click()
    page.get_by_label("Your name").fill("Ines Inconnue")
    page.get_by_label("Your e-mail address at work").fill("ines at client-z")
    page.get_by_label("Your company").fill("Client Z")
    page.get_by_label("A word to us").fill("We buy your boilers.")
    page.get_by_role("button", name="Send my request").click()

    address = page.get_by_label("Your e-mail address at work")
    expect(address).to_have_attribute("aria-invalid", "true")
    expect(address).to_have_value("ines at client-z")
    expect(page.get_by_label("Your name")).to_have_value("Ines Inconnue")
    expect(page.get_by_label("Your company")).to_have_value("Client Z")
    expect(page.get_by_label("A word to us")).to_have_value("We buy your boilers.")
    assert sideways(page) == 0
    assert JoinRequest.objects.count() == 0

    address.fill("ines@client-z.example")
    page.get_by_role("button", name="Send my request").click()
    expect(page.get_by_role("heading", name="Your request is with us")).to_be_visible()
    asked = JoinRequest.objects.values_list("name", "email", "company_name", "message")
    assert list(asked) == [
        ("Ines Inconnue", "ines@client-z.example", "Client Z", "We buy your boilers.")
    ]


def test_closed_address_leads_over_the_sign_in_back_to_itself(live_site, page_for, member_a):
    event = made.event()
    page = page_for(width=PHONE)
    assert page.goto(live_site.url(event.path_on_site)).status == 404
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_text("Use my password").click()
    page.get_by_label("E-mail address").fill(member_a.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(absolute_url(event.path_on_site))
    expect(page.get_by_role("heading", level=1)).to_have_text(event.title_en)
