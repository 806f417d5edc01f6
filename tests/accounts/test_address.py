"""The change of one's address, confirmed by a code sent to the new one."""

import pytest

from tests.accounts.helpers import is_signed_in, received, sign_in

pytestmark = pytest.mark.django_db
EMAIL, CODE = "/accounts/email/", "/accounts/confirm-email/"


def change(client, email):
    return client.post(EMAIL, {"email": email, "action_add": "1"})


def test_address_changes_after_the_code(client, member_a):
    old = member_a.email
    sign_in(client, old)
    assert change(client, "New@Client-A.example")["Location"] == CODE
    member_a.refresh_from_db()
    assert member_a.email == old
    mail = received()[-1]
    assert mail.to == "new@client-a.example"
    assert client.post(CODE, {"code": mail.code})["Location"] == "/accounts/"
    member_a.refresh_from_db()
    assert member_a.email == "new@client-a.example"
    notice = received()[-1]
    assert (notice.to, "new@client-a.example" in notice.text) == (old, True)
    client.post("/accounts/logout/")
    sign_in(client, "new@client-a.example")
    assert is_signed_in(client)


def test_address_of_somebody_else_is_refused_after_the_proof_only(client, member_a, member_b):
    sign_in(client, member_a.email)
    answer = change(client, member_b.email)
    assert answer["Location"] == CODE, "the same answer as for a free address"
    mail = received()[-1]
    answer = client.post(CODE, {"code": mail.code})
    assert answer.context["form"].errors
    member_a.refresh_from_db()
    assert member_a.email == "member@client-a.example"


def test_pending_change_does_not_divert_the_owner_of_the_address(
    client, client_for, member_a, member_b
):
    sign_in(client, member_a.email)
    change(client, member_b.email)
    other = client_for()
    sign_in(other, member_b.email)
    assert other.get("/accounts/").context["user"] == member_b


def test_wrong_code_changes_nothing(client, member_a):
    sign_in(client, member_a.email)
    change(client, "new@client-a.example")
    for _try in range(5):
        client.post(CODE, {"code": "0000-0000"})
    client.post(CODE, {"code": received()[-1].code})
    member_a.refresh_from_db()
    assert member_a.email == "member@client-a.example"
