"""The members' corner of the CMS: for whom, what it does, and that it runs nothing."""

import pytest
from django.core import mail

from accounts.audience import viewer_for
from accounts.models import Membership
from club.lib import clock
from members.enums import JoinStatus
from members.models import Invitation, JoinRequest
from members.models.belonging import belongings_of
from members.services import (
    Refused,
    accept_join_request,
    decline_join_request,
    invite,
    rebuild_directory,
    request_to_join,
)
from notifications.enums import Purpose
from notifications.models import OutboxMail
from notifications.services import deliver_due
from tests.factories.accounts import CompanyFactory, member
from tests.members.made import HOSTILE

pytestmark = pytest.mark.django_db
REQUESTS = "/cms/members/requests/"
INVITATIONS = "/cms/members/invitations/"
PEOPLE = "/cms/members/people/"
AUDIT = "/cms/members/acts/"
STAFF = ("organiser", "manager", "director", "administrator", "allinone")
OTHERS = ("member_a", "colleague_a", "suspended_b", "outsider", "stranger")


@pytest.fixture
def asked(db):
    return request_to_join(
        name="Jeanne Durand",
        email="jeanne@example.org",
        company_name="atelier aubrac",
        message="Bonjour",
        language="fr",
    )


def admission(**changes):
    words = {"first_name": "Jeanne", "last_name": "Durand", "job_title": "", "language": "fr"}
    return {"company": "Atelier Aubrac", **words, **changes}


@pytest.mark.parametrize("who", [*STAFF, *OTHERS])
def test_desk_is_for_the_staff(request, client_for, who, asked, company_a):
    client = client_for(request.getfixturevalue(who))
    expected = 200 if who in STAFF else 404
    for path in (
        REQUESTS,
        f"{REQUESTS}?show=answered",
        f"{REQUESTS}{asked.pk}/",
        INVITATIONS,
        f"{INVITATIONS}new/",
    ):
        response = client.get(path)
        assert (path, response.status_code) == (path, expected)
        assert ("Jeanne" in response.content.decode()) is (
            who in STAFF and path in {REQUESTS, f"{REQUESTS}{asked.pk}/"}
        )


@pytest.mark.parametrize("who", [*STAFF, *OTHERS])
def test_members_are_suspended_by_the_administrator(request, client_for, who, member_a):
    client = client_for(request.getfixturevalue(who))
    membership = member_a.memberships.get()
    allowed = who == "administrator"
    assert client.get(PEOPLE).status_code == (200 if who in STAFF else 404)
    for act in ("suspend", "resume", "end"):
        path = f"{PEOPLE}{membership.pk}/{act}/"
        assert client.get(path).status_code == (200 if allowed else 404)
    client_for(request.getfixturevalue(who)).post(f"{PEOPLE}{membership.pk}/suspend/")
    membership.refresh_from_db()
    assert (membership.suspended_at is not None) is allowed


def test_menu_says_how_many_wait(client_for, organiser, administrator, asked):
    page = client_for(organiser).get(REQUESTS).content.decode()
    assert "1 request to join" in page
    assert AUDIT not in page
    decline_join_request(asked, by=organiser)
    page = client_for(administrator).get(REQUESTS).content.decode()
    assert "1 request to join" not in page
    assert AUDIT in page


def test_request_is_answered_by_an_invitation(client_for, organiser, asked, company_a):
    client = client_for(organiser)
    assert client.get(f"{REQUESTS}{asked.pk}/").context["admit_form"].initial["company"] == (
        "Atelier Aubrac"
    )
    response = client.post(f"{REQUESTS}{asked.pk}/", admission())
    assert response["Location"] == REQUESTS
    asked.refresh_from_db()
    assert (asked.status, asked.handled_by) == (JoinStatus.ACCEPTED, organiser)
    assert asked.invitation.company == company_a
    assert OutboxMail.objects.get().purpose == Purpose.ANSWER
    deliver_due()
    assert mail.outbox[-1].to == ["jeanne@example.org"]
    history = client.get(f"{REQUESTS}?show=answered").content.decode()
    assert "Jeanne Durand" in history
    assert "Odile Oury" in history


