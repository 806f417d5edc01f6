"""Before the opening: staff and founders are in, others are told so, strangers read less."""

import re

import pytest
from django.core import mail

from accounts.audience import viewer_for
from accounts.models import ClubSettings, Membership
from accounts.services import start_membership
from club.lib import clock
from home.services import open_the_club
from members.models import Invitation, JoinRequest
from members.querysets import visible_memberships
from members.services import InvitationGone, Refused, accept_invitation, invite
from notifications.enums import MailStatus
from notifications.models import OutboxMail
from notifications.services import deliver_due, notify
from tests.factories.accounts import PASSWORD, UserFactory, audience

pytestmark = pytest.mark.usefixtures("in_english")

STAFF = ["organiser", "manager", "director", "administrator"]
SOON = "The club opens soon"


@pytest.fixture
def founder(company_b):
    """A founder of client B."""
    person = UserFactory.create(email="founder@client-b.example")
    start_membership(person, company_b, is_founder=True)
    return person


@pytest.mark.parametrize("who", STAFF)
def test_staff_are_in_before_and_after(who, closed_club, client_for, request):
    person = request.getfixturevalue(who)
    assert viewer_for(person).is_staff
    assert client_for(person).get("/").status_code == 200


def test_founder_is_in_and_an_ordinary_member_is_not(
    member_a, founder, organiser, closed_club, client_for, django_assert_num_queries
):
    assert viewer_for(founder).is_member
    assert viewer_for(member_a).is_stranger
    assert not audience("members").members().filter(pk=member_a.pk).exists()
    people = {row.person_id for row in visible_memberships(viewer_for(founder))}
    assert people == {founder.pk}
    browser = client_for(member_a)
    assert browser.get("/members/").status_code == 404
    english = {"HTTP_ACCEPT_LANGUAGE": "en"}
    assert SOON in client_for(member_a, **english).get("/").content.decode()
    open_the_club(by=named(organiser))
    assert viewer_for(member_a).is_member
    assert client_for(member_a).get("/members/").status_code == 200
    people = {row.person_id for row in visible_memberships(viewer_for(founder))}
    assert people == {founder.pk, member_a.pk}


def join_path(message):
    """Where the link in an invitation leads."""
    found = re.search(r"http://[^/\s]+(/join/\S+)", message.get_body(("plain",)).get_content())
    assert found
    return found[1]


def named(person):
    """A club that can be opened."""
    ClubSettings.objects.update(supplier_name="Aldane")
    return person


def test_asking_whether_the_club_is_open_costs_no_query(member_a, django_assert_num_queries):
    with django_assert_num_queries(1):
        viewer_for(member_a)


def test_member_is_told_after_the_proof_and_nobody_else_is(member_a, closed_club, client_for):
    words = {"email": member_a.email, "password": PASSWORD, "way": "password"}
    browser = client_for(HTTP_ACCEPT_LANGUAGE="en")
    assert SOON in browser.post("/accounts/login/", words).content.decode()
    assert "_auth_user_id" not in browser.session
    wrong = browser.post("/accounts/login/", {**words, "password": "not-this-one"})
    assert SOON not in wrong.content.decode()


def test_code_is_mailed_to_a_member_who_waits(member_a, closed_club, client_for, outbox):
    browser = client_for(HTTP_ACCEPT_LANGUAGE="en")
    browser.post("/accounts/login/", {"email": member_a.email, "way": "code"})
    (message,) = outbox()
    code = re.findall(r"\b\d{4}-\d{4}\b", message.get_body(("plain",)).get_content())[0]
    answer = browser.post("/accounts/login/code/confirm/", {"code": code}, follow=True)
    assert SOON in answer.content.decode()
    assert browser.get("/members/").status_code == 404


