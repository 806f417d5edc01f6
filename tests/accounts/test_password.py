"""Signing in with a password, choosing, changing and forgetting one."""

import re

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.helpers import LOGIN, is_signed_in, received, sign_in
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "a quiet table of eight"


def test_password_signs_in_and_lands_where_the_link_led(client, member_a):
    answer = sign_in(client, "MEMBER@client-a.example", next="/events/gala/")
    assert (answer.status_code, answer["Location"]) == (302, "/events/gala/")
    assert is_signed_in(client)


def test_return_key_takes_the_password_way(client, member_a):
    client.post(LOGIN, {"email": member_a.email, "password": PASSWORD})
    assert is_signed_in(client)


def test_button_for_the_code_is_obeyed_whatever_the_browser_filled_in(client, member_a):
    client.post(LOGIN, {"email": member_a.email, "password": PASSWORD, "way": "code"})
    assert not is_signed_in(client)
    assert len(received()) == 1


def test_missing_password_is_asked_for(client, member_a):
    answer = sign_in(client, member_a.email, password="")
    assert "password" in answer.context["form"].errors
    assert answer.context["opens_password"]


def test_suspended_person_is_told_so_after_the_right_password_only(client, suspended_b):
    wrong = sign_in(client, suspended_b.email, password="not this one")
    assert wrong.status_code == 200
    right = sign_in(client, suspended_b.email)
    assert right["Location"] == "/accounts/inactive/"
    assert not is_signed_in(client)


def test_outsider_does_not_come_in(client, outsider):
    assert sign_in(client, outsider.email)["Location"] == "/accounts/inactive/"
    assert not is_signed_in(client)


def test_inactive_person_does_not_come_in(client, member_a):
    User.objects.filter(pk=member_a.pk).update(is_active=False)
    assert sign_in(client, member_a.email).status_code == 200
    assert not is_signed_in(client)


def test_first_password(client, member_a):
    member_a.set_unusable_password()
    member_a.save()
    _sign_in_by_code(client, member_a)
    assert client.get("/accounts/password/change/")["Location"] == "/accounts/password/set/"
    done = client.post("/accounts/password/set/", {"password1": NEW, "password2": NEW})
    assert done["Location"] == "/accounts/"
    member_a.refresh_from_db()
    assert member_a.check_password(NEW)
    assert received()[-1].to == member_a.email


def test_change_of_password_ends_the_other_sessions(client, client_for, member_a):
    phone = client_for()
    sign_in(phone, member_a.email)
    sign_in(client, member_a.email)
    done = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )
    assert done["Location"] == "/accounts/"
    assert is_signed_in(client)
    assert not is_signed_in(phone)


def test_change_of_password_needs_the_present_one(client, member_a):
    sign_in(client, member_a.email)
    answer = client.post(
        "/accounts/password/change/",
        {"oldpassword": "something else", "password1": NEW, "password2": NEW},
    )
    assert "oldpassword" in answer.context["form"].errors
    member_a.refresh_from_db()
    assert member_a.check_password(PASSWORD)


@pytest.mark.parametrize("weak", ["short", "0123456789012", "password1234", "client-a.example"])
def test_weak_password_is_refused(client, member_a, weak):
    sign_in(client, member_a.email)
    answer = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": weak, "password2": weak},
    )
    assert "password1" in answer.context["form"].errors


def test_forgotten_password(client, client_for, member_a):
    other = client_for()
    sign_in(other, member_a.email)
    asked = client.post("/accounts/password/reset/", {"email": member_a.email})
    assert asked["Location"] == "/accounts/password/reset/done/"
    link = _reset_link()

    assert client.get(link).status_code == 302, "the token leaves the address at once"
    form = client.get(link, follow=True)
    here = form.redirect_chain[-1][0]
    done = client.post(here, {"password1": NEW, "password2": NEW})
    assert done.status_code == 302
    member_a.refresh_from_db()
    assert member_a.check_password(NEW)
    assert is_signed_in(client)
    assert not is_signed_in(other)

    again = Client().get(link, follow=True)
    assert again.context["token_fail"]


def test_opening_the_link_changes_nothing(client, member_a):
    client.post("/accounts/password/reset/", {"email": member_a.email})
    link = _reset_link()
    for _scanner in range(3):
        assert not Client().get(link, follow=True).context.get("token_fail")
    member_a.refresh_from_db()
    assert member_a.check_password(PASSWORD)


def test_link_of_a_person_suspended_since_does_not_let_in(client, member_a):
    client.post("/accounts/password/reset/", {"email": member_a.email})
    link = _reset_link()
    from accounts.services import suspend_membership

    suspend_membership(member_a.memberships.get())
    here = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(here, {"password1": NEW, "password2": NEW})
    assert not is_signed_in(client)


def _reset_link() -> str:
    return next(
        re.sub(r"^https?://[^/]+", "", url) for url in received()[-1].links if "/key/" in url
    )


def _sign_in_by_code(client: Client, person: User) -> None:
    from tests.accounts.helpers import CONFIRM, ask_for_code

    ask_for_code(client, person.email)
    client.post(CONFIRM, {"code": received()[-1].code})
