"""The words of account mails, and their language."""

import pytest

from accounts import mails
from tests.accounts.helpers import LOGIN, ask_for_code, received, sign_in

pytestmark = pytest.mark.django_db


def test_code_mail_says_one_thing(client, member_a):
    ask_for_code(client, member_a.email)
    [mail] = received()
    assert mail.subject.startswith(mail.code)
    assert mail.code in mail.html
    assert "http://127.0.0.1" not in mail.text.split("--")[0], "no link to be led astray by"


@pytest.mark.parametrize(
    ("own", "browser", "sent"),
    [("fr", "en", "fr"), ("en", "fr", "en"), ("", "en", "en"), ("", "fr", "fr")],
)
def test_mail_is_in_the_language_of_who_receives_it(
    client, member_a, monkeypatch, own, browser, sent
):
    member_a.language = own
    member_a.save()
    languages = []
    send = mails.send

    def note(mail):
        languages.append(mail.language)
        send(mail)

    monkeypatch.setattr(mails, "send", note)
    client.post(LOGIN, {"email": member_a.email, "way": "code"}, HTTP_ACCEPT_LANGUAGE=browser)
    assert languages == [sent]


def test_subject_stays_one_line(member_a):
    mail = mails.compose("account/email/login_code", "x@y.example", None, {"code": "1\r\nBcc: z"})
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject


def test_words_in_the_mail_are_escaped(member_a):
    words = {"from_email": "a@b.example", "to_email": "<b>c@d.example"}
    mail = mails.compose("account/email/email_changed", "x@y.example", None, words)
    assert "<b>" in mail.text
    assert "<b>" not in mail.html


def test_changes_are_told_to_the_person(client, member_a):
    sign_in(client, member_a.email)
    new = "a quiet table of eight"
    client.post(
        "/accounts/password/change/",
        {"oldpassword": "club-demo", "password1": new, "password2": new},
    )
    [mail] = received()
    assert mail.to == member_a.email
    assert new not in mail.text + mail.html


def test_nothing_leaves_for_whom_nothing_is_meant(db):
    mail = mails.compose("account/email/login_code", "x@y.example", None, {"code": "1234-5678"})
    mails.send_nothing(mail)
    assert received() == []
