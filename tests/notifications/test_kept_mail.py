"""The mails of a demo: kept byte for byte, and shown as their readers see them."""

from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from notifications import services
from notifications.backends import KeepingBackend
from notifications.models import KeptMail
from notifications.reading import read_invitation, read_mail
from notifications.services import deliver_due, notify
from tests.notifications.stage import NOW

pytestmark = pytest.mark.django_db

#: The club's settings, what a stranger may see, how many, thirty of them, and the one that is open.
QUERIES = 5
PAGES = ["", "{pk}/", "{pk}/html/", "{pk}.eml"]


def kept_by_backend(message: EmailMessage) -> KeptMail:
    """The row that the backend makes of a message."""
    assert KeepingBackend().send_messages([message]) == 1
    return KeptMail.objects.latest("pk")


@pytest.fixture
def invitation(entry, member_a, act) -> KeptMail:
    """An invitation that the demo kept."""
    services.invite_guest(entry, member_a, **act, partstat="ACCEPTED")
    deliver_due()
    return kept_by_backend(mail.outbox[-1])


@pytest.fixture
def code(now) -> KeptMail:
    """A sign-in code that the demo kept."""
    words = {"subject": "Your code: 394 201", "text": "Your code is 394 201."}
    notify("account.message", address="Member@client-b.example", payload=words, language="en")
    deliver_due()
    return kept_by_backend(mail.outbox[-1])


# --- Keeping --------------------------------------------------------------------------------
def test_message_is_kept_byte_for_byte(invitation):
    sent = mail.outbox[-1]
    read = message_from_bytes(bytes(invitation.raw), policy=policy.default)
    assert read["Message-ID"] == invitation.message_id == sent.extra_headers["Message-ID"]
    assert next(p.get_content_type() for p in read.walk()) == "multipart/mixed"
    assert b"\r\n" in bytes(invitation.raw)
    assert (invitation.to, invitation.subject) == ("member@client-a.example", "About line 9")
    assert (invitation.calendar_method, invitation.kept_at) == ("REQUEST", NOW)


def test_demo_delivers_into_the_reader(settings, member_a, now):
    settings.EMAIL_BACKEND = "notifications.backends.KeepingBackend"
    notify("test.service", person=member_a)
    assert deliver_due().sent == 1
    assert KeptMail.objects.get().to == member_a.email


def test_message_to_nobody_is_not_kept(db):
    assert KeepingBackend().send_messages([EmailMessage("s", "b", to=[])]) == 0
    assert not KeptMail.objects.exists()


# --- Reading --------------------------------------------------------------------------------
def test_mail_is_taken_apart(invitation, entry):
    read = read_mail(bytes(invitation.raw))
    assert (read.subject, read.receiver) == (
        "About line 9",
        "Agathe Aubrac <member@client-a.example>",
    )
    assert (read.sent_at, read.attachments) == (NOW, ("invite.ics",))
    assert read.text.startswith("en ")
    assert read.html.startswith("<!DOCTYPE html>")
    assert read.calendar.startswith("BEGIN:VCALENDAR")
    shown = read.invitation
    assert shown is not None
    assert (shown.method, shown.sequence, shown.uid) == ("REQUEST", 0, entry.uid)
    assert (shown.partstat, shown.location) == ("ACCEPTED", "Atelier de Saint-Égrève")
    assert shown.organizer
    assert shown.organizer.name == "Le Cercle"
    assert shown.attendee
    assert shown.attendee.address == "member@client-a.example"
    assert not shown.is_all_day
    assert not shown.is_cancel