def test_mail_about_the_club_does_not_reach_who_waits(member_a, organiser, closed_club):
    queued = notify("home.opened", person=member_a, by=organiser)
    deliver_due()
    assert OutboxMail.objects.get(pk=queued.pk).status == MailStatus.SKIPPED
    assert mail.outbox == []


def test_opening_is_told_to_members_who_waited_once(
    member_a, suspended_b, organiser, closed_club, outbox
):
    for _press in range(2):
        open_the_club(by=named(organiser))
    assert [message["To"] for message in outbox()] == [f"{member_a.full_name} <{member_a.email}>"]


def test_only_founders_are_invited_before_the_opening(company_a, organiser, closed_club):
    with pytest.raises(Refused, match="not open yet"):
        invite("new@client-a.example", company_a, by=organiser)
    assert not Invitation.objects.exists()
    assert invite("new@client-a.example", company_a, by=organiser, is_founder=True).is_founder


def test_early_invitation_waits_for_the_opening(company_a, organiser, client_for, outbox):
    invite("new@client-a.example", company_a, by=organiser)
    (message,) = outbox()
    path = join_path(message)
    ClubSettings.objects.update(opened_at=None)
    browser = client_for(HTTP_ACCEPT_LANGUAGE="en")
    for method in (browser.get, browser.post):
        answer = method(path)
        assert (answer.status_code, SOON in answer.content.decode()) == (200, True)
    with pytest.raises(InvitationGone):
        accept_invitation(path.split("/")[2], first_name="Nina", last_name="Noël")
    open_the_club(by=named(organiser))
    person = accept_invitation(path.split("/")[2], first_name="Nina", last_name="Noël")
    assert viewer_for(person).is_member
    assert not Membership.objects.get(person=person).is_founder


def test_founder_accepts_before_the_opening(company_a, organiser, closed_club, outbox):
    invite("new@client-a.example", company_a, by=organiser, is_founder=True)
    (message,) = outbox()
    token = join_path(message).split("/")[2]
    person = accept_invitation(token, first_name="Nina", last_name="Noël")
    assert Membership.objects.get(person=person).is_founder
    assert viewer_for(person).is_member


def test_who_said_no_or_holds_a_closed_invitation_is_not_sent_to_a_door_that_is_shut(
    company_a, organiser, closed_club, client_for, outbox
):
    ClubSettings.objects.update(supplier_name="Aldane", contact_email="club@aldane.example")
    invite("new@client-a.example", company_a, by=organiser, is_founder=True)
    (message,) = outbox()
    path = join_path(message)
    browser = client_for(HTTP_ACCEPT_LANGUAGE="en")
    refused = browser.post(f"{path}refuse/").content.decode()
    gone = browser.get(path).content.decode()
    for page in (refused, gone):
        main = page.partition("<main")[2].partition("</main>")[0]
        assert "/join/" not in main
        assert "mailto:club@aldane.example" in main
    open_the_club(by=named(organiser))
    gone = browser.get(path).content.decode()
    assert 'href="/join/"' in gone.partition("<main")[2]


def test_strangers_read_that_a_club_is_being_prepared_then_that_it_opens_soon(
    closed_club, client_for
):
    browser = client_for(HTTP_ACCEPT_LANGUAGE="en")
    page = browser.get("/").content.decode()
    assert "being prepared" in page
    assert "/accounts/login/" not in page
    ClubSettings.objects.update(supplier_name="Aldane", tagline_en="The club of our clients")
    page = browser.get("/").content.decode()
    assert "The club of our clients" in page
    assert "/join/" not in page


def test_nobody_asks_to_join_before_the_opening(closed_club, client_for):
    words = {"name": "Nina Noël", "email": "nina@example.org", "company_name": "Noël SA"}
    browser = client_for()
    assert browser.get("/join/")["Location"] == "/"
    assert browser.post("/join/", words)["Location"] == "/"
    assert not JoinRequest.objects.exists()
    ClubSettings.objects.update(opened_at=clock.now())
    assert browser.get("/join/").status_code == 200
