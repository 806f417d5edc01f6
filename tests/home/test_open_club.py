"""`manage.py open_club EMAIL` and the one-time link that it prints."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.access import AccessLinkGone, admit_staff, use_access_link
from accounts.audience import viewer_for
from accounts.enums import Role
from accounts.models import AccessLink, User
from accounts.services import revoke_role
from club.lib import clock

pytestmark = pytest.mark.usefixtures("in_english")

PASSWORD = "a-long-calm-sentence"
WORDS = {
    "first_name": "Anne",
    "last_name": "Arnaud",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def opened(email: str) -> str:
    out = StringIO()
    call_command("open_club", email, stdout=out)
    return out.getvalue()


def path_in(text: str) -> str:
    found = re.search(r"http://[^/\s]+(/accounts/access/\S+)", text)
    assert found
    return found[1]


def test_link_lets_the_first_administrator_in_once(db):
    path = path_in(opened("First@Club.example"))
    visitor = Client()
    assert visitor.get(path).status_code == 200
    assert visitor.get(path).status_code == 200, "reading it uses nothing up"
    answer = visitor.post(path, WORDS)
    assert (answer.status_code, answer["Location"]) == (302, "/opening/")
    person = User.objects.get(email="first@club.example")
    assert person.check_password(PASSWORD)
    assert person.full_name == "Anne Arnaud"
    assert viewer_for(person).roles == {Role.ADMINISTRATOR, Role.ORGANISER}
    assert visitor.get("/opening/").status_code == 200
    late = Client()
    assert late.get(path).status_code == 404
    assert late.post(path, WORDS).status_code == 404
    assert late.get("/opening/").status_code == 404


def test_link_says_nothing_to_others_and_is_kept_nowhere(db):
    path = path_in(opened("first@club.example"))
    answer = Client().get(path)
    assert answer["Referrer-Policy"] == "no-referrer, strict-origin"
    assert "no-store" in answer["Cache-Control"]
    assert path.split("/")[3] not in str(list(AccessLink.objects.values()))


def test_weak_password_is_refused_and_the_link_stays(db):
    path = path_in(opened("first@club.example"))
    visitor = Client()
    answer = visitor.post(path, {**WORDS, "password1": "short", "password2": "short"})
    assert answer.status_code == 422
    assert visitor.post(path, WORDS).status_code == 302


def test_second_run_kills_the_first_link_and_takes_a_slip_back(db):
    slip = path_in(opened("frist@club.example"))
    right = path_in(opened("first@club.example"))
    assert Client().get(slip).status_code == 404
    assert viewer_for(User.objects.get(email="frist@club.example")).is_stranger
    again = path_in(opened("first@club.example"))
    assert Client().get(right).status_code == 404
    assert Client().get(again).status_code == 200
    assert User.objects.filter(email="first@club.example").count() == 1


def test_link_expires(db, clock_at):
    path = path_in(opened("first@club.example"))
    clock_at(clock.now() + timedelta(hours=2, seconds=1))
    assert Client().get(path).status_code == 404


def test_link_is_worth_nothing_to_who_is_no_administrator_any_more(db):
    path = path_in(opened("first@club.example"))
    revoke_role(User.objects.get(), Role.ADMINISTRATOR)
    assert Client().post(path, WORDS).status_code == 404


def test_token_is_used_by_one(db):
    token = path_in(opened("first@club.example")).split("/")[3]
    use_access_link(token, password=PASSWORD)
    with pytest.raises(AccessLinkGone):
        use_access_link(token, password="another-long-sentence")
    assert User.objects.get().check_password(PASSWORD)


def test_bad_address_is_refused_with_a_sentence(db):
    with pytest.raises(CommandError, match="is not an e-mail address"):
        opened("nobody")


def test_address_of_a_member_is_refused_with_a_sentence(member_a):
    with pytest.raises(CommandError, match="belongs to a member of a client company"):
        opened(member_a.email)
    assert viewer_for(member_a).roles == {Role.MEMBER}


def test_staff_receive_a_link_by_mail_once(administrator, outbox):
    for _press in range(2):
        admit_staff("marc@supplier.example", [Role.ACCOUNT_MANAGER], by=administrator)
    mails = outbox()
    assert [mail["To"] for mail in mails] == ["marc@supplier.example"]
    path = path_in(mails[0].get_body(("plain",)).get_content())
    visitor = Client()
    assert visitor.post(path, WORDS)["Location"] == "/"
    assert visitor.get("/opening/").status_code == 404
    assert visitor.get("/").status_code == 200