@pytest.mark.parametrize("text", ["", "rubbish", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"])
def test_calendar_part_without_an_event_is_no_invitation(text):
    assert read_invitation(text) is None


# --- Showing --------------------------------------------------------------------------------
@pytest.mark.parametrize("path", PAGES)
def test_strangers_may_read_in_a_demo(client_for, code, path):
    response = client_for().get(f"/demo/mail/{path.format(pk=code.pk)}")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", PAGES)
def test_there_is_nothing_outside_a_demo(client_for, code, settings, administrator, path):
    settings.DEMO = False
    response = client_for(administrator).get(f"/demo/mail/{path.format(pk=code.pk)}")
    assert response.status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_reading_changes_nothing(client_for, code, path):
    assert client_for().post(f"/demo/mail/{path.format(pk=code.pk)}").status_code == 405


@pytest.mark.parametrize("path", PAGES[1:])
def test_missing_mail_is_404(client_for, db, path):
    assert client_for().get(f"/demo/mail/{path.format(pk=987)}").status_code == 404


def test_list_is_newest_first_and_opens_the_newest(client_for, invitation, code):
    response = client_for().get("/demo/mail/")
    assert [m.pk for m in response.context["page"].object_list] == [code.pk, invitation.pk]
    assert response.context["opened"] == code
    html = response.content.decode()
    assert "Your code: 394 201" in html
    assert "member@client-a.example" in html


@pytest.mark.parametrize(
    ("query", "found"), [("client-b", 1), ("MEMBER@", 2), ("nobody", 0), ("%", 0), ("\x00", 2)]
)
def test_search_is_by_address(client_for, invitation, code, query, found):
    response = client_for().get("/demo/mail/", {"q": query})
    assert response.status_code == 200
    assert response.context["page"].paginator.count == found


def test_empty_reader_says_what_to_do(client_for, db):
    response = client_for(HTTP_ACCEPT_LANGUAGE="en").get("/demo/mail/")
    assert "No mail yet" in response.content.decode()


def test_list_is_paged_and_its_queries_do_not_grow(client_for, code, django_assert_num_queries):
    client = client_for()
    client.get("/demo/mail/")
    for count in (1, 70):
        KeptMail.objects.bulk_create(
            KeptMail(raw=code.raw, to=f"p{n}@example.org", subject="s") for n in range(count)
        )
        with django_assert_num_queries(QUERIES):
            response = client.get("/demo/mail/")
    assert len(response.context["page"].object_list) == 30
    assert client.get("/demo/mail/", {"page": "3"}).context["page"].number == 3
    assert client.get("/demo/mail/", {"page": "x"}).context["page"].number == 1


def test_mail_shows_what_the_calendar_is_told(client_for, invitation, entry):
    response = client_for(HTTP_ACCEPT_LANGUAGE="en").get(f"/demo/mail/{invitation.pk}/")
    html = response.content.decode()
    for words in (
        "About line 9",
        "La ligne 9, vue de l’intérieur",
        "Wednesday 16 December 2026, 09:00 to 12:00",
        "Atelier de Saint-Égrève",
        "REQUEST, 0",
        "accepted",
        entry.uid,
        "invite.ics",
        f"/demo/mail/{invitation.pk}/html/",
        f"/demo/mail/{invitation.pk}.eml",
    ):
        assert words in html


@pytest.mark.parametrize(
    ("pane", "words"),
    [
        ("text", "en Europe/Paris"),
        ("calendar", "BEGIN:VCALENDAR"),
        ("source", "Message-ID: "),
        ("html", "<iframe"),
        ("other", "<iframe"),
    ],
)
def test_parts_of_the_mail(client_for, invitation, pane, words):
    response = client_for().get(f"/demo/mail/{invitation.pk}/", {"show": pane})
    assert words in response.content.decode().partition('class="tabs"')[2]


def test_html_is_locked_in(client_for, invitation):
    response = client_for().get(f"/demo/mail/{invitation.pk}/html/")
    policy_header = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy_header
    assert "script-src" not in policy_header
    assert "sandbox allow-popups" in policy_header
    assert "allow-scripts" not in policy_header
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_blank">' in response.content.decode()
    frame = client_for().get(f"/demo/mail/{invitation.pk}/").content.decode()
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in frame


def test_eml_is_the_message(client_for, invitation):
    response = client_for().get(f"/demo/mail/{invitation.pk}.eml")
    assert response.content == bytes(invitation.raw)
    assert response["Content-Type"] == "message/rfc822"
    assert response["Content-Disposition"] == f'attachment; filename="mail-{invitation.pk}.eml"'


def test_what_a_mail_says_does_not_run_in_the_reader(client_for, member_a, now):
    attack = "<script>alert(1)</script>"
    notify("test.service", person=member_a, payload={"subject": attack})
    deliver_due()
    kept = kept_by_backend(mail.outbox[-1])
    html = client_for().get(f"/demo/mail/{kept.pk}/").content.decode()
    assert attack not in html
