"""Reminders of an invitation: days 2, 6 and 12, once each, until it is answered."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from accounts.services import suspend_membership
from members.models import Invitation
from members.services import accept_invitation, find_invitation, invite, resend_invitation
from members.services.reminders import send_reminders
from notifications.models import OutboxMail
from notifications.services import deliver_due
from tests.members.made import token_in_mail

pytestmark = pytest.mark.django_db
START = datetime.fromisoformat("2026-03-02T10:00:00+01:00")


@pytest.fixture
def invited(clock_at, company_a, colleague_a):
    """An invitation in French, sent on day 0, with its first token."""
    clock_at(START)
    invitation = invite(
        "ines@client-a.example", company_a, by=colleague_a, first_name="Inès", language="fr"
    )
    return invitation, token_in_mail()


def on_day(clock_at, days: float) -> int:
    """What the clock queues on that day, run twice as after a restart; what waits is sent."""
    clock_at(START + timedelta(days=days))
    queued = send_reminders()
    assert send_reminders() == 0
    deliver_due()
    return queued


def test_three_reminders_in_the_language_of_the_invitation(clock_at, invited):
    invitation, first = invited
    assert [on_day(clock_at, day) for day in (1.9, 2, 3, 6, 11, 12, 13)] == [0, 1, 0, 1, 0, 1, 0]
    reminders = mail.outbox[1:]
    assert len(reminders) == 3
    assert "attend votre réponse" in reminders[0].subject
    tokens = [first]
    for sent in reminders:
        token = sent.body.split("/join/")[1].split("/")[0]
        assert f"/join/{token}/refuse/" in sent.body
        tokens.append(token)
    assert len(set(tokens)) == 4
    assert {find_invitation(token) for token in tokens} == {invitation}


def test_any_link_accepts_once_and_then_all_are_dead(clock_at, invited):
    _invitation, first = invited
    on_day(clock_at, 2)
    second = token_in_mail()
    accept_invitation(second)
    assert find_invitation(first) is None
    assert find_invitation(second) is None
    assert on_day(clock_at, 6) == 0


def test_after_an_outage_one_mail_makes_up_for_all(clock_at, invited):
    assert on_day(clock_at, 7) == 1
    assert on_day(clock_at, 11.9) == 0
    assert on_day(clock_at, 12) == 1


def test_none_while_an_earlier_mail_waits(clock_at, invited):
    clock_at(START + timedelta(days=2))
    assert send_reminders() == 1
    clock_at(START + timedelta(days=6))
    assert send_reminders() == 0
    assert OutboxMail.objects.filter(verb="members.reminded").count() == 1


@pytest.mark.parametrize("end", ["refused_at", "revoked_at", "expires_at", "suspended"])
def test_they_stop_with_the_invitation(clock_at, invited, colleague_a, end):
    invitation, _first = invited
    on_day(clock_at, 2)
    sent = len(mail.outbox)
    if end == "suspended":
        suspend_membership(colleague_a.memberships.get())
    else:
        Invitation.objects.filter(pk=invitation.pk).update(**{end: START})
    assert on_day(clock_at, 6) == 0
    assert len(mail.outbox) == sent


def test_a_queued_reminder_is_not_sent_to_who_has_refused(clock_at, invited):
    invitation, _first = invited
    clock_at(START + timedelta(days=2))
    send_reminders()
    sent = len(mail.outbox)
    Invitation.objects.filter(pk=invitation.pk).update(refused_at=START)
    deliver_due()
    assert len(mail.outbox) == sent


def test_sent_again_the_days_begin_anew_and_old_links_die(clock_at, invited, colleague_a):
    invitation, _first = invited
    on_day(clock_at, 2)
    reminder = token_in_mail()
    clock_at(START + timedelta(days=5))
    resend_invitation(invitation, by=colleague_a)
    deliver_due()
    assert find_invitation(reminder) is None
    assert on_day(clock_at, 6) == 0
    assert on_day(clock_at, 7) == 1
