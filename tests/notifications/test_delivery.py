"""Delivery against a mail server that fails the way mail servers do."""

from datetime import timedelta
from itertools import pairwise
from smtplib import SMTPDataError

import pytest

from club.lib import clock
from notifications import services
from notifications.enums import MailStatus, SkipReason
from notifications.models import CalendarGuest, DueRun, OutboxMail
from notifications.registry import due_jobs
from notifications.services import NotRetryable, deliver_due, notify, run_due
from notifications.services.delivery import LEASE, claim_next
from notifications.services.failures import (
    BROKEN_ATTEMPTS,
    DIED_ATTEMPTS,
    ORDINARY_DELAYS,
    URGENT_DELAYS,
    failure_of,
)
from tests.notifications import smtp
from tests.notifications.stage import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def only() -> OutboxMail:
    return OutboxMail.objects.get()


def waits(limit: int = 20) -> list[timedelta]:
    """Deliver until nothing is due any more; the pauses that the outbox asked for."""
    found, moment = [], NOW
    for _ in range(limit):
        deliver_due(moment)
        row = only()
        if row.status != MailStatus.QUEUED:
            break
        found.append(row.next_attempt_at - moment)
        assert deliver_due(row.next_attempt_at - timedelta(seconds=1)).total == 0
        moment = row.next_attempt_at
    return found


# --- What the server says -------------------------------------------------------------------
def test_mail_is_delivered_once(server, member_a):
    notify("test.service", person=member_a)
    assert deliver_due().sent == 1
    assert deliver_due().total == 0
    assert server.ids() == [only().message_id]
    assert (only().status, only().sent_at, only().attempts) == (MailStatus.SENT, NOW, 1)


@pytest.mark.parametrize("answer", [smtp.REFUSE_FOR_NOW, smtp.BUSY])
def test_temporary_refusal_is_tried_again_with_longer_and_longer_waits(server, member_a, answer):
    server.plan = lambda *_: answer
    notify("test.service", person=member_a)
    assert waits() == list(ORDINARY_DELAYS)
    row = only()
    assert (row.status, row.attempts) == (MailStatus.DEAD, len(ORDINARY_DELAYS) + 1)
    assert answer[:3] in row.last_error
    assert not row.uncertain
    assert server.taken == []


def test_waits_double_at_least():
    pairs = pairwise(ORDINARY_DELAYS)
    assert all(later >= 2 * earlier for earlier, later in pairs)
    assert ORDINARY_DELAYS[:4] == tuple(timedelta(minutes=m) for m in (1, 2, 5, 10))


def test_code_is_tried_again_within_minutes_or_not_at_all(server):
    server.plan = lambda *_: smtp.BUSY
    notify("account.message", address="a@example.org", payload={"subject": "s", "text": "t"})
    assert waits() == list(URGENT_DELAYS)
    assert sum(URGENT_DELAYS, timedelta()) < timedelta(minutes=10)
    assert (only().status, only().payload) == (MailStatus.DEAD, {})


def test_temporary_refusal_that_ends_loses_nothing(server, member_a):
    server.plan = lambda _address, n: smtp.REFUSE_FOR_NOW if n < 2 else smtp.TAKE
    notify("test.service", person=member_a)
    assert waits() == list(ORDINARY_DELAYS[:2])
    assert (only().status, len(server.taken)) == (MailStatus.SENT, 1)
    assert only().last_error == ""


@pytest.mark.parametrize("answer", [smtp.REFUSE_FOR_EVER, smtp.SPAM])
def test_refusal_for_ever_is_dead_at_once(server, member_a, answer):
    server.plan = lambda *_: answer
    notify("test.service", person=member_a)
    assert deliver_due().dead == 1
    assert (only().status, only().attempts) == (MailStatus.DEAD, 1)
    assert answer[:3] in only().last_error


def test_address_that_is_none_is_dead_at_once(server):
    notify("test.service", address="not an address")
    assert deliver_due().dead == 1
    assert server.seen == 0


def test_server_that_hangs_up_after_data_gets_the_same_message_again(server, member_a):
    server.plan = lambda _address, n: smtp.HANG_UP if n == 0 else smtp.TAKE
    notify("test.service", person=member_a)
    deliver_due()
    assert (only().status, only().uncertain) == (MailStatus.QUEUED, True)
    deliver_due(only().next_attempt_at)
    assert server.ids() == [only().message_id] * 2
    assert only().status == MailStatus.SENT


def test_no_server_costs_no_mail_an_attempt(settings, member_a):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    DueRun.objects.create(name="notifications.outbox", due_at=NOW)
    notify("test.service", person=member_a)
    assert deliver_due().total == 0
    assert (only().status, only().attempts) == (MailStatus.QUEUED, 0)
    assert DueRun.objects.get().due_at == NOW + timedelta(seconds=30)


