"""Signing in with a code that comes by mail: the ordinary way."""

from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session

from accounts.enums import AuditKind
from accounts.models import AuditEntry
from accounts.services import suspend_membership
from tests.accounts.helpers import CONFIRM, LOGIN, ask_for_code, is_signed_in, received

pytestmark = pytest.mark.django_db
WRONG = "0000-0000"


def test_code_signs_in_and_lands_where_the_link_led(client, member_a):
    first = client.get(f"{LOGIN}?next=/members/%3Fq%3Dedi")
    assert 'name="next" value="/members/?q=edi"' in first.content.decode()

    answer = ask_for_code(client, "Member@Client-A.example", next="/members/?q=edi")
    assert answer.status_code == 302
    assert answer["Location"] == f"{CONFIRM}?next=%2Fmembers%2F%3Fq%3Dedi"
    page = client.get(answer["Location"]).content.decode()
    assert "member@client-a.example" in page
    assert 'name="next" value="/members/?q=edi"' in page

    [mail] = received()
    assert mail.to == member_a.email
    done = client.post(CONFIRM, {"code": mail.code, "next": "/members/?q=edi"})
    assert (done.status_code, done["Location"]) == (302, "/members/?q=edi")
    assert is_signed_in(client)
    kept = AuditEntry.objects.get()
    assert (kept.kind, kept.by, kept.person) == (AuditKind.SIGNED_IN, member_a, None)
    assert kept.details == {"ways": ["code"]}


def test_code_lands_where_the_link_led_even_when_the_page_forgot(client, member_a):
    ask_for_code(client, member_a.email, next="/events/gala/")
    [mail] = received()
    assert client.post(CONFIRM, {"code": mail.code})["Location"] == "/events/gala/"


def test_code_without_link_lands_at_home(client, member_a):
    ask_for_code(client, member_a.email)
    [mail] = received()
    assert client.post(CONFIRM, {"code": mail.code})["Location"] == "/"


def test_code_may_be_typed_without_dash(client, member_a):
    ask_for_code(client, member_a.email)
    [mail] = received()
    assert client.post(CONFIRM, {"code": f" {mail.code.replace('-', '')} "}).status_code == 302


def test_staff_sign_in_by_code(client, organiser):
    ask_for_code(client, organiser.email)
    [mail] = received()
    client.post(CONFIRM, {"code": mail.code})
    assert is_signed_in(client)


def test_code_is_dead_after_five_wrong_tries(client, member_a):
    ask_for_code(client, member_a.email, next="/events/gala/")
    [mail] = received()
    for _try in range(4):
        assert client.post(CONFIRM, {"code": WRONG}).status_code == 200
    last = client.post(CONFIRM, {"code": WRONG})
    assert last.status_code == 302
    back = client.get(last["Location"], follow=True)
    assert urlsplit(back.redirect_chain[-1][0]).path == LOGIN
    assert 'value="/events/gala/"' in back.content.decode()
    client.post(CONFIRM, {"code": mail.code})
    assert not is_signed_in(client)


def test_code_is_dead_after_a_quarter_of_an_hour(client, member_a):
    ask_for_code(client, member_a.email)
    [mail] = received()
    session = client.session
    state = session["account_login"]
    state["state"]["stages"]["login_by_code"]["data"]["at"] -= 15 * 60 + 1
    session["account_login"] = state
    session.save()
    client.post(CONFIRM, {"code": mail.code})
    assert not is_signed_in(client)


def test_code_works_once(client, client_for, member_a):
    """The same browser's session, kept by a thief from before the sign-in."""
    ask_for_code(client, member_a.email)
    [mail] = received()
    thief = client_for()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    client.post(CONFIRM, {"code": mail.code})
    assert is_signed_in(client)
    thief.post(CONFIRM, {"code": mail.code})
    assert not is_signed_in(thief)


def test_code_works_once_in_two_requests_at_the_same_time(client, client_for, member_a):
    """The second one read the session before the first one was done."""
    ask_for_code(client, member_a.email)
    [mail] = received()
    as_read_before = Session.objects.get(session_key=client.session.session_key)
    client.post(CONFIRM, {"code": mail.code})
    assert is_signed_in(client)
    as_read_before.save(force_insert=True)
    second = client_for()
    second.cookies["sessionid"] = as_read_before.session_key
    assert second.post(CONFIRM, {"code": mail.code}).status_code == 200
    assert not is_signed_in(second)


def test_code_is_good_in_the_browser_that_asked_only(client, client_for, member_a):
    ask_for_code(client, member_a.email)
    [mail] = received()
    elsewhere = client_for()
    ask_for_code(elsewhere, member_a.email)
    elsewhere.post(CONFIRM, {"code": mail.code})
    assert not is_signed_in(elsewhere)


def test_new_code_replaces_the_old_one(client, member_a):
    ask_for_code(client, member_a.email)
    client.post(CONFIRM, {"action": "resend"})
    old, new = received()
    assert old.code != new.code
    assert client.post(CONFIRM, {"code": old.code}).status_code == 200
    client.post(CONFIRM, {"code": new.code})
    assert is_signed_in(client)


def test_person_suspended_after_asking_is_told_so_after_the_proof(client, member_a):
    ask_for_code(client, member_a.email)
    [mail] = received()
    suspend_membership(member_a.memberships.get())
    done = client.post(CONFIRM, {"code": mail.code}, follow=True)
    assert done.redirect_chain == [("/accounts/inactive/", 302)]
    assert not is_signed_in(client)


def test_session_key_changes_at_sign_in(client, member_a):
    ask_for_code(client, member_a.email)
    before = client.session.session_key
    [mail] = received()
    client.post(CONFIRM, {"code": mail.code})
    assert client.session.session_key != before


def test_whoever_comes_back_may_try_another_address(client, member_a):
    ask_for_code(client, member_a.email)
    page = client.get(LOGIN)
    assert page.status_code == 200
    assert CONFIRM in page.content.decode()


def test_code_page_without_code_leads_to_the_sign_in(client, db):
    answer = client.get(CONFIRM, follow=True)
    assert answer.redirect_chain[-1] == (LOGIN, 302)


@pytest.mark.parametrize("email", ["", "no address", "a\x00@b.example", "x" * 300 + "@b.example"])
def test_bad_address_is_refused_kindly(client, db, email):
    answer = ask_for_code(client, email)
    assert answer.status_code == 200
    assert received() == []
