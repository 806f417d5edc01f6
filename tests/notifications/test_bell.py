"""The bell: one unread item about one thing, as the person chose, and never without the right."""

import re

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accounts import services as accounts_services
from notifications import services
from notifications.enums import MailStatus, Purpose, SkipReason
from notifications.models import BellItem, BellState, OutboxMail
from notifications.registry import (
    BellText,
    PreferenceKind,
    Verb,
    preference_kinds,
    register_verb,
)
from notifications.services import deliver_due, mark_bell_read, mark_read_about, tell
from tests.notifications.stage import context

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "kinds")]
ABOUT = "thread:7"


def bell(item: BellItem) -> BellText | None:
    """Says what happened, to who may still see the subject."""
    if item.viewer.is_stranger:
        return None
    name = item.caused_by.full_name if item.caused_by else "Somebody"
    return BellText(f"{name} · {item.verb} · {item.count}", "/there/")


@pytest.fixture
def kinds():
    """A kind that comes by mail and bell, one by bell only, and verbs for them."""
    template = {"template": "email/account/message", "context": context, "bell": bell}
    preference_kinds.register(PreferenceKind("test.mentions", 1, "Mentions"))
    preference_kinds.register(PreferenceKind("test.answers", 2, "Answers", default_mail="never"))
    for name, order in (("mention", 1), ("answer", 2)):
        register_verb(
            Verb(
                f"test.{name}ed",
                Purpose.ACTIVITY,
                order=order,
                preference=f"test.{name}s",
                **template,
            )
        )
    register_verb(Verb("test.moved", Purpose.SERVICE, preference="test.answers", **template))


def seq_of(person) -> int:
    return BellState.objects.now(person.pk).seq


def unread(person) -> int:
    return BellState.objects.now(person.pk).unread


def told(person, company, verb="test.mentioned", by=None):
    return tell(verb, person=person, subject=company, by=by, about=ABOUT)


def test_one_unread_item_and_one_mail_until_read(member_a, company_b, member_b, colleague_a):
    for by in (member_b, colleague_a, member_b):
        told(member_a, company_b, by=by)
    item = BellItem.objects.get()
    assert (item.count, item.caused_by, item.subject) == (3, member_b, company_b)
    assert (unread(member_a), OutboxMail.objects.count()) == (1, 1)
    assert mark_read_about(member_a, ABOUT) == 1
    assert unread(member_a) == 0
    told(member_a, company_b, by=member_b)
    assert (unread(member_a), OutboxMail.objects.count()) == (1, 2)


def test_the_database_refuses_a_second_unread_item(member_a, member_b, company_b):
    told(member_a, company_b)
    told(member_b, company_b)
    with pytest.raises(IntegrityError), transaction.atomic():
        BellItem.objects.create(person=member_a, verb="test.mentioned", about=ABOUT)


def test_a_mention_outweighs_answers_whatever_came_first(member_a, company_b, member_b):
    told(member_a, company_b, "test.answered")
    assert OutboxMail.objects.count() == 0
    told(member_a, company_b, "test.mentioned", by=member_b)
    told(member_a, company_b, "test.answered")
    item = BellItem.objects.get()
    assert (item.verb, item.count, item.caused_by) == ("test.mentioned", 3, member_b)
    assert [m.verb for m in OutboxMail.objects.all()] == ["test.mentioned"]


def test_never_means_no_bell_and_no_mail(member_a, company_b):
    services.set_preference(member_a, "test.mentions", mail="never", bell=False)
    assert told(member_a, company_b) is None
    assert (BellItem.objects.count(), OutboxMail.objects.count(), seq_of(member_a)) == (0, 0, 0)


def test_mail_without_bell_is_sent_once_until_read(member_a, company_b):
    services.set_preference(member_a, "test.mentions", bell=False)
    told(member_a, company_b)
    told(member_a, company_b)
    assert (unread(member_a), OutboxMail.objects.count()) == (0, 1)
    mark_read_about(member_a, ABOUT)
    told(member_a, company_b)
    assert OutboxMail.objects.count() == 2


