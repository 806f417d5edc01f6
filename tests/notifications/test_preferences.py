"""What people choose: on their page, and by the link in a mail."""

import re

import pytest
from django.core import mail
from django.test import Client

from notifications.enums import MailChoice, Purpose
from notifications.models import OutboxMail, Preference
from notifications.registry import PreferenceKind, Verb, preference_kinds, register_verb
from notifications.services import deliver_due, notify, set_preference
from tests.notifications.stage import context, last

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
KIND = PreferenceKind("test.letters", 3, "Letters of the test", detail="What a letter holds.")
URL = "/me/notifications/"


@pytest.fixture(autouse=True)
def letters():
    preference_kinds.register(KIND)
    for name, purpose in (("written", Purpose.LETTER), ("owed", Purpose.SERVICE)):
        verb = Verb(f"test.{name}", purpose, "email/account/message", context, preference=KIND.name)
        register_verb(verb)


def choice_of(person) -> tuple[str, bool]:
    return Preference.objects.choice(person.pk, KIND)


def stop_link(member) -> str:
    notify("test.written", person=member)
    deliver_due()
    (link,) = re.findall(r"<http://127\.0\.0\.1:8000(/.+)>", last().message["List-Unsubscribe"])
    return link


def fields(**changes) -> dict[str, str]:
    """The form as it stands, with changes."""
    kinds = [kind for kind in preference_kinds if not kind.is_always]
    words = {f"mail-{kind.name}": kind.default_mail for kind in kinds}
    words |= {f"bell-{kind.name}": "on" for kind in kinds if kind.default_bell}
    return {name: value for name, value in (words | changes).items() if value is not None}


def test_page_shows_what_holds_and_what_always_comes(member_a, client_for):
    page = client_for(member_a).get(URL).content.decode()
    for text in (KIND.label, KIND.detail, "Sign-in and account", "They let you in"):
        assert text in page


def test_what_is_chosen_is_kept_and_nothing_else(member_a, member_b, client_for):
    changes = {f"mail-{KIND.name}": "never", f"bell-{KIND.name}": None}
    assert client_for(member_a).post(URL, fields(**changes)).status_code == 302
    assert choice_of(member_a) == (MailChoice.NEVER, False)
    assert choice_of(member_b) == (MailChoice.AT_ONCE, True)
    assert Preference.objects.count() == 1


@pytest.mark.parametrize("wrong", ["sometimes", "", "\0", "a" * 10_000])
def test_another_word_is_refused_with_nothing_changed(wrong, member_a, client_for):
    response = client_for(member_a).post(URL, fields(**{f"mail-{KIND.name}": wrong}))
    assert response.status_code == 422
    assert not Preference.objects.exists()


def test_page_is_for_people_of_the_club(suspended_b, outsider, organiser, client_for):
    assert client_for(organiser).get(URL).status_code == 200
    for person in (None, suspended_b, outsider):
        for method in ("get", "post"):
            assert getattr(client_for(person), method)(URL).status_code == 404


def test_link_in_the_mail_shows_and_its_button_acts(member_a):
    link, browser = stop_link(member_a), Client(enforce_csrf_checks=True)
    assert last().message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"http://127.0.0.1:8000{link}" in last().html
    assert KIND.label in browser.get(link).content.decode()
    assert choice_of(member_a).mail == MailChoice.AT_ONCE
    for words, expected in (
        ({"List-Unsubscribe": "One-Click"}, MailChoice.NEVER),
        ({"again": "1"}, MailChoice.AT_ONCE),
    ):
        assert browser.post(link, words).status_code == 200
        assert choice_of(member_a).mail == expected


def test_link_names_nobody_and_works_for_its_own_kind_only(member_a, member_b):
    link, browser = stop_link(member_a), Client()
    page = browser.get(link).content.decode()
    for private in (member_a.email, member_a.last_name, member_a.first_name):
        assert private not in page
    for other in (link[:-6] + "aaaaa/", f"{URL}stop/x/", f"{URL}stop/{'a' * 500}/"):
        assert browser.post(other).status_code == 404
    assert choice_of(member_b).mail == MailChoice.AT_ONCE


def test_service_mails_carry_no_such_link(member_a):
    notify("test.owed", person=member_a)
    deliver_due()
    assert last().message["List-Unsubscribe"] is None
    assert "/stop/" not in last().text + last().html


def test_stopped_mails_stop_the_others_come(member_a, member_b):
    set_preference(member_a, KIND.name, mail="never")
    for person in (member_a, member_b):
        notify("test.written", person=person)
        notify("test.owed", person=person)
    deliver_due()
    assert sorted(m.to[0].rpartition("<")[2] for m in mail.outbox) == [
        "member@client-a.example>",
        "member@client-b.example>",
        "member@client-b.example>",
    ]
    assert OutboxMail.objects.filter(skipped_reason="refused").count() == 1
