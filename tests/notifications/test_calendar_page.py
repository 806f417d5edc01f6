"""The page on which a person makes, renews and revokes the address of their calendar."""

import re
from html import unescape

import pytest
from django.test import Client

from club.lib.logs import MaskTokens
from notifications.models import CalendarFeed
from notifications.services import (
    StaleProposal,
    accept_address,
    find_feed,
    note_fetch,
    propose_address,
    revoke_feed,
    set_feed_choices,
)

pytestmark = pytest.mark.django_db
URL, ADDRESS, CHOICES = "/me/calendar/", "/me/calendar/address/", "/me/calendar/choices/"
REVOKE = "/me/calendar/revoke/"
MEMBERS_FORM = {"alarm": "0"}


def proposal_in(answer) -> str:
    (found,) = re.findall(r'name="proposal" value="([^"]+)"', answer.content.decode())
    return unescape(found)


def shown(answer) -> str:
    """The address that a page shows; '' for none."""
    found = re.findall(
        r'value="http://127\.0\.0\.1:8000(/calendar/[^"]+)"', answer.content.decode()
    )
    return found[0] if found else ""


def made(client) -> str:
    """Press the button on the page; the address."""
    return shown(client.post(ADDRESS, {**MEMBERS_FORM, "proposal": proposal_in(client.get(URL))}))


def test_address_is_made_by_a_press_and_shown_once(client_for, member_a):
    client = client_for(member_a)
    page = client.get(URL)
    assert (shown(page), CalendarFeed.objects.count()) == ("", 0)
    answer = client.post(
        ADDRESS, {"proposal": proposal_in(page), "holds_open": "on", "alarm": "60"}
    )
    address = shown(answer)
    assert f'href="webcal://127.0.0.1:8000{address}"' in answer.content.decode()
    assert client_for().get(address).status_code == 200
    feed = CalendarFeed.objects.get()
    assert (feed.person, feed.holds_open, feed.alarm) == (member_a, True, 60)
    again = client.get(URL).content.decode()
    assert address.split("/")[2] not in again
    assert "cannot be shown again" in again


def test_what_is_only_proposed_opens_nothing(client_for, member_a):
    from django.core import signing

    proposal = proposal_in(client_for(member_a).get(URL))
    _person, token, _replaced = signing.loads(proposal, salt="notifications.calendar-feed")
    assert client_for().get(f"/calendar/{token}.ics").status_code == 404


def test_button_pressed_twice_shows_the_same_address(client_for, member_a):
    client = client_for(member_a)
    form = {**MEMBERS_FORM, "proposal": proposal_in(client.get(URL))}
    one, two = (shown(client.post(ADDRESS, form)) for _press in range(2))
    assert one == two != ""
    assert CalendarFeed.objects.count() == 1


def test_renewing_asks_first_and_ends_the_old_address(client_for, member_a):
    client = client_for(member_a)
    old = made(client)
    asked = client.get(ADDRESS)
    assert "cannot be undone" in asked.content.decode()
    assert client_for().get(old).status_code == 200
    new = shown(client.post(ADDRESS, {"proposal": proposal_in(asked)}))
    assert new not in {"", old}
    assert [client_for().get(path).status_code for path in (old, new)] == [404, 200]


def test_an_old_form_does_not_bring_a_revoked_address_back(client_for, member_a):
    client = client_for(member_a)
    first = {**MEMBERS_FORM, "proposal": proposal_in(client.get(URL))}
    old = shown(client.post(ADDRESS, first))
    new = shown(client.post(ADDRESS, {"proposal": proposal_in(client.get(ADDRESS))}))
    answer = client.post(ADDRESS, first, follow=True)
    assert "out of date" in answer.content.decode()
    assert shown(answer) == ""
    assert [client_for().get(path).status_code for path in (old, new)] == [404, 200]


@pytest.mark.parametrize("proposal", ["", "x", "\x00", "a:b:c", "é"])
def test_what_the_site_did_not_propose_is_refused(client_for, member_a, proposal):
    answer = client_for(member_a).post(ADDRESS, {**MEMBERS_FORM, "proposal": proposal})
    assert (answer.status_code, CalendarFeed.objects.count()) == (302, 0)