def test_what_is_refused_after_queueing_is_not_sent(member_a, company_b):
    told(member_a, company_b)
    services.set_preference(member_a, "test.mentions", mail="never")
    deliver_due()
    row = OutboxMail.objects.get()
    assert (row.status, row.skipped_reason) == (MailStatus.SKIPPED, SkipReason.REFUSED)
    assert mail.outbox == []


def test_service_mails_cannot_be_refused(member_a, company_b):
    services.set_preference(member_a, "test.answers", mail="never", bell=False)
    told(member_a, company_b, "test.moved")
    told(member_a, company_b, "test.moved")
    deliver_due()
    assert (len(mail.outbox), unread(member_a)) == (2, 1)


@pytest.mark.parametrize(("kind", "error"), [("account", ValueError), ("nothing", LookupError)])
def test_what_is_always_sent_is_no_choice(member_a, kind, error):
    with pytest.raises(error):
        services.set_preference(member_a, kind, mail="never")


def test_the_cursor_grows_by_one_with_each_change(member_a, company_b):
    assert seq_of(member_a) == 0
    told(member_a, company_b)
    told(member_a, company_b)
    mark_bell_read(member_a)
    mark_bell_read(member_a)
    assert seq_of(member_a) == 3


def test_nothing_is_told_when_the_change_is_taken_back(member_a, company_b):
    with transaction.atomic():
        told(member_a, company_b)
        transaction.set_rollback(True)
    assert (BellItem.objects.count(), seq_of(member_a)) == (0, 0)


def test_page_lists_what_may_still_be_seen(member_a, member_b, company_b, client_for):
    told(member_a, company_b, by=member_b)
    page = client_for(member_a).get("/me/bell/").content.decode()
    assert f"{member_b.full_name} · test.mentioned · 1" in page
    assert "/me/bell/read/" in page
    assert re.search(r"<time datetime=[^>]+>Today, \d\d:\d\d</time>", page)
    theirs = client_for(member_b).get("/me/bell/").content.decode()
    assert "test.mentioned" not in theirs


def test_marking_read_is_a_post(member_a, company_b, client_for):
    told(member_a, company_b)
    client = client_for(member_a)
    assert client.get("/me/bell/read/").status_code == 405
    assert unread(member_a) == 1
    assert client.post("/me/bell/read/").status_code == 302
    assert unread(member_a) == 0


def test_log_tells_the_count_and_then_nothing(member_a, company_b, client_for):
    client = client_for(member_a)
    assert client.get("/me/bell/log/?after=0").status_code == 304
    told(member_a, company_b)
    answer = client.get("/me/bell/log/?after=0").json()
    assert (answer["seq"], answer["events"]) == (1, [{"seq": 1, "data": {"unread": 1}}])
    assert client.get("/me/bell/log/?after=1").status_code == 304
    assert client.get("/me/bell/log/?after=9").json()["reset"] is True


@pytest.mark.parametrize("path", ["/me/bell/", "/me/bell/log/"])
def test_strangers_and_suspended_have_no_bell(path, suspended_b, outsider, client_for):
    for person in (None, suspended_b, outsider):
        assert client_for(person).get(path).status_code == 404


def test_suspended_while_told(member_a, company_b, client_for):
    accounts_services.suspend_membership(member_a.memberships.get())
    told(member_a, company_b)
    assert client_for(member_a).get("/me/bell/").status_code == 404


def test_page_costs_the_same_for_many_items(
    member_a, company_b, client_for, django_assert_num_queries
):
    client = client_for(member_a)
    for size in (2, 12):
        for n in range(size):
            tell("test.mentioned", person=member_a, subject=company_b, about=f"thread:{size}-{n}")
        with django_assert_num_queries(7):
            client.get("/me/bell/")