def test_request_is_declined_without_a_mail(client_for, organiser, asked):
    client_for(organiser).post(
        f"{REQUESTS}{asked.pk}/", {"decline": "1", "reason": "none", "note": "Inconnue"}
    )
    asked.refresh_from_db()
    assert (asked.status, asked.note) == (JoinStatus.DECLINED, "Inconnue")
    assert OutboxMail.objects.count() == 0
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"reason": "full"}, "Les places de votre entreprise sont toutes prises"),
        ({"reason": "own", "answer": "Écrivez à Jean."}, "Écrivez à Jean."),
    ],
)
def test_request_is_declined_in_the_words_chosen(client_for, organiser, asked, words, said):
    asked.language = "fr"
    asked.save()
    client = client_for(organiser)
    url = f"{REQUESTS}{asked.pk}/"
    assert client.post(url, {"decline": "1", "reason": "own"}).status_code == 422
    client.post(url, {"decline": "1", **words})
    deliver_due()
    assert mail.outbox[-1].to == [asked.email]
    assert said in " ".join(mail.outbox[-1].body.split())
    asked.refresh_from_db()
    assert asked.status == JoinStatus.DECLINED


def test_request_is_accepted_with_a_word(client_for, organiser, asked, company_a):
    words = {"company": company_a.name, "language": "fr", "answer": "À jeudi !"}
    assert client_for(organiser).post(f"{REQUESTS}{asked.pk}/", words).status_code == 302
    deliver_due()
    assert "À jeudi !" in mail.outbox[-1].body


def test_request_shows_the_clients_that_it_may_be_of(client_for, organiser, asked, company_a):
    other = CompanyFactory.create(name="Elsewhere", website="https://www.aubrac.example/fr")
    member(CompanyFactory.create(name="Third"), email="x@aubrac.example")
    asked.email, asked.company_name = "new@aubrac.example", "ATELIER AUBRAC sas"
    asked.save()
    rebuild_directory()
    found = belongings_of(asked, viewer_for(organiser))
    assert [one.company.name for one in found] == ["Atelier Aubrac", "Elsewhere", "Third"]
    assert all(len(one.reasons) == 1 for one in found)
    page = client_for(organiser).get(f"{REQUESTS}{asked.pk}/").content.decode()
    assert "?company=Atelier%20Aubrac#invite" in page
    asked.email, asked.company_name = "new@gmail.com", "Nobody"
    assert belongings_of(asked, viewer_for(organiser)) == []
    assert other.memberships.count() == 0


def test_request_is_answered_once(organiser, director, asked, company_a):
    accept_join_request(asked, company_a, by=organiser)
    for answer in (
        lambda: accept_join_request(asked, company_a, by=director),
        lambda: decline_join_request(asked, by=director),
    ):
        with pytest.raises(Refused):
            answer()


@pytest.mark.parametrize("who", ["member_a", "colleague_a", "suspended_b", "outsider"])
def test_others_answer_no_request(request, who, asked, company_a):
    with pytest.raises(Refused):
        decline_join_request(asked, by=request.getfixturevalue(who))
    with pytest.raises(Refused):
        accept_join_request(asked, company_a, by=request.getfixturevalue(who))


def test_company_that_is_not_offered_is_refused(client_for, manager, asked, company_b):
    for name in ("Bastide & Fils", "Nulle part", "", str(company_b.pk)):
        response = client_for(manager).post(f"{REQUESTS}{asked.pk}/", admission(company=name))
        assert response.status_code == 422
        assert list(response.context["admit_form"].errors) == ["company"]
    assert Invitation.objects.count() == 0


def test_companies_of_one_name_are_told_apart(client_for, organiser, asked):
    first, second = (CompanyFactory.create(name="Double", slug=f"double-{n}") for n in "ab")
    client = client_for(organiser)
    path = f"{REQUESTS}{asked.pk}/"
    assert client.post(path, admission(company="Double")).status_code == 422
    assert client.post(path, admission(company="double (double-b)")).status_code == 302
    assert Invitation.objects.get().company == second != first