def test_a_proposal_is_for_one_person(member_a, member_b):
    with pytest.raises(StaleProposal):
        accept_address(member_b, propose_address(member_a), by=member_b)
    for act in (
        lambda: accept_address(member_a, propose_address(member_a), by=member_b),
        lambda: revoke_feed(member_a, by=member_b),
        lambda: set_feed_choices(member_a, holds_open=True, alarm=0, by=member_b),
    ):
        with pytest.raises(PermissionError):
            act()
    assert CalendarFeed.objects.count() == 0


def test_revoking_asks_first_and_is_at_once(client_for, member_a, member_b):
    client = client_for(member_a)
    address, other = made(client), made(client_for(member_b))
    assert "cannot be undone" in client.get(REVOKE).content.decode()
    assert client_for().get(address).status_code == 200
    client.post(REVOKE)
    assert [client_for().get(path).status_code for path in (address, other)] == [404, 200]
    assert proposal_in(client.get(URL)) != ""
    assert client.post(REVOKE).status_code == 302


def test_choices_are_kept_for_the_own_calendar(client_for, member_a, member_b):
    for person in (member_a, member_b):
        made(client_for(person))
    client = client_for(member_a)
    client.post(CHOICES, {"holds_open": "on", "alarm": "1440"})
    found = CalendarFeed.objects.order_by("pk").values_list("holds_open", "alarm")
    assert list(found) == [(True, 1440), (False, 0)]
    page = client.get(URL).content.decode()
    assert '<option value="1440" selected>' in page
    for alarm in ("7", "x", "", "\x00", "99999999999999999999"):
        assert client.post(CHOICES, {"alarm": alarm}).status_code == 422
    assert list(found.all()) == [(True, 1440), (False, 0)]


def test_page_says_who_fetched_it_and_when(client_for, member_a):
    client = client_for(member_a)
    address = made(client)
    assert "Not yet" in client.get(URL).content.decode()
    client_for().get(address, headers={"User-Agent": "Google-Calendar-Importer"})
    page = " ".join(client.get(URL).content.decode().split())
    assert "Today, " in page
    assert "by Google" in page
    made_again = shown(client.post(ADDRESS, {"proposal": proposal_in(client.get(ADDRESS))}))
    assert made_again
    assert "Not yet" in client.get(URL).content.decode()


def test_a_fetch_that_is_late_does_not_mark_the_new_address(member_a):
    token = accept_address(member_a, propose_address(member_a), by=member_a)
    old = find_feed(token)
    accept_address(member_a, propose_address(member_a), by=member_a)
    note_fetch(old, "curl")
    assert CalendarFeed.objects.get().last_fetched_at is None


def test_nobody_keeps_a_page_with_an_address(client_for, member_a):
    client = client_for(member_a)
    answers = [client.get(URL)]
    answers += [client.post(ADDRESS, {**MEMBERS_FORM, "proposal": proposal_in(answers[0])})]
    answers += [client.get(ADDRESS)]
    for answer in answers:
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_team_makes_one_without_choices(client_for, organiser):
    client = client_for(organiser)
    page = client.get(URL)
    assert "All published events" in page.content.decode()
    assert 'name="alarm"' not in page.content.decode()
    address = shown(client.post(ADDRESS, {"proposal": proposal_in(page)}))
    assert client_for().get(address).status_code == 200


@pytest.mark.parametrize("who", ["outsider", "suspended_b", None])
@pytest.mark.parametrize("path", [URL, ADDRESS, CHOICES, REVOKE])
def test_page_is_for_people_of_the_club(client_for, request, who, path):
    client = client_for(request.getfixturevalue(who) if who else None)
    statuses = {client.get(path).status_code, client.post(path).status_code}
    assert statuses <= {404, 405}


def test_writing_needs_the_token_of_a_form(member_a):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member_a)
    assert {client.post(path).status_code for path in (ADDRESS, CHOICES, REVOKE)} == {403}


def test_log_holds_no_address(caplog):
    import logging

    record = logging.makeLogRecord({"msg": "Not Found: %s", "args": (f"/calendar/{'t' * 43}.ics",)})
    assert MaskTokens().filter(record)
    assert "ttt" not in record.getMessage()
