"""The second factor: offered to all, asked of staff."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.accounts.helpers import CONFIRM, ask_for_code, is_signed_in, received, sign_in

pytestmark = pytest.mark.django_db
AUTHENTICATE = "/accounts/2fa/authenticate/"


@pytest.fixture
def strict(settings):
    """An installation that is no demo."""
    settings.STAFF_NEED_SECOND_FACTOR = True


def app_code(secret: str, steps: int = 0) -> str:
    """What an authenticator app shows now, or some steps from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(client: Client) -> str:
    """Switch the app on for whoever is signed in; its secret."""
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    done = client.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    return secret


def test_app_is_set_up_and_asked_for(client, client_for, member_a):
    sign_in(client, member_a.email)
    secret = set_up_app(client)
    stored = Authenticator.objects.get(user=member_a, type="totp").data["secret"]
    assert secret not in stored

    other = client_for()
    assert sign_in(other, member_a.email, next="/events/gala/")["Location"] == AUTHENTICATE
    assert not is_signed_in(other)
    cache.clear()
    trust = other.post(AUTHENTICATE, {"code": app_code(secret)})
    assert trust["Location"] == "/accounts/2fa/trust/"
    done = other.post("/accounts/2fa/trust/", {"action": "trust"})
    assert done["Location"] == "/events/gala/"
    assert other.cookies["mfa_trusted"]["max-age"] == 30 * 24 * 3600

    other.post("/accounts/logout/")
    assert sign_in(other, member_a.email)["Location"] == "/"


def test_code_by_mail_does_not_replace_the_second_factor(client, client_for, member_a):
    sign_in(client, member_a.email)
    secret = set_up_app(client)
    other = client_for()
    ask_for_code(other, member_a.email, next="/events/gala/")
    answer = other.post(CONFIRM, {"code": received()[-1].code, "next": "/events/gala/"})
    assert answer["Location"] == AUTHENTICATE
    assert not is_signed_in(other)
    cache.clear()
    other.post(AUTHENTICATE, {"code": app_code(secret)})
    done = other.post("/accounts/2fa/trust/", {"action": "skip"})
    assert done["Location"] == "/events/gala/"
    assert "mfa_trusted" not in other.cookies


def test_code_of_the_app_works_once(client, client_for, member_a):
    sign_in(client, member_a.email)
    secret = set_up_app(client)
    code = app_code(secret, 1)
    first, second = client_for(), client_for()
    for browser in (first, second):
        sign_in(browser, member_a.email)
    assert first.post(AUTHENTICATE, {"code": code}).status_code == 302
    assert second.post(AUTHENTICATE, {"code": code}).status_code == 200


def test_code_of_the_app_works_once_for_as_long_as_it_is_good(client, client_for, member_a):
    """Longer than the library remembers, since a step of drift is allowed each way."""
    sign_in(client, member_a.email)
    code = app_code(set_up_app(client), 1)
    first, second = client_for(), client_for()
    for browser in (first, second):
        sign_in(browser, member_a.email)
    assert first.post(AUTHENTICATE, {"code": code}).status_code == 302
    cache.delete(f"allauth.mfa.totp.used?user={member_a.pk}&code={code}")
    assert second.post(AUTHENTICATE, {"code": code}).status_code == 200


def test_recovery_code_works_once(client, client_for, member_a):
    sign_in(client, member_a.email)
    set_up_app(client)
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    code = re.search(r"<code>([^<]+)</code>", page).group(1)
    listed = client.get("/accounts/2fa/recovery-codes/download/")
    assert listed["Content-Type"].startswith("text/plain")
    assert code in listed.content.decode()
    assert listed.content.decode().split()[0] == code
    first, second = client_for(), client_for()
    for browser in (first, second):
        sign_in(browser, member_a.email)
    assert first.post(AUTHENTICATE, {"code": code}).status_code == 302
    assert second.post(AUTHENTICATE, {"code": code}).status_code == 200


def test_staff_without_second_factor_can_only_set_one_up(client, strict, organiser):
    sign_in(client, organiser.email)
    for path in ("/", "/cms/", "/events/", "/accounts/email/", "/accounts/sessions/", "/no/such/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/"), path
    assert client.post("/accounts/email/", {"email": "x@y.example"}).status_code == 302
    assert client.get("/accounts/2fa/").context["request"].needs_second_factor
    set_up_app(client)
    assert client.get("/accounts/email/").status_code == 200


def test_recovery_codes_lead_on_to_where_the_person_was_going(client, strict, organiser):
    sign_in(client, organiser.email)
    client.get("/opening/?from=mail")
    set_up_app(client)
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert '<a class="btn btn-quiet" href="/opening/?from=mail">' in page


def test_members_are_not_asked_for_one(client, strict, member_a):
    sign_in(client, member_a.email)
    assert is_signed_in(client)


def test_demo_does_not_ask_staff_for_one(client, organiser):
    sign_in(client, organiser.email)
    assert is_signed_in(client)


def test_staff_prove_themselves_again_before_the_settings(client, strict, administrator):
    sign_in(client, administrator.email)
    set_up_app(client)
    _age_proofs(client, 16 * 60)
    answer = client.get("/cms/settings/accounts/clubsettings/")
    assert answer["Location"].startswith("/accounts/2fa/reauthenticate/?next=%2Fcms%2Fsettings")
    answer = client.get("/cms/members/people/1/suspend/")
    assert answer["Location"].startswith("/accounts/2fa/reauthenticate/?next=%2Fcms%2Fmembers")


def test_second_factor_is_changed_after_a_fresh_proof_only(client, member_a):
    sign_in(client, member_a.email)
    _age_proofs(client, 16 * 60)
    answer = client.get("/accounts/2fa/totp/activate/")
    assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
    client.post(answer["Location"], {"password": "club-demo"})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_person_without_password_proves_themselves_by_a_code(client, member_a):
    User.objects.filter(pk=member_a.pk).update(password="!")
    ask_for_code(client, member_a.email)
    client.post(CONFIRM, {"code": received()[-1].code})
    _age_proofs(client, 16 * 60)
    answer = client.get("/accounts/password/set/")
    here = answer["Location"]
    assert here.startswith("/accounts/reauthenticate/code/?next=%2Faccounts%2Fpassword%2Fset%2F")
    before = len(received())
    client.get(here)
    assert len(received()) == before, "opening the page sends nothing"
    client.post(here, {"action": "send"})
    assert client.post(here, {"code": "0000-0000"}).status_code == 200
    done = client.post(here, {"code": received()[-1].code})
    assert done["Location"] == "/accounts/password/set/"
    assert client.get("/accounts/password/set/").status_code == 200


def test_code_for_a_proof_is_dead_after_five_tries(client, member_a):
    User.objects.filter(pk=member_a.pk).update(password="!")
    ask_for_code(client, member_a.email)
    client.post(CONFIRM, {"code": received()[-1].code})
    _age_proofs(client, 16 * 60)
    here = "/accounts/reauthenticate/code/"
    client.post(here, {"action": "send"})
    for _try in range(5):
        client.post(here, {"code": "0000-0000"})
    client.post(here, {"code": received()[-1].code})
    assert client.get("/accounts/password/set/").status_code == 302


def _age_proofs(client: Client, seconds: int) -> None:
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    session.save()
