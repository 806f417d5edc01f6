"""What people and editors write cannot become a header, a receiver or a part (R40, S20)."""

import pytest
from django.core import mail

from accounts.models import ClubSettings
from club.lib.ical_text import header_line
from notifications import services
from notifications.models import OutboxMail
from notifications.services import deliver_due, notify
from tests.notifications.stage import NOW, last
from tests.notifications.test_kept_mail import kept_by_backend

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

ATTACKS = [
    "x\r\nBcc: spy@evil.example",
    "x\nX-Evil: 1",
    "x\rSubject: other",
    "x\r\n\r\n<script>alert(1)</script>",
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT",
    "x\u2028Bcc: spy@evil.example",
    "x\x0b\x0cBcc: spy@evil.example",
    "x\x85Bcc: spy@evil.example",
    '"<spy@evil.example>, "',
    "spy@evil.example, ",
    "a\x00b",
    "=?utf-8?q?Bcc=3A_spy=40evil.example?=",
    "{{ settings.SECRET_KEY }}{% load i18n %}{person.password}%(password)s",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "é" * 400,
]
HEADERS = {
    "Content-Type",
    "MIME-Version",
    "Subject",
    "From",
    "To",
    "Reply-To",
    "Message-ID",
    "Date",
    "Auto-Submitted",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_cal_r40_nothing_that_is_written_leaves_its_place(entry, member_a, act, stage, attack):
    stored = attack.replace("\0", "")  # a database keeps no NUL; code could still give one
    member_a.first_name, member_a.last_name = stored[:80], stored[:80]
    member_a.save()
    club = ClubSettings.load()
    club.club_name = stored[:60]
    club.save()
    stage.words |= {"summary": attack, "location": attack, "description": attack}
    services.invite_guest(entry, member_a, **act, payload={"subject": stored})
    assert deliver_due().sent == 1
    message = last().message
    assert set(message.keys()) == HEADERS
    assert [len(message.get_all(name)) for name in HEADERS] == [1] * len(HEADERS)
    (to,) = message["To"].addresses
    (sender,) = message["From"].addresses
    assert (to.addr_spec, sender.addr_spec) == (member_a.email, "club@club.example")
    assert mail.outbox[-1].recipients()[0].endswith(f"{member_a.email}>")
    assert [p.get_content_type() for p in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    event = last().event
    assert event["ATTENDEE"].email == member_a.email
    assert str(event["UID"]) == entry.uid
    assert "<script" not in last().html
    assert "<img" not in last().html
    assert "password" not in last().text.replace(attack, "")


@pytest.mark.parametrize("attack", ATTACKS)
def test_subject_is_one_line_of_the_same_words(attack, member_a):
    notify("test.service", person=member_a, payload={"subject": attack.replace("\0", "")})
    deliver_due()
    subject = str(last().message["Subject"]).strip()
    assert len(subject.splitlines()) == 1
    assert subject == header_line(attack)


@pytest.mark.parametrize(
    "address",
    ["a@b.example\r\nBcc: spy@evil.example", "a@b.example,spy@evil.example", "<a@b.example> x@y.z"],
)
def test_address_that_is_more_than_one_reaches_nobody(address):
    row = notify("test.service", address="a@b.example")
    OutboxMail.objects.filter(pk=row.pk).update(address=address)
    assert deliver_due().dead == 1
    assert mail.outbox == []


def test_links_lead_to_the_configured_site_only(entry, member_a, act, settings):
    settings.BASE_URL = "https://club.example"
    services.invite_guest(entry, member_a, **act)
    deliver_due(NOW)
    kept = kept_by_backend(mail.outbox[-1])
    assert b"evil" not in bytes(kept.raw)
