"""The loop from the mailbox to the seat, what the staff see of it, and the demo's own calendar."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from club.lib import clock
from club.lib.mailboxes import Maildir
from events.services import register
from notifications import tasks
from notifications.checks import check_reply_mailbox
from notifications.models import CalendarGuest, CalendarReply, DueRun, KeptMail, MailboxState
from notifications.services import deliver_due, mailbox, read_replies
from notifications.services.replies import forget_replies
from tests.events.made import event, status_of, the_date
from tests.notifications import answers
from tests.notifications.answers import said_by
from tests.notifications.imap import ImapServer, imap_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_indexes")]
LIST = "/cms/mails/answers/"


@pytest.fixture
def guest(now, member_a) -> CalendarGuest:
    """A guest of an event, whose calendar holds it."""
    register(the_date(event()), member_a, by=member_a)
    deliver_due()
    return CalendarGuest.objects.get()


@pytest.fixture
def box(settings, tmp_path) -> Maildir:
    """The club's mailbox: a maildir."""
    settings.REPLY_MAILBOX_URL = f"maildir://{tmp_path}/replies"
    return Maildir(f"{tmp_path}/replies", make=True)


@pytest.fixture
def imap(settings):
    """The club's mailbox: a folder on a server."""
    with imap_server() as running:
        settings.REPLY_MAILBOX_URL = running.url
        yield running


def kept(box: Maildir, folder: str) -> list[str]:
    """The flags of what lies in a folder of the maildir."""
    return sorted(path.name.partition(":2,")[2] for path in Path(box.path, folder).iterdir())


def seat_of(guest: CalendarGuest) -> str:
    return status_of(guest.entry.event_date, guest.person)


# --- Reading --------------------------------------------------------------------------------
def test_cal_r27_a_maildir_is_read_and_put_away(box, guest):
    box.add(answers.outlook(said_by(guest, "DECLINED")))
    box.add(answers.mail("Buy now", to="club@club.example"))
    assert read_replies() == 2
    assert seat_of(guest) == "cancelled"
    assert (kept(box, "new"), kept(box, "cur")) == ([], ["", "S"])
    assert read_replies() == 0
    assert MailboxState.objects.get().read_at == clock.now()


def test_cal_r27_an_imap_folder_is_read_and_put_away(imap: ImapServer, guest):
    advert = imap.put(answers.mail("Buy now", to="club@club.example"))
    imap.put(answers.google(said_by(guest, "DECLINED")))
    assert read_replies() == 2
    assert seat_of(guest) == "cancelled"
    assert (imap.uids("INBOX"), imap.uids("Handled")) == ([advert.uid], [2])
    assert advert.flags == set()
    assert read_replies() == 0
    state = MailboxState.objects.get()
    assert (state.position, state.failing_since) == ("7:2", None)
    assert "s3cret" not in state.label


@pytest.mark.parametrize("dies_at", ["STORE", "MOVE"])
def test_cal_r27_a_crash_before_a_mail_is_put_away_does_no_harm(imap, guest, dies_at):
    imap.put(answers.google(said_by(guest, "DECLINED")))
    imap.hangs_up_at = dies_at
    assert read_replies() == 0
    assert (seat_of(guest), imap.uids("INBOX")) == ("cancelled", [1])
    assert "abort" in MailboxState.objects.get().last_error
    imap.hangs_up_at = ""
    MailboxState.objects.update(position="")  # as if that note had been lost as well
    read_replies()
    assert CalendarReply.objects.count() == 1
    assert imap.uids("INBOX") == []
    state = MailboxState.objects.get()
    assert (state.last_error, state.failing_since) == ("", None)


def test_one_run_is_bounded(box, guest, monkeypatch):
    monkeypatch.setattr(mailbox, "MESSAGES", 2)
    for n in range(3):
        box.add(answers.mail(f"mail {n}", to="club@club.example"))
    assert [read_replies(), read_replies(), read_replies()] == [2, 1, 0]
    monkeypatch.setattr(mailbox, "OCTETS", 10)
    for n in range(2):
        box.add(answers.mail(f"mail {n}", to="club@club.example"))
    assert [read_replies(), read_replies()] == [1, 1]