def test_one_failure_in_five_loses_nothing(server, company_a):
    """SMTP fails for every fifth message: not now, not ever, busy, hung up, in turn."""
    ways = [smtp.REFUSE_FOR_NOW, smtp.BUSY, smtp.HANG_UP, smtp.REFUSE_FOR_EVER]
    server.plan = lambda _a, n: ways[n // 5 % 4] if n % 5 == 0 else smtp.TAKE
    rows = [notify("test.service", address=f"p{n}@example.org") for n in range(60)]
    moment = NOW
    for delay in (timedelta(), *ORDINARY_DELAYS):
        moment += delay
        while deliver_due(moment, limit=7).total:
            pass
    states = dict(OutboxMail.objects.values_list("message_id", "status"))
    for row in rows:
        once = states[row.message_id] == MailStatus.SENT
        unknown = server.hung_up_on.count(row.message_id)
        assert server.ids().count(row.message_id) == once + unknown
    assert set(states.values()) == {MailStatus.SENT, MailStatus.DEAD}
    assert server.hung_up_on


# --- What is broken on our side -------------------------------------------------------------
def test_poison_is_given_up_after_five_attempts_and_blocks_nobody(server, member_a, stage):
    stage.broken.add("poison@example.org")
    poison = notify("test.service", address="poison@example.org")
    for n in range(3):
        notify("test.service", address=f"p{n}@example.org")
    counts = deliver_due()
    assert (counts.sent, counts.failed) == (3, 1)
    moment = NOW
    while (row := OutboxMail.objects.get(pk=poison.pk)).status == MailStatus.QUEUED:
        moment = row.next_attempt_at
        deliver_due(moment)
    assert (row.status, row.attempts) == (MailStatus.DEAD, BROKEN_ATTEMPTS)
    assert row.last_error == "ZeroDivisionError: a broken context"


def test_kind_that_nobody_knows_any_more_is_given_up_in_the_end(server, member_a):
    notify("test.service", person=member_a)
    OutboxMail.objects.update(verb="test.forgotten")
    waits()
    assert (only().status, only().attempts) == (MailStatus.DEAD, BROKEN_ATTEMPTS)


def test_error_of_a_code_does_not_tell_the_code(server, settings):
    row = notify("account.message", address="a@example.org", payload={"subject": "394 201"})
    OutboxMail.objects.filter(pk=row.pk).update(payload=["394 201"])
    deliver_due()
    assert only().last_error == "AttributeError"


def test_what_the_server_says_can_be_kept():
    text = failure_of(SMTPDataError(554, b"5.7.1 \x00\x1b[31m refus\xe9")).text
    assert text == "SMTPDataError: 554 5.7.1 [31m refus\ufffd"


# --- Leases ---------------------------------------------------------------------------------
def test_lease_is_a_minute_at_most():
    assert timedelta() < LEASE <= timedelta(seconds=60)


def test_mail_of_a_dead_worker_is_sent_after_the_lease_with_the_same_id(server, member_a):
    row = notify("test.service", person=member_a)
    taken = claim_next(NOW)
    assert taken == row
    assert claim_next(NOW) is None
    assert deliver_due(NOW + LEASE - timedelta(seconds=1)).total == 0
    assert deliver_due(NOW + LEASE).sent == 1
    assert server.ids() == [row.message_id]
    assert only().attempts == 2


def test_mail_that_was_refused_often_survives_the_death_of_a_worker(server, member_a):
    server.plan = lambda *_: smtp.BUSY
    notify("test.service", person=member_a)
    for _ in range(BROKEN_ATTEMPTS):
        deliver_due(only().next_attempt_at)
    moment = only().next_attempt_at
    assert claim_next(moment) is not None
    server.plan = lambda *_: smtp.TAKE
    assert deliver_due(moment + LEASE).sent == 1


def test_mail_that_kills_its_worker_is_given_up(server, member_a):
    notify("test.service", person=member_a)
    moment = NOW
    for _ in range(DIED_ATTEMPTS):
        services.delivery.recover_abandoned(moment)
        assert claim_next(moment) is not None
        moment += LEASE
    services.delivery.recover_abandoned(moment)
    assert only().status == MailStatus.DEAD
    assert only().uncertain


def test_late_worker_still_says_that_it_sent(server, member_a):
    """Its lease ran out, the mail is queued again; but it was sent, and nobody sends it twice."""
    notify("test.service", person=member_a)
    taken = claim_next(NOW)
    services.delivery.recover_abandoned(NOW + LEASE)
    services.delivery._mark_sent(taken, NOW + LEASE)
    assert deliver_due(NOW + LEASE).total == 0
    assert server.taken == []


def test_late_worker_s_failure_does_not_touch_what_another_one_holds(server, member_a):
    notify("test.service", person=member_a)
    late = claim_next(NOW)
    services.delivery.recover_abandoned(NOW + LEASE)
    current = claim_next(NOW + LEASE)
    services.delivery._mark_skipped(late, SkipReason.NO_RIGHT, NOW + LEASE)
    assert (only().status, only().lease_token) == (MailStatus.SENDING, current.lease_token)


# --- The order of one guest's messages ------------------------------------------------------
def test_later_message_waits_for_the_earlier_one(entry, member_a, member_b, act):
    first = services.invite_guest(entry, member_a, **act)
    assert claim_next(NOW) == first
    services.invite_guest(entry, member_a, **act)
    other = services.invite_guest(entry, member_b, **act)
    assert claim_next(NOW) == other
    assert claim_next(NOW) is None
    later = NOW + LEASE
    services.delivery.recover_abandoned(later)
    assert claim_next(later) == first


def test_guests_do_not_wait_for_each_other(server, entry, member_a, member_b, act):
    server.plan = lambda a, _n: smtp.BUSY if a == member_a.email else smtp.TAKE
    for person in (member_a, member_b):
        services.invite_guest(entry, person, **act)
    counts = deliver_due()
    assert (counts.failed, counts.sent) == (1, 1)


def test_newer_invitation_replaces_the_one_not_sent(server, entry, member_a, act, stage):
    services.invite_guest(entry, member_a, **act)
    services.touch_entry(entry)
    services.invite_guest(entry, member_a, **act)
    deliver_due()
    assert [m.get_content_type() for m in server.taken] == ["multipart/mixed"]
    rows = list(OutboxMail.objects.order_by("pk").values_list("status", "skipped_reason"))
    assert rows == [("skipped", "superseded"), ("sent", "")]
    assert CalendarGuest.objects.get().last_sequence == 1


def test_invitation_after_a_withdrawal_not_sent_replaces_both(server, entry, member_a, act):
    services.invite_guest(entry, member_a, **act)
    deliver_due()
    services.withdraw_guest(entry, member_a, **act)
    services.invite_guest(entry, member_a, **act)
    deliver_due()
    assert len(server.taken) == 2
    guest = CalendarGuest.objects.get()
    assert (guest.last_method, guest.last_sequence, guest.is_invited) == ("REQUEST", 2, True)


def test_withdrawal_is_sent_when_the_invitation_may_have_arrived(server, entry, member_a, act):
    server.plan = lambda _a, n: smtp.HANG_UP if n == 0 else smtp.TAKE
    services.invite_guest(entry, member_a, **act)
    deliver_due()
    services.withdraw_guest(entry, member_a, **act)
    deliver_due()
    statuses = list(OutboxMail.objects.order_by("pk").values_list("status", "skipped_reason"))
    assert statuses == [("skipped", "withdrawn"), ("sent", "")]
    assert not CalendarGuest.objects.get().holds_event


# --- What staff may do ----------------------------------------------------------------------
def test_dead_mail_can_be_sent_again(server, member_a, administrator):
    server.plan = lambda _a, n: smtp.REFUSE_FOR_EVER if n == 0 else smtp.TAKE
    row = notify("test.service", person=member_a)
    deliver_due()
    services.retry_mail(row, by=administrator)
    assert deliver_due().sent == 1
    assert (server.ids(), only().handled_by) == ([row.message_id], administrator)


def test_dead_code_cannot_be_sent_again(server, administrator):
    server.plan = lambda *_: smtp.REFUSE_FOR_EVER
    row = notify("account.message", address="a@example.org", payload={"subject": "s"})
    deliver_due()
    with pytest.raises(NotRetryable):
        services.retry_mail(row, by=administrator)


def test_dead_invitation_is_not_sent_after_a_newer_one(server, entry, member_a, act, administrator):
    server.plan = lambda _a, n: smtp.REFUSE_FOR_EVER if n == 0 else smtp.TAKE
    old = services.invite_guest(entry, member_a, **act)
    deliver_due()
    services.touch_entry(entry)
    services.invite_guest(entry, member_a, **act)
    with pytest.raises(NotRetryable):
        services.retry_mail(old, by=administrator)
    assert services.give_up_mail(old, by=administrator).skipped_reason == SkipReason.GIVEN_UP


@pytest.mark.parametrize("service", [services.retry_mail, services.give_up_mail])
def test_sent_mail_is_out_of_reach(server, member_a, administrator, service):
    row = notify("test.service", person=member_a)
    deliver_due()
    with pytest.raises(NotRetryable):
        service(row, by=administrator)
    assert only().status == MailStatus.SENT


def test_run_is_bounded(server, member_a):
    for n in range(5):
        notify("test.service", address=f"p{n}@example.org")
    assert deliver_due(limit=3).total == 3
    assert deliver_due(seconds=0.0).total == 0
    assert deliver_due().total == 2


def test_delivery_is_a_job_of_the_clock():
    assert "notifications.outbox" in due_jobs
    with clock.at(NOW):
        assert "notifications.outbox" in run_due()
