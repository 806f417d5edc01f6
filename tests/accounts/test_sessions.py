"""How long a device stays signed in, and who is signed out when."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session

from accounts.enums import Role
from accounts.models import Membership, User
from accounts.services import (
    end_membership,
    grant_role,
    resume_membership,
    revoke_role,
    suspend_membership,
)
from club.lib import clock
from tests.accounts.helpers import CONFIRM, ask_for_code, is_signed_in, received, sign_in

pytestmark = pytest.mark.django_db
HOUR, DAY = 3600, 24 * 3600
LIST = "/accounts/sessions/"


def cookie_age(client):
    return int(client.cookies["sessionid"]["max-age"])


def later(**delta):
    return clock.at(clock.now() + timedelta(**delta))


# --- Length ---------------------------------------------------------------------------------
def test_member_stays_for_twelve_hours(client, member_a):
    sign_in(client, member_a.email)
    assert 12 * HOUR - 60 <= cookie_age(client) <= 12 * HOUR
    with later(hours=11, minutes=59):
        assert is_signed_in(client)
    with later(hours=12, minutes=1):
        assert not is_signed_in(client)


@pytest.mark.parametrize("way", ["password", "code"])
def test_member_stays_on_a_kept_device_for_ninety_days(client, member_a, way):
    if way == "password":
        sign_in(client, member_a.email, keep="on")
    else:
        ask_for_code(client, member_a.email, keep="on")
        client.post(CONFIRM, {"code": received()[-1].code})
    assert 90 * DAY - 60 <= cookie_age(client) <= 90 * DAY
    with later(days=3):
        assert is_signed_in(client)


def test_visit_extends_a_kept_session_once_a_day(client, member_a):
    sign_in(client, member_a.email, keep="on")
    client.cookies["sessionid"]["max-age"] = ""
    client.get("/accounts/")
    assert client.cookies["sessionid"]["max-age"] == "", "not again on the same day"
    with later(days=1):
        client.get("/accounts/")
    assert cookie_age(client) >= 90 * DAY - 60


def test_staff_stay_for_twelve_hours_whatever_they_choose(client, organiser):
    sign_in(client, organiser.email, keep="on")
    assert cookie_age(client) <= 12 * HOUR
    with later(hours=12, minutes=1):
        assert not is_signed_in(client)


def test_member_who_becomes_staff_loses_the_long_session(client, member_a):
    sign_in(client, member_a.email, keep="on")
    grant_role(member_a, Role.ORGANISER)
    with later(hours=13):
        answer = client.get("/accounts/", follow=True)
    assert "Please sign in again" in answer.content.decode()


def test_long_session_says_why_it_ended(client, member_a):
    sign_in(client, member_a.email)
    with later(hours=13):
        answer = client.get("/accounts/login/")
    assert [m.level_tag for m in get_messages(answer.wsgi_request)] == ["warning"]


# --- Out at the next request ----------------------------------------------------------------
@pytest.mark.parametrize("change", [suspend_membership, end_membership])
def test_all_sessions_end_at_once(client, client_for, member_a, change):
    phone = client_for()
    for browser in (client, phone):
        sign_in(browser, member_a.email, keep="on")
        assert is_signed_in(browser)
    change(member_a.memberships.get())
    assert Session.objects.count() == 0
    for browser in (client, phone):
        assert not is_signed_in(browser)


@pytest.mark.parametrize("change", ["suspended", "departed", "inactive"])
def test_session_that_was_missed_ends_at_the_next_request(client_for, member_a, change):
    """Whatever changed the row, with a session that nobody wrote down."""
    browser = client_for(member_a)
    assert is_signed_in(browser)
    rows = Membership.objects.filter(person=member_a)
    if change == "suspended":
        rows.update(suspended_at=clock.now())
    elif change == "departed":
        rows.update(ended_on=clock.today())
    else:
        User.objects.filter(pk=member_a.pk).update(is_active=False)
    answer = browser.get("/accounts/login/")
    assert not answer.wsgi_request.user.is_authenticated
    assert "Your access to the club is closed" in answer.content.decode()
    rows.update(suspended_at=None, ended_on=None)
    User.objects.filter(pk=member_a.pk).update(is_active=True)
    assert not is_signed_in(browser), "the session itself is gone"


def test_post_of_a_suspended_person_changes_nothing(client_for, member_a):
    browser = client_for(member_a)
    Membership.objects.filter(person=member_a).update(suspended_at=clock.now())
    browser.post("/accounts/password/set/", {"password1": "x" * 12, "password2": "x" * 12})
    browser.post("/accounts/email/", {"email": "new@x.example", "action_add": "1"})
    member_a.refresh_from_db()
    assert member_a.check_password("club-demo")
    assert received() == []


def test_resumed_member_may_come_in_again(client, suspended_b):
    resume_membership(suspended_b.memberships.get())
    sign_in(client, suspended_b.email)
    assert is_signed_in(client)


def test_staff_without_role_is_out_at_the_next_request(client, organiser):
    sign_in(client, organiser.email)
    assert client.get("/cms/").status_code == 200
    revoke_role(organiser, Role.ORGANISER)
    assert client.get("/cms/").status_code == 404
    assert not is_signed_in(client)


# --- List -----------------------------------------------------------------------------------
def test_list_shows_each_browser_and_signs_out_the_others(client, client_for, member_a):
    phone = client_for(
        HTTP_USER_AGENT="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18 Safari/604"
    )
    sign_in(phone, member_a.email)
    sign_in(client, member_a.email)
    page = client.get(LIST).content.decode()
    assert "Safari, iPhone" in page
    assert page.count("This device") == 1
    client.post(LIST)
    assert is_signed_in(client)
    assert not is_signed_in(phone)


def test_list_holds_nobody_elses_sessions(client, client_for, member_a, member_b):
    other = client_for(REMOTE_ADDR="192.0.2.99")
    sign_in(other, member_b.email)
    sign_in(client, member_a.email)
    assert "192.0.2.99" not in client.get(LIST).content.decode()
    client.post(LIST)
    assert is_signed_in(other)


def test_signing_out_takes_a_post(client, member_a):
    sign_in(client, member_a.email)
    assert client.get("/accounts/logout/").status_code == 200
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)


def test_cookies_are_closed_to_scripts_and_other_sites(client, member_a):
    sign_in(client, member_a.email)
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
