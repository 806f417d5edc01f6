"""The way in: from the mail to the own day, in French, on a phone, without a password."""

import pytest

from accounts.models import ClubSettings, Membership, User
from accounts.services import set_language
from members.models import Arrival, CharterAcceptance, Profile
from members.services import invite, update_profile, write_charter
from tests.browser.steps import expect, fr, mailed_link, sideways
from tests.events import made
from tests.factories.accounts import member
from tests.members.made import crowd

PHONE = 360


@pytest.fixture
def invitation(live_site, company_a, company_b, manager, member_b):
    """Somebody of client A is invited, into a club where there is something and somebody."""
    ClubSettings.objects.update(supplier_name="Aldane")
    update_profile(member_b, by=member_b, can_help_with="EDI, Douane", looks_for="Énergie")
    crowd(8)
    made.event()
    return invite(
        "nadia@client-a.example",
        company_a,
        by=manager,
        first_name="Nadia",
        last_name="Neuve",
        job_title="Acheteuse",
        language="fr",
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_invited_person_is_in_without_a_password(live_site, page_for, axe, invitation, scripts):
    mailbox = page_for()
    link = mailed_link(mailbox, live_site, invitation.email, fr("See the invitation"))
    page = page_for(width=PHONE, height=740, locale="fr-FR", java_script_enabled=scripts)

    def is_fit(heading):
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        if scripts:
            assert sideways(page) == 0
            assert axe(page) == []

    for _time in range(2):
        page.goto(link)
    is_fit(fr("You are invited to %(club)s") % {"club": "Le Cercle"})
    for words in ("Aldane", "Atelier Aubrac", "Marc Maurel"):
        expect(page.get_by_role("main")).to_contain_text(words)
    assert not User.objects.filter(email=invitation.email).exists()
    page.get_by_role("button", name=fr("Join")).click()

    is_fit(fr("Before you come in"))
    page.get_by_role("button", name=fr("I accept")).click()
    is_fit(fr("Who I am"))
    expect(page.get_by_label(fr("First name"))).to_have_value("Nadia")
    expect(page.get_by_label(fr("Job title"))).to_have_value("Acheteuse")
    page.get_by_label(fr("I buy"), exact=True).check()
    page.get_by_role("button", name=fr("Continue")).click()

    is_fit(fr("What I offer and look for"))
    helps = page.get_by_role("group", name=fr("I can help with"))
    helps.get_by_label("Douane").check()
    page.get_by_label(fr("Other subjects I am looking for")).fill("Chaleur")
    page.get_by_role("button", name=fr("Back"), exact=True).click()
    is_fit(fr("Who I am"))
    page.get_by_role("button", name=fr("Continue")).click()
    expect(helps.get_by_label("Douane")).to_be_checked()
    page.get_by_role("button", name=fr("Continue")).click()

    is_fit(fr("What is shown to whom"))
    page.goto(live_site.url("/welcome/"))
    is_fit(fr("What is shown to whom"))
    page.get_by_label(fr("Phone"), exact=True).fill("+33 1 23 45 67 89")
    page.get_by_role("button", name=fr("Come in")).click()

    is_fit("Nadia")
    main = page.get_by_role("main")
    for words in ("Marc Maurel", "Line 9", fr("People to meet")):
        expect(main).to_contain_text(words)
    expect(page.locator("input[type=password]")).to_have_count(0)
    page.get_by_role("button", name=fr("Put away")).click()
    expect(main).not_to_contain_text("Marc Maurel")

    person = User.objects.get(email=invitation.email)
    assert not person.has_usable_password()
    assert Membership.objects.get(person=person).function == "buys"
    profile = Profile.objects.get(person=person)
    assert (profile.help_topics, profile.wanted_topics) == (["Douane"], ["Chaleur"])
    assert Arrival.objects.get(person=person).finished_at is not None


def test_form_that_met_a_new_charter_arrives_after_it(live_site, page_for, member_a, organiser):
    set_language(member_a, "en")
    page = page_for(member_a, width=PHONE)
    page.goto(live_site.url("/me/"))
    page.get_by_label("About me", exact=True).fill("Two lines\nand “quotes”.")
    write_charter(by=organiser, text_fr="Une règle.", text_en="One rule.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The charter has changed")
    page.get_by_role("button", name="I accept").click()
    expect(page).to_have_url(live_site.url("/me/"))
    expect(page.get_by_label("About me", exact=True)).to_have_value("Two lines\nand “quotes”.")
    assert CharterAcceptance.objects.filter(person=member_a).count() == 2


def test_who_says_not_now_comes_back_another_day(live_site, page_for, company_a):
    newcomer = member(company_a, newcomer=True)
    page = page_for(newcomer)
    page.goto(live_site.url("/members/"))
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("See you another day")
    assert page.goto(live_site.url("/members/")).status == 404
