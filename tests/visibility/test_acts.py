"""Nobody acts on what they may not see, and what was queued is checked again when it is sent."""

from django.core import mail
from django.test import Client

from accounts import services as accounts_services
from events import services as event_services
from events.models import Registration
from notifications.enums import MailStatus
from notifications.models import OutboxMail
from notifications.services import deliver_due
from tests.factories.accounts import tier
from tests.visibility.same import ask


def test_posting_to_a_hidden_event_changes_nothing(world, client_for):
    before = list(Registration.objects.order_by("pk").values())
    words = {"date": world.event_date.pk, "is_listed": "on"}
    for who in ("member_b", "member_c", "suspended_b", "outsider", None):
        client = client_for(world.cast[who] if who else None)
        for act in ("register", "maybe", "decline", "cancel", "guests", "decide", "cancel-date"):
            answer = client.post(f"{world.event.get_url()}{act}/", words)
            assert answer.status_code == 404, (who, act)
    assert list(Registration.objects.order_by("pk").values()) == before


def test_seats_without_a_token_are_refused(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast["member_a"])
    response = client.post(f"{world.event.get_url()}register/", {"date": world.event_date.pk})
    assert response.status_code == 403


def test_a_mail_is_not_sent_once_the_right_is_gone(world):
    member = world.cast["member_a"]
    event_services.register(world.event_date, member, by=member)
    company = member.memberships.get().company
    company.tier = tier("bronze")
    company.save()
    mail.outbox.clear()
    deliver_due()
    assert mail.outbox == []
    last = OutboxMail.objects.filter(person=member).latest("pk")
    assert last.status == MailStatus.SKIPPED


def test_a_suspended_member_gets_no_mail_and_no_page(world, client_for):
    member = world.cast["member_a"]
    client = client_for(member)
    assert client.get(world.event.get_url()).status_code == 200
    event_services.register(world.event_date, member, by=member)
    accounts_services.suspend_membership(member.memberships.get())
    mail.outbox.clear()
    deliver_due()
    assert mail.outbox == []
    assert client.get(world.event.get_url()).status_code == 404


def test_a_lower_tier_holds_from_the_next_request_on(world, client_for):
    member = world.cast["member_a"]
    client = client_for(member)
    paths = [world.event.get_url(), world.news.get_url(), world.picture_url, world.document.url]
    assert [ask(client, path).status_code for path in paths] == [200] * 4
    company = member.memberships.get().company
    company.tier = tier("silver")
    company.save()
    assert [ask(client, path).status_code for path in paths] == [404] * 4