def test_what_is_too_large_is_left_for_people(box, guest):
    said = said_by(guest, "DECLINED")
    box.add(answers.google(said) + b"x" * 2_000_000)
    read_replies()
    assert seat_of(guest) == "going"
    assert (CalendarReply.objects.get().outcome, kept(box, "cur")) == ("unreadable", [""])


def test_a_mailbox_that_cannot_be_read_says_since_when(settings, tmp_path, guest, clock_at):
    settings.DEMO = False
    settings.REPLY_MAILBOX_URL = f"maildir://{tmp_path}/none"
    began = clock.now()
    DueRun.objects.create(name=mailbox.JOB)
    read_replies()
    clock_at("2026-11-22T12:00:00+00:00")
    read_replies()
    state = MailboxState.objects.get()
    assert (state.failing_since, state.read_at) == (began, None)
    assert DueRun.objects.get().due_at == clock.now() + timedelta(minutes=5)
    assert "There is no maildir" in state.last_error


def test_without_a_mailbox_nothing_is_read(settings, guest):
    settings.REPLY_MAILBOX_URL = ""
    assert (read_replies(), mailbox.has_waiting_mail(), tasks.enqueue_replies()) == (
        0,
        False,
        False,
    )
    assert not MailboxState.objects.exists()


def test_clock_asks_a_worker_once_and_only_when_mail_waits(box, guest):
    assert tasks.enqueue_replies() is False
    box.add(answers.mail("x", to="club@club.example"))
    assert [tasks.enqueue_replies(), tasks.enqueue_replies()] == [True, False]
    assert DBTaskResult.objects.filter(task_path=tasks.read_replies.module_path).count() == 1


def test_settled_answers_are_forgotten_and_open_ones_are_not(box, guest, organiser, clock_at):
    box.add(answers.google(said_by(guest)))
    box.add(answers.mail("I will be late", to=guest.reply_address))
    read_replies()
    clock_at("2027-03-01T09:00:00+00:00")
    assert forget_replies() == 1
    assert CalendarReply.objects.get().outcome == "words"


# --- Checks ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("demo", "url", "found"),
    [
        (False, "", ["mail.W001"]),
        (True, "", []),
        (False, "imaps://u:p@mail.example", []),
        (False, "maildir:///var/mail/club", []),
        (False, "imaps://mail.example", ["mail.E003"]),
        (True, "ftp://u:p@mail.example", ["mail.E003"]),
    ],
)
def test_check_of_the_mailbox(settings, demo, url, found):
    settings.DEMO, settings.REPLY_MAILBOX_URL = demo, url
    assert [problem.id for problem in check_reply_mailbox(None)] == found


# --- What the staff see ---------------------------------------------------------------------
@pytest.fixture
def waiting(box, guest) -> list[CalendarReply]:
    """A counter-proposal, an answer from a stranger, and one that was counted."""
    counter = said_by(guest, "TENTATIVE", method="COUNTER", comment="<b>Thursday?</b>")
    box.add(answers.outlook(counter))
    box.add(answers.google(said_by(guest, sender="someone@else.example")))
    box.add(answers.google(said_by(guest)))
    read_replies()
    return list(CalendarReply.objects.to_look_at())


@pytest.mark.parametrize("who", ["organiser", "administrator", "allinone"])
def test_cal_r29_staff_see_what_needs_them_and_mark_it_done(client_for, waiting, who, request):
    person = request.getfixturevalue(who)
    client = client_for(person)
    html = client.get(LIST).content.decode()
    for words in (
        "2 answers from calendars need you.",
        "another time is proposed",
        "from another address",
        "Agathe Aubrac",
        "someone@else.example",
        "&lt;b&gt;Thursday?&lt;/b&gt;",
        "Line 9, from the inside",
        "Wednesday 16 December 2026, 09:00 to 12:00",
    ):
        assert words in html, words
    response = client.post(f"{LIST}{waiting[0].pk}/done/")
    assert response["Location"] == LIST
    done = CalendarReply.objects.get(pk=waiting[0].pk)
    assert (done.handled_by, done.handled_at) == (person, clock.now())
    assert client.post(f"{LIST}{waiting[0].pk}/done/").status_code == 404
    assert [row["reply"].pk for row in client.get(LIST).context["rows"]] == [waiting[1].pk]


