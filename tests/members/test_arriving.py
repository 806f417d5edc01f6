"""What an answer to an invitation leaves behind: facts, links to records, a welcome, one mail."""

from datetime import timedelta

import pytest

from accounts.enums import JobFunction
from accounts.models import Membership, User
from accounts.services import end_membership
from club.lib import clock
from members.models import Arrival, Invitation, KnownPerson
from members.services import (
    InvitationGone,
    Refused,
    accept_invitation,
    accept_join_request,
    invite,
    refuse_invitation,
    request_to_join,
    resend_invitation,
)
from members.services.invitations import REFUSAL_HOLDS
from participation.enums import Side
from participation.models import Participation
from tests.members.made import queued_token

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NEW = "ines@client-a.example"


def facts():
    rows = Participation.objects.standing().order_by("pk")
    return [(row.kind, row.company.slug, row.person_id, row.meaning.side) for row in rows]


def known(company, **fields):
    return KnownPerson.objects.create(
        company=company,
        email=NEW,
        first_name="Inès",
        last_name="Carvalho",
        job_title="Acheteuse",
        function=JobFunction.BUYS,
        language="en",
        **fields,
    )


def test_one_fact_an_invitation_and_one_an_answer(company_a, manager):
    invitation = invite(NEW, company_a, by=manager)
    assert invite(NEW, company_a, by=manager) == invitation
    resend_invitation(invitation, by=manager)
    person = accept_invitation(queued_token())
    assert facts() == [
        ("members.invited", "client-a", None, Side.CLUB),
        ("members.accepted", "client-a", person.pk, Side.CLIENT),
    ]
    asked, answered = Participation.objects.order_by("pk")
    assert answered.solicited_by == asked
    assert answered.subject == asked.subject == invitation


def test_refusal_is_an_answer_too_and_holds_for_a_while(company_a, company_b, manager, clock_at):
    start = clock_at(clock.now())
    invite(NEW, company_a, by=manager)
    token = queued_token()
    refuse_invitation(token)
    for answer in (refuse_invitation, accept_invitation):
        with pytest.raises(InvitationGone):
            answer(token)
    assert [row[0] for row in facts()] == ["members.invited", "members.refused_invitation"]
    assert Participation.objects.latest("pk").solicited_by.kind == "members.invited"
    with pytest.raises(Refused, match="No, thank you"):
        invite(NEW, company_a, by=manager)
    with pytest.raises(Refused):
        resend_invitation(Invitation.objects.get(), by=manager)
    clock_at(start + REFUSAL_HOLDS + timedelta(minutes=1))
    invite(NEW, company_a, by=manager)
    assert Invitation.objects.open().count() == 1


def test_who_changes_their_mind_asks_and_is_let_in(company_a, manager, organiser):
    invite(NEW, company_a, by=manager)
    refuse_invitation(queued_token())
    request = request_to_join(name="Inès Carvalho", email=NEW, company_name="A")
    accept_join_request(request, company_a, by=organiser)
    person = accept_invitation(queued_token())
    fact = Participation.objects.get(kind="members.accepted")
    assert (fact.person, fact.solicited_by) == (person, None)


def test_colleague_who_invites_acts_for_the_client(company_a, colleague_a):
    invite(NEW, company_a, by=colleague_a)
    person = accept_invitation(queued_token())
    assert facts() == [
        ("members.invited_colleague", "client-a", colleague_a.pk, Side.CLIENT),
        ("members.accepted", "client-a", person.pk, Side.CLIENT),
    ]
    assert Participation.objects.latest("pk").solicited_by is None


def test_records_fill_what_the_staff_do_not_say_and_point_to_the_person(company_a, manager):
    row = known(company_a)
    invitation = invite(NEW.upper(), company_a, by=manager, job_title="Cheffe")
    row.refresh_from_db()
    assert (row.invitation, row.person) == (invitation, None)
    assert (invitation.full_name, invitation.job_title) == ("Inès Carvalho", "Cheffe")
    person = accept_invitation(queued_token())
    row.refresh_from_db()
    membership = Membership.objects.get(person=person)
    assert row.person == person
    assert (membership.job_title, membership.function) == ("Cheffe", JobFunction.BUYS)
    assert (person.full_name, person.language) == ("Inès Carvalho", "en")


def test_correspondent_is_told_nothing_of_the_records(company_a, colleague_a):
    known(company_a)
    invitation = invite(NEW, company_a, by=colleague_a)
    assert (invitation.first_name, invitation.job_title) == ("", "")
    assert accept_invitation(queued_token()).full_name == "Inès Carvalho"


def test_record_of_another_company_lends_no_words(company_a, company_b, manager):
    row = known(company_b)
    invite(NEW, company_a, by=manager)
    person = accept_invitation(queued_token())
    row.refresh_from_db()
    assert (row.invitation, row.person) == (None, person)
    assert person.first_name == ""
    assert Participation.objects.filter(company=company_b).count() == 0


def test_record_that_is_somebody_already_stays_theirs(company_a, manager, member_b):
    row = known(company_a, person=member_b)
    invite(NEW, company_a, by=manager)
    accept_invitation(queued_token())
    row.refresh_from_db()
    assert row.person == member_b


def test_founder_becomes_one_only_by_the_staff(company_a, manager, colleague_a):
    invite(NEW, company_a, by=manager, is_founder=True)
    assert Membership.objects.get(person=accept_invitation(queued_token())).is_founder
    invite("b@client-a.example", company_a, by=colleague_a, is_founder=True)
    assert not Membership.objects.get(person=accept_invitation(queued_token())).is_founder


def test_welcome_mail_comes_once_and_says_how_to_come_back(company_a, manager, outbox):
    invite(NEW, company_a, by=manager, language="en", first_name="Inès")
    token = queued_token()
    outbox()
    accept_invitation(token)
    with pytest.raises(InvitationGone):
        accept_invitation(token)
    (mail,) = outbox()
    text = mail.get_body(("plain",)).get_content()
    assert mail["To"].addresses[0].addr_spec == NEW
    for words in ("Hello Inès", "Atelier Aubrac", "no password", "Marc Maurel"):
        assert words in " ".join(text.split()), words
    assert outbox() == []


def test_welcome_mail_is_not_sent_to_who_is_out_again(company_a, manager, outbox):
    invite(NEW, company_a, by=manager)
    token = queued_token()
    outbox()
    end_membership(Membership.objects.get(person=accept_invitation(token)))
    assert outbox() == []


def test_who_comes_back_is_welcomed_anew(company_a, company_b, manager, manager2):
    invite(NEW, company_a, by=manager)
    person = accept_invitation(queued_token())
    Arrival.objects.filter(person=person).update(step=3, finished_at=clock.now())
    end_membership(Membership.objects.get(person=person))
    invite(NEW, company_b, by=manager2)
    assert accept_invitation(queued_token()) == person
    arrival = Arrival.objects.get(person=person)
    assert (arrival.step, arrival.finished_at) == (1, None)
    assert User.objects.filter(email=NEW).count() == 1
