"""/companies/<slug>/invite/: a correspondent invites colleagues."""

import pytest
from django.core import mail

from members.models import Invitation
from members.services import invite
from notifications.services import deliver_due
from tests.members.made import CAST, HOSTILE

pytestmark = pytest.mark.django_db
URL = "/companies/client-a/invite/"
WORDS = {
    "email": "ines@client-a.example",
    "first_name": "Inès",
    "last_name": "Carvalho",
    "job_title": "Juriste",
    "language": "fr",
}


@pytest.fixture
def waiting(company_a, colleague_a):
    return invite("max@client-a.example", company_a, by=colleague_a)


def act_url(invitation, act, slug="client-a"):
    return f"/companies/{slug}/invitations/{invitation.pk}/{act}/"


@pytest.mark.parametrize("who", CAST)
def test_inviting_is_for_the_own_correspondent(request, client_for, who, waiting):
    client = client_for(request.getfixturevalue(who))
    allowed = who == "colleague_a"
    assert client.get(URL).status_code == (200 if allowed else 404)
    assert client.post(URL, WORDS).status_code == (302 if allowed else 404)
    assert Invitation.objects.filter(email=WORDS["email"]).exists() is allowed
    for act in ("resend", "revoke"):
        assert client.get(act_url(waiting, act)).status_code == 405
        assert client.post(act_url(waiting, act)).status_code == (302 if allowed else 404)
    waiting.refresh_from_db()
    assert (waiting.revoked_at is not None) is allowed


def test_correspondent_of_another_company_finds_nothing(client_for, waiting, member_b):
    from accounts.enums import Role
    from accounts.services import grant_role

    grant_role(member_b, Role.CORRESPONDENT)
    client = client_for(member_b)
    assert client.get(URL).status_code == 404
    assert client.post(URL, WORDS).status_code == 404
    for slug in ("client-a", "client-b"):
        assert client.post(act_url(waiting, "revoke", slug)).status_code == 404
    waiting.refresh_from_db()
    assert waiting.revoked_at is None


def test_invitation_is_written_and_listed(client_for, colleague_a):
    client = client_for(colleague_a)
    page = client.post(URL, WORDS, follow=True).content.decode()
    assert "Inès Carvalho" in page
    invitation = Invitation.objects.get()
    assert (invitation.invited_by, invitation.job_title) == (colleague_a, "Juriste")
    deliver_due()
    assert mail.outbox[-1].to == [WORDS["email"]]


def test_full_company_is_told_why(client_for, company_a, colleague_a):
    type(company_a).objects.update(member_limit=1)
    response = client_for(colleague_a).post(URL, WORDS)
    assert response.status_code == 422
    assert "1 place, and it is taken" in response.content.decode()
    assert 'value="Inès"' in response.content.decode()
    assert Invitation.objects.count() == 0


def test_withdrawn_one_cannot_be_sent_again(client_for, colleague_a, waiting):
    client = client_for(colleague_a)
    client.post(act_url(waiting, "revoke"))
    page = client.post(act_url(waiting, "resend"), follow=True).content.decode()
    assert "answered or withdrawn already" in page


def test_further_fields_change_nothing(client_for, colleague_a, company_b, organiser):
    extra = {"company": company_b.pk, "invited_by": organiser.pk, "function": "decides"}
    client_for(colleague_a).post(URL, {**WORDS, **extra, "expires_at": "2099-01-01"})
    invitation = Invitation.objects.get()
    assert invitation.company.slug == "client-a"
    assert (invitation.invited_by, invitation.function) == (colleague_a, "other")
    assert invitation.expires_at.year < 2099


def test_hostile_words_are_inert(client_for, colleague_a):
    client = client_for(colleague_a)
    page = client.post(
        URL, {**WORDS, "first_name": HOSTILE[:80], "job_title": HOSTILE}, follow=True
    ).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