def test_staff_invite_send_again_and_withdraw(client_for, organiser, company_a):
    client = client_for(organiser)
    words = {"email": "max@example.org", "function": "decides", **admission()}
    assert client.post(f"{INVITATIONS}new/", words)["Location"] == INVITATIONS
    invitation = Invitation.objects.get()
    assert (invitation.company, invitation.function) == (company_a, "decides")
    assert "max@example.org" in client.get(INVITATIONS).content.decode()
    before = invitation.token_hash
    client.get(f"{INVITATIONS}{invitation.pk}/resend/")
    invitation.refresh_from_db()
    assert invitation.token_hash == before
    client.post(f"{INVITATIONS}{invitation.pk}/resend/")
    client.post(f"{INVITATIONS}{invitation.pk}/revoke/")
    invitation.refresh_from_db()
    assert invitation.token_hash != before
    assert invitation.revoked_at is not None
    assert "max@example.org" not in client.get(INVITATIONS).content.decode()
    assert client.get(f"{INVITATIONS}{invitation.pk}/explode/").status_code == 404


def test_account_manager_handles_the_own_portfolio(
    client_for, manager, organiser, company_a, company_b
):
    own = invite("own@example.org", company_a, by=organiser)
    other = invite("other@example.org", company_b, by=organiser)
    client = client_for(manager)
    page = client.get(INVITATIONS).content.decode()
    assert "own@example.org" in page
    assert "other@example.org" not in page
    assert client.post(f"{INVITATIONS}{own.pk}/revoke/").status_code == 302
    assert client.post(f"{INVITATIONS}{other.pk}/revoke/").status_code == 404
    offered = client.get(f"{INVITATIONS}new/").content.decode()
    assert "Atelier Aubrac" in offered
    assert "Bastide" not in offered


def test_administrator_suspends_resumes_and_notes_departures(
    client_for, administrator, member_a, member_b
):
    membership = member_a.memberships.get()
    client, theirs = client_for(administrator), client_for(member_a)
    for act, inside in (("suspend", False), ("resume", True), ("end", False)):
        path = f"{PEOPLE}{membership.pk}/{act}/"
        assert member_a.full_name in client.get(path).content.decode()
        assert client.post(path)["Location"] == PEOPLE
        if act == "resume":
            theirs = client_for(member_a)
        assert theirs.get("/members/").status_code == (200 if inside else 404)
    assert client.post(f"{PEOPLE}{membership.pk}/end/").status_code == 404
    assert Membership.objects.get(pk=membership.pk).ended_on == clock.today()


def test_people_are_found_by_name_company_and_address(
    client_for, administrator, member_a, member_b, suspended_b
):
    rebuild_directory()
    client = client_for(administrator)
    for query, expected in (
        ("beatrice", {member_b}),
        ("bastide", {member_b, suspended_b}),
        ("client-a.example", {member_a}),
        ("zzz", set()),
    ):
        page = client.get(PEOPLE, {"q": query}).context["page"]
        assert {row.person for row in page} == expected


def test_hostile_words_are_inert(client_for, administrator, company_a, member_a):
    asked = request_to_join(
        name=HOSTILE, email="x@example.org", company_name=HOSTILE, message=HOSTILE
    )
    invite("y@example.org", company_a, by=administrator, first_name=HOSTILE[:80])
    type(member_a).objects.filter(pk=member_a.pk).update(last_name=HOSTILE[:80])
    JoinRequest.objects.update(note=HOSTILE)
    client = client_for(administrator)
    membership = member_a.memberships.get()
    for path in (
        REQUESTS,
        f"{REQUESTS}{asked.pk}/",
        INVITATIONS,
        PEOPLE,
        f"{PEOPLE}{membership.pk}/suspend/",
    ):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert" in page
