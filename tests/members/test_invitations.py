"""Invitations: who may write them, what they are bound to, when they die."""

import hashlib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from accounts import services as accounts
from accounts.audience import viewer_for
from accounts.enums import JobFunction, Role
from accounts.models import Membership, User
from club.lib import clock
from members.models import Invitation, Profile
from members.services import (
    InvitationGone,
    Refused,
    accept_invitation,
    find_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from notifications.enums import MailStatus, Purpose
from notifications.models import OutboxMail
from notifications.services import deliver_due
from tests.factories.accounts import UserFactory, member
from tests.members.made import queued_token, token_in_mail

pytestmark = pytest.mark.django_db
NEW = "ines@client-a.example"


@pytest.mark.parametrize(
    ("who", "own", "other"),
    [
        ("organiser", True, True),
        ("director", True, True),
        ("administrator", True, True),
        ("manager", True, False),
        ("colleague_a", True, False),
        ("member_a", False, False),
        ("suspended_b", False, False),
        ("outsider", False, False),
    ],
)
def test_who_may_invite(request, who, own, other, company_a, company_b):
    by = request.getfixturevalue(who)
    for company, allowed in ((company_a, own), (company_b, other)):
        if allowed:
            assert invite(f"{company.pk}-{NEW}", company, by=by).is_open
        else:
            with pytest.raises(Refused):
                invite(f"{company.pk}-{NEW}", company, by=by)


def test_token_stands_in_the_mail_alone(company_a, organiser):
    invitation = invite(NEW, company_a, by=organiser)
    token = token_in_mail()
    assert len(token) >= 43  # 256 bits in base64
    assert invitation.token_hash == hashlib.sha256(token.encode()).hexdigest()
    stored = OutboxMail.objects.latest("pk")
    assert (stored.status, stored.payload) == (MailStatus.SENT, {})
    row = Invitation.objects.values().get()
    assert token not in repr(row) + repr(stored.__dict__)
    assert find_invitation(token) == invitation


def test_mail_says_who_invites_where_and_until_when(company_a, colleague_a, clock_at):
    clock_at("2026-05-04T10:00:00+02:00")
    invite(NEW, company_a, by=colleague_a, first_name="Inès", language="en")
    deliver_due()
    message = mail.outbox[-1]
    assert message.to == [NEW]
    assert message.subject == "Antoine Amiel invites you to Le Cercle"
    html = str(message.alternatives[0][0])
    for part in (message.body, html):
        assert "Antoine Amiel (Atelier Aubrac)" in part
        assert "18 May 2026" in part
        assert NEW in part
        assert "Hello Inès" in part
    assert 'href="http://127.0.0.1:8000/join/' in html
    assert OutboxMail.objects.get().purpose == Purpose.SOLICITATION


def test_mail_is_in_the_language_that_was_chosen(company_a, organiser):
    invite(NEW, company_a, by=organiser, language="fr")
    deliver_due()
    assert '<html lang="fr"' in str(mail.outbox[-1].alternatives[0][0])


def test_accepting_makes_a_member(company_a, organiser):
    invite(
        NEW.upper(),
        company_a,
        by=organiser,
        first_name="Ines",
        last_name="Carvalho",
        job_title="Juriste",
        function=JobFunction.ADVISES,
        language="fr",
    )
    person = accept_invitation(token_in_mail(), first_name="Inès")
    membership = Membership.objects.get(person=person)
    assert (person.email, person.full_name, person.language) == (NEW, "Inès Carvalho", "fr")
    assert (membership.company, membership.job_title) == (company_a, "Juriste")
    assert membership.function == JobFunction.ADVISES
    assert viewer_for(person).roles == {Role.MEMBER}
    assert not person.has_usable_password()
    assert Profile.objects.get(person=person).sort_name == "carvalho ines"
    address = person.emailaddress_set.get()
    assert (address.email, address.verified, address.primary) == (NEW, True, True)
    invitation = Invitation.objects.get()
    assert invitation.accepted_by == person
    assert invitation.accepted_at is not None


def test_invitation_works_once(company_a, organiser):
    invite(NEW, company_a, by=organiser)
    token = token_in_mail()
    accept_invitation(token, first_name="A", last_name="B")
    assert find_invitation(token) is None
    with pytest.raises(InvitationGone):
        accept_invitation(token, first_name="A", last_name="B")
    assert User.objects.filter(email=NEW).count() == 1


def test_invitation_lives_fourteen_days(company_a, organiser):
    invitation = invite(NEW, company_a, by=organiser)
    token = token_in_mail()
    with clock.at(invitation.sent_at + timedelta(days=14) - timedelta(seconds=1)):
        assert find_invitation(token) == invitation
    with clock.at(invitation.sent_at + timedelta(days=14)):
        assert find_invitation(token) is None
        with pytest.raises(InvitationGone):
            accept_invitation(token, first_name="A", last_name="B")


def test_sending_again_kills_the_old_link(company_a, organiser, clock_at):
    invitation = invite(NEW, company_a, by=organiser)
    old = token_in_mail()
    clock_at(clock.now() + timedelta(days=20))
    resend_invitation(invitation, by=organiser)
    new = token_in_mail()
    assert new != old
    assert find_invitation(old) is None
    assert find_invitation(new) == invitation
    assert Invitation.objects.count() == 1


def test_inviting_again_renews_the_waiting_one(company_a, organiser, colleague_a):
    first = invite(NEW, company_a, by=organiser)
    old = token_in_mail()
    second = invite(NEW, company_a, by=colleague_a, first_name="Inès")
    assert second.pk == first.pk
    assert find_invitation(old) is None
    assert find_invitation(token_in_mail()).invited_by == colleague_a


def test_mail_of_a_replaced_link_is_not_sent(company_a, organiser):
    invitation = invite(NEW, company_a, by=organiser)
    resend_invitation(invitation, by=organiser)
    deliver_due()
    assert len(mail.outbox) == 1
    statuses = OutboxMail.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [MailStatus.SKIPPED, MailStatus.SENT]


def test_withdrawn_invitation_is_dead_and_not_sent(company_a, organiser):
    invitation = invite(NEW, company_a, by=organiser)
    token = queued_token()
    revoke_invitation(invitation, by=organiser)
    assert find_invitation(token) is None
    with pytest.raises(InvitationGone):
        accept_invitation(token)
    deliver_due()
    assert mail.outbox == []
    for service in (resend_invitation, revoke_invitation):
        with pytest.raises(Refused):
            service(invitation, by=organiser)


@pytest.mark.parametrize("lost", ["suspended", "role", "left", "company", "account"])
def test_invitation_dies_with_the_right_of_its_inviter(company_a, colleague_a, lost):
    invite(NEW, company_a, by=colleague_a)
    token = queued_token()
    assert find_invitation(token)
    membership = colleague_a.memberships.get()
    if lost == "suspended":
        accounts.suspend_membership(membership)
    elif lost == "role":
        accounts.revoke_role(colleague_a, Role.CORRESPONDENT)
    elif lost == "left":
        accounts.end_membership(membership)
    elif lost == "company":
        type(company_a).objects.update(left_on=clock.today())
    else:
        User.objects.filter(pk=colleague_a.pk).update(is_active=False)
    assert find_invitation(token) is None
    with pytest.raises(InvitationGone):
        accept_invitation(token)
    deliver_due()
    assert mail.outbox == []


def test_correspondent_keeps_to_the_limit(company_a, colleague_a, member_a, organiser):
    type(company_a).objects.update(member_limit=3)
    invite(NEW, company_a, by=colleague_a)
    with pytest.raises(Refused, match="3"):
        invite("one.more@client-a.example", company_a, by=colleague_a)
    invite(NEW, company_a, by=colleague_a)  # the same one again takes no further place
    assert invite("by.staff@client-a.example", company_a, by=organiser).is_open
    with clock.at(clock.now() + timedelta(days=15)):
        assert invite("later@client-a.example", company_a, by=colleague_a).is_open


def test_one_address_is_not_written_to_for_ever(company_a, organiser):
    invitation = invite(NEW, company_a, by=organiser)
    for _time in range(4):
        invitation = resend_invitation(invitation, by=organiser)
    with pytest.raises(Refused, match="5"):
        resend_invitation(invitation, by=organiser)


def test_who_belongs_to_the_company_is_not_invited(company_a, colleague_a, member_a):
    with pytest.raises(Refused, match=member_a.email):
        invite(member_a.email, company_a, by=colleague_a)


@pytest.mark.parametrize("who", ["member_b", "suspended_b", "organiser"])
def test_inviting_somebody_who_is_here_tells_nothing_and_moves_nobody(
    request, who, company_a, colleague_a
):
    person = request.getfixturevalue(who)
    before = list(Membership.objects.filter(person=person).values())
    assert invite(person.email, company_a, by=colleague_a).is_open
    token = queued_token()
    deliver_due()
    assert mail.outbox == []
    with pytest.raises(InvitationGone):
        accept_invitation(token)
    assert list(Membership.objects.filter(person=person).values()) == before


def test_who_left_comes_back_as_the_same_person(company_a, company_b, organiser):
    person = member(company_b, email="back@example.org", first_name="Bruno", last_name="Back")
    accounts.end_membership(person.memberships.get())
    invite(person.email, company_a, by=organiser)
    assert accept_invitation(token_in_mail()) == person
    assert person.memberships.count() == 2
    assert person.memberships.get(ended_on=None).company == company_a
    person.refresh_from_db()
    assert person.full_name == "Bruno Back"


def test_closed_account_does_not_come_back(company_a, organiser):
    person = UserFactory.create(is_active=False)
    invite(person.email, company_a, by=organiser)
    with pytest.raises(InvitationGone):
        accept_invitation(queued_token())


@pytest.mark.parametrize("address", ["", "x", "a b@example.org", "a@b\n@c.example"])
def test_what_is_no_address_is_refused(company_a, organiser, address):
    with pytest.raises(ValidationError):
        invite(address, company_a, by=organiser)
    assert OutboxMail.objects.count() == 0


def test_hostile_names_are_inert_in_the_mail(company_a, organiser):
    User.objects.filter(pk=organiser.pk).update(first_name="<img src=x>\nBcc: a@b.c", last_name="")
    type(company_a).objects.update(name="<script>alert(1)</script>{{ 7*7 }}")
    company_a.refresh_from_db()
    organiser.refresh_from_db()
    invite(NEW, company_a, by=organiser, language="en")
    deliver_due()
    message = mail.outbox[-1]
    html = str(message.alternatives[0][0])
    assert "<script>" not in html
    assert "<img src=x" not in html
    assert "{{ 7*7 }}" in html
    assert "\n" not in message.subject
    assert message.recipients() == [NEW]
