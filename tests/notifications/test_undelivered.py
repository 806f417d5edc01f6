"""Where staff see the mails that did not arrive."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notifications.enums import MailStatus, SkipReason
from notifications.models import OutboxMail
from notifications.services import deliver_due, notify
from tests.notifications import smtp

pytestmark = pytest.mark.django_db

LIST = "/cms/mails/"
SECRET = {"subject": "Your code", "text": "Your code is 394 201.", "html": ""}


@pytest.fixture
def failed(server, now) -> dict[str, OutboxMail]:
    """A dead mail, a dead code, and one that will be tried again."""
    plan = {"later@example.org": smtp.BUSY}
    server.plan = lambda address, _n: plan.get(address, smtp.REFUSE_FOR_EVER)
    rows = {
        "dead": notify("test.service", address="dead@example.org"),
        "later": notify("test.service", address="later@example.org"),
        "code": notify("account.message", address="code@example.org", payload=SECRET),
    }
    deliver_due()
    server.plan = lambda *_: smtp.TAKE
    return rows


def actions(row: OutboxMail) -> list[str]:
    return [f"{LIST}{row.pk}/retry/", f"{LIST}{row.pk}/give-up/"]


@pytest.mark.parametrize("who", ["organiser", "administrator", "allinone"])
def test_staff_see_what_failed_and_why(client_for, failed, who, request):
    response = client_for(request.getfixturevalue(who)).get(LIST)
    assert response.status_code == 200
    rows = response.context["rows"]
    assert [row["mail"].address for row in rows] == [
        "code@example.org",
        "later@example.org",
        "dead@example.org",
    ]
    assert [(row["is_dead"], row["can_retry"]) for row in rows] == [
        (True, False),
        (False, True),
        (True, True),
    ]
    html = response.content.decode()
    for words in ("550 5.1.1 No such mailbox", "451 4.3.0 Try again later", "A test"):
        assert words in html


@pytest.mark.parametrize(
    "who", ["manager", "director", "member_a", "colleague_a", "suspended_b", "outsider", None]
)
def test_it_does_not_exist_for_others(client_for, failed, who, request):
    person = request.getfixturevalue(who) if who else None
    client = client_for(person)
    assert client.get(LIST).status_code == 404
    for path in actions(failed["dead"]):
        assert client_for(person).post(path).status_code == 404
    failed["dead"].refresh_from_db()
    assert failed["dead"].status == MailStatus.DEAD


def test_code_is_not_shown(client_for, server, now, organiser):
    server.plan = lambda *_: smtp.BUSY
    notify("account.message", address="code@example.org", payload=SECRET)
    deliver_due()
    assert OutboxMail.objects.get().payload == SECRET
    html = client_for(organiser).get(LIST).content.decode()
    assert "code@example.org" in html
    assert "394" not in html
    assert "Your code" not in html


def test_dead_mail_is_sent_again(client_for, failed, organiser, server):
    retry, _give_up = actions(failed["dead"])
    assert client_for(organiser).post(retry)["Location"] == LIST
    deliver_due()
    failed["dead"].refresh_from_db()
    assert (failed["dead"].status, failed["dead"].handled_by) == (MailStatus.SENT, organiser)
    assert server.ids() == [failed["dead"].message_id]


def test_waiting_mail_is_sent_at_once(client_for, failed, organiser, server):
    client_for(organiser).post(actions(failed["later"])[0])
    assert deliver_due().sent == 1


def test_code_is_not_sent_again(client_for, failed, organiser):
    client = client_for(organiser)
    response = client.post(actions(failed["code"])[0], follow=True)
    failed["code"].refresh_from_db()
    assert failed["code"].status == MailStatus.DEAD
    assert response.status_code == 200


@pytest.mark.parametrize("which", ["dead", "later", "code"])
def test_mail_is_given_up(client_for, failed, administrator, which):
    client_for(administrator).post(actions(failed[which])[1])
    failed[which].refresh_from_db()
    assert failed[which].status == MailStatus.SKIPPED
    assert failed[which].skipped_reason == SkipReason.GIVEN_UP
    assert OutboxMail.objects.undelivered().count() == 2


def test_reading_changes_nothing(client_for, failed, organiser):
    for path in actions(failed["dead"]):
        assert client_for(organiser).get(path).status_code == 405


def test_mail_that_did_not_fail_is_out_of_reach(client_for, member_a, organiser, now):
    row = notify("test.service", person=member_a)
    for path in actions(row):
        assert client_for(organiser).post(path).status_code == 404
    deliver_due()
    assert len(mail.outbox) == 1


def test_side_bar_says_how_many_are_dead(client_for, failed, organiser, manager):
    home = reverse("wagtailadmin_home")
    assert "2 mails not delivered" in client_for(organiser).get(home).content.decode()
    assert "not delivered" not in client_for(manager).get(home).content.decode()


def test_nothing_to_do_is_said(client_for, organiser):
    html = client_for(organiser).get(LIST).content.decode()
    assert "There is nothing to do here." in html


def test_list_takes_the_same_number_of_queries_at_two_sizes(
    client_for, failed, organiser, member_a
):
    client = client_for(organiser)
    client.get(LIST)
    counts = []
    for more in (1, 60):
        OutboxMail.objects.bulk_create(
            OutboxMail(
                verb="test.service",
                purpose="service",
                address=f"p{n}@example.org",
                person=member_a,
                status=MailStatus.DEAD,
                attempts=1,
            )
            for n in range(more)
        )
        with CaptureQueriesContext(connection) as queries:
            response = client.get(LIST)
        counts.append(len(queries))
    assert len(response.context["rows"]) == 50
    assert counts[0] == counts[1]
