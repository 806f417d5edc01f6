"""Queueing: one row in the caller's transaction, and what is known of it."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.mails import AccountMail, send, send_nothing
from notifications import services
from notifications.enums import MailStatus, Priority, Purpose, SkipReason
from notifications.models import OutboxMail
from notifications.registry import Verb, register_verb
from notifications.services import deliver_due, notify
from tests.notifications.stage import context, last, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

CODE = {"subject": "Your code", "text": "Your code is 394 201."}


def only() -> OutboxMail:
    return OutboxMail.objects.get()


def test_row_says_why_by_whom_and_about_what(member_a, organiser, company_a, now):
    row = notify("test.answer", person=member_a, subject=company_a, by=organiser, payload={"a": 1})
    row.refresh_from_db()
    assert (row.purpose, row.verb) == (Purpose.ANSWER, "test.answer")
    assert (row.person, row.address, row.caused_by) == (member_a, member_a.email, organiser)
    assert (row.subject, row.payload) == (company_a, {"a": 1})
    assert (row.status, row.attempts, row.next_attempt_at) == (MailStatus.QUEUED, 0, now)


def test_nothing_is_queued_when_the_change_is_taken_back(member_a):
    with transaction.atomic():
        notify("test.service", person=member_a)
        transaction.set_rollback(True)
    assert not OutboxMail.objects.exists()


def test_unknown_verb_is_refused(member_a):
    with pytest.raises(LookupError, match=r"test\.nothing"):
        notify("test.nothing", person=member_a)


@pytest.mark.parametrize("both", [True, False])
def test_exactly_one_receiver(member_a, both):
    with pytest.raises(ValueError, match="a person or"):
        notify(
            "test.service",
            person=member_a if both else None,
            address="a@b.example" if both else "",
        )


def test_verb_cannot_be_taken_over():
    with pytest.raises(ValueError, match="registered already"):
        register_verb(Verb("test.service", Purpose.LETTER, "other", context))


def test_message_id_is_ours_fixed_and_unique(member_a):
    first, second = (notify("test.service", person=member_a) for _ in range(2))
    assert first.message_id != second.message_id
    assert first.message_id.endswith("@club.example>")
    deliver_due()
    assert [m.message["Message-ID"] for m in sent()] == [first.message_id, second.message_id]


def test_headers_of_an_ordinary_mail(member_a, now):
    notify("test.service", person=member_a)
    deliver_due()
    message = last().message
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == now
    assert str(message["From"]) == "Le Cercle <club@club.example>"
    assert str(message["To"]) == "Agathe Aubrac <member@client-a.example>"
    assert message["Reply-To"] is None
    assert message.get_content_type() == "multipart/alternative"


def test_html_carries_its_styles_and_asks_for_nothing_from_outside(member_a):
    notify("test.service", person=member_a)
    deliver_due()
    html = last().html
    assert 'class="m-body" style="' in html
    assert "@media" in html
    assert "<link" not in html
    assert "src=" not in html


# --- In whose language ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    [
        ("fr", "", "fr Europe/Paris"),
        ("en", "America/New_York", "en America/New_York"),
        ("", "Asia/Tokyo", "fr Asia/Tokyo"),
    ],
)
def test_words_are_in_the_receiver_s_language_and_zone(member_a, language, zone, expected):
    member_a.language, member_a.time_zone = language, zone
    member_a.save()
    notify("test.service", person=member_a)
    deliver_due()
    assert last().text.strip() == expected
    assert f'<html lang="{expected[:2]}"' in last().html


def test_language_is_the_one_at_sending(member_a):
    notify("test.service", person=member_a)
    member_a.language = "fr"
    member_a.save()
    deliver_due()
    assert last().text.startswith("fr ")


def test_language_of_an_address_without_person_is_the_one_given():
    notify("test.service", address="new@example.org", language="en")
    notify("test.service", address="new@example.org")
    deliver_due()
    assert [m.text.split()[0] for m in sent()] == ["en", "fr"]


# --- The right, checked again ---------------------------------------------------------------
def test_right_lost_before_sending_skips_the_mail(member_a, stage):
    notify("test.service", person=member_a)
    stage.refused.add(member_a.pk)
    assert deliver_due().skipped == 1
    assert mail.outbox == []
    assert (only().status, only().skipped_reason) == (MailStatus.SKIPPED, SkipReason.NO_RIGHT)
    assert deliver_due().total == 0


def test_closed_account_is_not_written_to(member_a):
    notify("test.service", person=member_a)
    member_a.is_active = False
    member_a.save()
    deliver_due()
    assert mail.outbox == []
    assert only().skipped_reason == SkipReason.INACTIVE


def test_mail_goes_to_the_address_that_the_person_has_at_sending(member_a):
    notify("test.service", person=member_a)
    member_a.email = "agathe@client-a.example"
    member_a.save()
    deliver_due()
    assert last().message["To"].addresses[0].addr_spec == only().address == member_a.email


# --- Codes ----------------------------------------------------------------------------------
def test_code_goes_before_everything_else(member_a):
    for verb in ("test.letter", "test.service"):
        notify(verb, person=member_a)
    notify("account.message", address="member@client-a.example", payload=CODE)
    assert list(OutboxMail.objects.order_by("pk").values_list("priority", flat=True)) == [
        Priority.BULK,
        Priority.ORDINARY,
        Priority.URGENT,
    ]
    deliver_due()
    texts = [m.text.strip()[:9] for m in sent()]
    assert texts == ["Your code", "en Europe", "en Europe"]
    purposes = OutboxMail.objects.order_by("pk").values_list("purpose", flat=True)
    assert list(purposes) == ["letter", "service", "service"]


def test_code_is_forgotten_once_it_is_sent():
    notify("account.message", address="a@example.org", payload=CODE)
    deliver_due()
    assert "394 201" in last().text
    assert "394 201" in last().html
    assert only().payload == {}


def test_code_is_forgotten_when_it_is_given_up(organiser):
    row = notify("account.message", address="a@example.org", payload=CODE)
    services.give_up_mail(row, by=organiser)
    assert only().payload == {}
    assert only().handled_by == organiser


def test_sign_in_mails_leave_through_the_outbox(member_a):
    fragment = '<p class="m-p">Your code is <b>394 201</b>.</p>'
    words = AccountMail("old@example.org", member_a, "en", "Your code", "Text", fragment)
    send(words)
    assert mail.outbox == []
    assert only().address == "old@example.org"
    deliver_due()
    assert last().message["To"].addresses[0].addr_spec == "old@example.org"
    assert "<b>394 201</b>" in last().html
    assert last().html.count("<html") == 1
    assert str(last().message["Subject"]) == "Your code"


def test_whole_document_is_sent_as_it_is():
    html = "<!doctype html><html><body><p>mine</p></body></html>"
    notify("account.message", address="a@example.org", payload={**CODE, "html": html})
    deliver_due()
    assert last().html.count("<html") == 1
    assert "m-frame" not in last().html


def test_work_for_nobody_leaves_no_mail(member_a):
    send_nothing(AccountMail("x@example.org", None, "en", "s", "t", ""))
    assert not OutboxMail.objects.exists()


# --- What the database refuses --------------------------------------------------------------
@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "unknown"},
        {"status": MailStatus.SENDING},
        {"status": MailStatus.SENT},
        {"status": MailStatus.SKIPPED},
        {"purpose": "unknown"},
        {"address": ""},
        {"skipped_reason": SkipReason.PAST},
        {"calendar_method": "REQUEST"},
    ],
)
def test_impossible_rows_are_refused(member_a, wrong):
    row = notify("test.service", person=member_a)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMail.objects.filter(pk=row.pk).update(**wrong)