@pytest.mark.parametrize(
    "who", ["manager", "director", "member_a", "colleague_a", "suspended_b", "outsider", None]
)
def test_cal_r29_the_list_does_not_exist_for_others(client_for, waiting, who, request):
    client = client_for(request.getfixturevalue(who) if who else None)
    assert client.get(LIST).status_code == 404
    assert client.post(f"{LIST}{waiting[0].pk}/done/").status_code == 404
    assert CalendarReply.objects.to_look_at().count() == 2


def test_list_that_is_empty_says_so_and_reading_marks_nothing(client_for, box, organiser):
    client = client_for(organiser)
    assert "Nothing waits for you." in client.get(LIST).content.decode()
    assert client.get(f"{LIST}1/done/").status_code == 405


def test_list_says_that_the_mailbox_is_not_read(client_for, settings, organiser, tmp_path, now):
    settings.REPLY_MAILBOX_URL = ""
    assert "No mailbox is read" in client_for(organiser).get(LIST).content.decode()
    settings.DEMO, settings.REPLY_MAILBOX_URL = False, f"maildir://{tmp_path}/none"
    read_replies()
    assert "There is no maildir" in client_for(organiser).get(LIST).content.decode()


def test_list_costs_the_same_at_two_sizes(client_for, waiting, organiser):
    client = client_for(organiser)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    row = waiting[0]
    for n in range(30):
        row.pk, row.fingerprint = None, f"f{n}"
        row.save()
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(LIST).context["rows"]) == 32
    assert len(few) == len(many)


def test_menu_counts_what_waits(client_for, waiting, organiser, manager):
    assert "2 answers to look at" in client_for(organiser).get("/cms/").content.decode()
    assert "answers to look at" not in client_for(manager).get("/cms/").content.decode()


# --- The demo's calendar --------------------------------------------------------------------
@pytest.fixture
def kept_mail(box, guest) -> KeptMail:
    """The invitation, as the demo keeps it."""
    raw = mail.outbox[-1].message().as_bytes()
    return KeptMail.objects.create(raw=raw, to=guest.person.email, calendar_method="REQUEST")


@pytest.mark.parametrize(
    ("partstat", "becomes"),
    [("DECLINED", "cancelled"), ("TENTATIVE", "maybe"), ("ACCEPTED", "going")],
)
def test_cal_r27_the_demo_answers_as_the_calendar_would(
    client_for, box, guest, kept_mail, partstat, becomes
):
    path = f"/demo/mail/{kept_mail.pk}/"
    client = client_for(HTTP_ACCEPT_LANGUAGE="en")
    assert "Answer as this calendar would" in client.get(path).content.decode()
    response = client.post(f"{path}answer/", {"partstat": partstat}, follow=True)
    assert "lies in the club’s mailbox" in response.content.decode()
    assert seat_of(guest) == "going", "the loop does it, not the button"
    assert read_replies() == 1
    assert seat_of(guest) == becomes
    assert CalendarReply.objects.get().outcome == "applied"


def test_the_demo_s_calendar_answers_invitations_only(client_for, box, guest, kept_mail):
    client = client_for()
    answer = f"/demo/mail/{kept_mail.pk}/answer/"
    assert client.get(answer).status_code == 405
    assert client.post(answer, {"partstat": "DELEGATED"}).status_code == 404
    kept_mail.raw = b"Subject: a letter\r\n\r\nHello"
    kept_mail.save()
    assert client.post(answer, {"partstat": "ACCEPTED"}).status_code == 404
    assert "partstat" not in client.get(f"/demo/mail/{kept_mail.pk}/").content.decode()
    assert not box.has_fresh()


def test_the_demo_s_calendar_is_a_demo_s(client_for, settings, box, kept_mail, administrator):
    settings.DEMO = False
    answer = f"/demo/mail/{kept_mail.pk}/answer/"
    assert client_for(administrator).post(answer, {"partstat": "ACCEPTED"}).status_code == 404
    assert not box.has_fresh()
