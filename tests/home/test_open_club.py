"""`manage.py open_club EMAIL`."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.audience import viewer_for
from accounts.enums import Role
from accounts.models import User


def opened(email: str) -> str:
    out = StringIO()
    call_command("open_club", email, stdout=out)
    return out.getvalue()


def path_in(text: str) -> str:
    found = re.search(r"http://[^/\s]+(/\S+)", text)
    assert found
    return found[1]


def test_link_lets_the_first_administrator_in_once(db):
    path = path_in(opened("First@Club.example"))
    visitor = Client()
    form = visitor.get(path, follow=True)
    words = {"password1": "a-long-calm-sentence", "password2": "a-long-calm-sentence"}
    visitor.post(form.redirect_chain[-1][0], words)
    person = User.objects.get(email="first@club.example")
    assert person.check_password("a-long-calm-sentence")
    assert viewer_for(person).roles == {Role.ADMINISTRATOR, Role.ORGANISER}
    assert "password1" not in Client().get(path, follow=True).content.decode()


def test_second_call_gives_the_same_person_another_link(db):
    opened("first@club.example")
    opened("first@club.example")
    assert User.objects.filter(email="first@club.example").count() == 1


def test_bad_address_is_refused_with_a_sentence(db):
    with pytest.raises(CommandError, match="is not an e-mail address"):
        opened("nobody")
