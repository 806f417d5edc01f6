"""A made-up past leaves the rows that the services would have left."""

from datetime import timedelta

import pytest
from django.core import mail
from django.forms.models import model_to_dict

from club.lib import clock
from notifications import services
from notifications.bulk import settle_before
from notifications.models import CalendarGuest, OutboxMail
from notifications.services import deliver_due, notify
from tests.notifications.stage import NOW

pytestmark = pytest.mark.django_db


def rows() -> tuple[list[dict], list[dict]]:
    mails = [
        model_to_dict(m, exclude=["id", "guest", "message_id", "object_id"])
        for m in OutboxMail.objects.order_by("pk")
    ]
    guests = [
        model_to_dict(g, exclude=["id", "entry", "reply_address"])
        for g in CalendarGuest.objects.order_by("pk")
    ]
    return mails, guests


def write(people, act, settle) -> None:
    entry = services.create_entry("test.date")
    for person in people:
        services.invite_guest(entry, person, **{**act, "subject": None})
    notify("account.message", address="a@example.org", payload={"subject": "s", "text": "t"})
    settle()


def test_rows_are_those_of_a_delivery(member_a, member_b, act, now):
    write([member_a, member_b], act, deliver_due)
    delivered = rows()
    OutboxMail.objects.all().delete()
    CalendarGuest.objects.all().delete()
    mail.outbox.clear()
    write([member_a, member_b], act, lambda: settle_before(NOW + timedelta(seconds=1)))
    assert rows() == delivered
    assert mail.outbox == []


def test_only_what_is_older_is_settled(member_a, now):
    notify("test.service", person=member_a)
    assert settle_before(NOW) == 0
    assert settle_before(NOW + timedelta(seconds=1)) == 1
    assert settle_before(NOW + timedelta(seconds=1)) == 0


def test_later_update_follows_what_was_settled(entry, member_a, act):
    services.invite_guest(entry, member_a, **act)
    later = NOW + timedelta(days=1)
    settle_before(later)
    with clock.at(later):
        services.cancel_entry(entry, **act)
        assert deliver_due().sent == 1
    assert CalendarGuest.objects.get().last_sequence == 1
