"""Blocking: it keeps people away on every way in, and they see no difference. Reports."""

import re
from datetime import timedelta

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.audience import viewer_for
from accounts.models import Membership
from accounts.registry import search_sources
from forum.services import spread_due
from members.enums import ConnectionState
from members.models import Block, Connection, Introduction, Meeting, Report
from members.services import (
    NotThere,
    Refused,
    accept_contact,
    answer_report,
    block_person,
    introduce,
    propose_meeting,
    rebuild_directory,
    report_person,
    request_contact,
    unblock_person,
)
from notifications.models import BellItem
from tests.factories.accounts import member
from tests.forum import made as forum_made

pytestmark = pytest.mark.django_db
WHY = "We moved to EDI."
DAYS = timedelta(days=1)


def plain(html: str) -> str:
    """A page without what differs from one request to the next."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", html)


def page(client, person) -> str:
    return client.get(f"/members/{person.pk}/").content.decode()


def bells(person) -> list[str]:
    return sorted(BellItem.objects.filter(person=person).values_list("verb", flat=True))


def unread(person) -> list[str]:
    return list(BellItem.objects.unread().filter(person=person).values_list("verb", flat=True))


def contacts_of(one, other) -> Connection:
    return accept_contact(request_contact(other, by=one, why=WHY), by=other)


# --- What the blocked person sees -----------------------------------------------------------
def test_request_of_who_is_blocked_reaches_nobody_and_reads_as_sent(
    client_for, outbox, clock_at, member_a, member_b, member_c
):
    """Beside a request to somebody who just does not answer, not one byte differs."""
    moment = clock_at("2026-03-02T10:00:00+00:00")
    twin = member(
        member_b.memberships.get().company,
        first_name=member_b.first_name,
        last_name=member_b.last_name,
    )
    block_person(member_b, by=member_a)
    block_person(twin, by=member_c)
    unblock_person(twin, by=member_c)
    blocked, free = client_for(member_b), client_for(twin)
    assert plain(page(blocked, member_a)).count("Ask for contact") == 1
    for client, person in ((blocked, member_a), (free, member_a)):
        answer = client.post(f"/members/{person.pk}/ask/", {"why": WHY}, follow=True)
        assert "request sent" in answer.content.decode()
    [mail] = outbox()
    assert member_a.email in mail["To"]
    rows = {row.asked_by: row.state for row in Connection.objects.all()}
    assert rows == {member_b: ConnectionState.DECLINED, twin: ConnectionState.ASKED}
    received = client_for(member_a).get("/me/contacts/").context["received"]
    assert [item["sight"].person for item in received] == [twin]

    def seen(client, own):
        html = plain(client.get("/me/contacts/").content.decode() + page(client, member_a))
        return re.sub(rf"avatar-sm a\d|/(members|contacts)/\d+/|\b{own.pk}\b|{own.email}", "", html)

    clock_at(moment + timedelta(days=40))
    assert seen(blocked, member_b) == seen(free, twin)


def test_blocking_ends_what_stands_between_the_two(outbox, clock_at, member_a, member_b):
    now = clock_at("2026-03-02T10:00:00+00:00")
    row = contacts_of(member_a, member_b)
    times = [now + timedelta(days=3), now + timedelta(days=4)]
    meeting = propose_meeting(
        member_a, by=member_b, times=times, zone="Europe/Paris", line="EDI", place="Lyon"
    )
    outbox()
    block_person(member_b, by=member_a)
    block_person(member_b, by=member_a)
    row.refresh_from_db()
    meeting.refresh_from_db()
    assert (row.state, row.ended_by) == (ConnectionState.ENDED, member_a)
    assert meeting.state == "withdrawn"
    assert outbox() == []
    assert Block.objects.count() == 1
    with pytest.raises(NotThere):
        propose_meeting(member_a, by=member_b, times=times, zone="UTC", line="x", place="y")
    with translation.override("en"), pytest.raises(Refused, match="You can ask"):
        request_contact(member_a, by=member_b, why=WHY)
    with translation.override("en"), pytest.raises(Refused, match="You have blocked"):
        request_contact(member_b, by=member_a, why=WHY)


def test_open_requests_are_answered_in_silence(outbox, member_a, member_b, member_c):
    received = request_contact(member_a, by=member_b, why=WHY)
    sent = request_contact(member_c, by=member_a, why=WHY)
    outbox()
    block_person(member_b, by=member_a)
    block_person(member_c, by=member_a)
    received.refresh_from_db()
    sent.refresh_from_db()
    assert (received.state, sent.state) == (ConnectionState.DECLINED, ConnectionState.WITHDRAWN)
    assert outbox() == []
    assert received.reads_as_sent
    assert not BellItem.objects.unread().filter(person=member_a).exists()


# --- What the one who blocks is spared --------------------------------------------------------
def test_directory_search_and_names_leave_out_the_blocked_for_the_blocker_alone(
    client_for, member_a, member_b
):
    rebuild_directory()
    block_person(member_b, by=member_a)
    room = forum_made.category()
    for reader, other, finds in ((member_a, member_b, False), (member_b, member_a, True)):
        client, viewer = client_for(reader), viewer_for(reader)
        link = f'href="/members/{other.pk}/"'
        for path in ("/members/", f"/members/?q={other.last_name}"):
            assert (link in client.get(path).content.decode()) is finds, (reader, path)
        hits = search_sources.get("people").search(viewer, other.last_name, 5)
        assert [hit.person for hit in hits] == ([other] if finds else [])
        people = client.get(f"{room.get_absolute_url()}people/?q={other.first_name}").json()
        assert bool(people["people"]) is finds
    assert "You hear nothing from" in page(client_for(member_a), member_b)
    assert "blocked" not in page(client_for(member_b), member_a)


@pytest.mark.parametrize("blocks", [False, True])
def test_mention_by_the_blocked_rings_no_bell(member_a, member_b, blocks):
    rebuild_directory()
    room = forum_made.category()
    if blocks:
        block_person(member_b, by=member_a)
    forum_made.thread(member_b, room=room, text=f"@{member_a.full_name} look")
    spread_due()
    assert bells(member_a) == ([] if blocks else ["forum.mentioned"])


def test_introduction_to_the_blocked_is_not_told_and_does_not_exist_for_the_blocker(
    client_for, outbox, member_a, member_b, member_c
):
    contacts_of(member_c, member_a)
    contacts_of(member_c, member_b)
    before = introduce(member_a, member_b, by=member_c, line_to_one="x", line_to_other="y")
    Introduction.objects.filter(pk=before.pk).update(created_at=before.created_at - 31 * DAYS)
    assert "members.introduced_to" in unread(member_a)
    block_person(member_b, by=member_a)
    assert "members.introduced_to" not in unread(member_a)
    assert "members.introduced_to" in unread(member_b)
    outbox()
    made = introduce(member_a, member_b, by=member_c, line_to_one="x", line_to_other="y")
    assert [mail["To"].addresses[0].addr_spec for mail in outbox()] == [member_b.email]
    assert client_for(member_a).get(f"/me/introductions/{made.pk}/").status_code == 404
    assert client_for(member_b).get(f"/me/introductions/{made.pk}/").status_code == 200


# --- The list and the way back ------------------------------------------------------------------
def test_list_shows_the_own_blocks_and_takes_them_back(client_for, member_a, member_b, member_c):
    block_person(member_b, by=member_a)
    client = client_for(member_a)
    shown = client.get("/me/contacts/blocked/").content.decode()
    assert member_b.full_name in shown
    assert (
        member_a.full_name
        not in client_for(member_b).get("/me/contacts/blocked/").content.decode().split("<main")[1]
    )
    assert client_for(member_c).post(f"/members/{member_b.pk}/unblock/").status_code == 404
    for extra in (member_b, member_c):
        block_person(extra, by=member_a)
        with CaptureQueriesContext(database) as queries:
            client.get("/me/contacts/blocked/")
        assert len(queries) == 6, extra
    assert client.post(f"/members/{member_b.pk}/unblock/").status_code == 302
    assert not Block.objects.filter(person=member_b).exists()
    made = request_contact(member_a, by=member_b, why=WHY)
    assert made.is_open


@pytest.mark.parametrize("who", ["member_a", "colleague_a", "organiser", "suspended_b", "stranger"])
def test_who_can_block_and_report_whom(request, client_for, member_a, member_c, who):
    """Members everybody but themselves; staff, who have no contacts, nobody."""
    reader = request.getfixturevalue(who)
    client = client_for(reader)
    may = who in {"member_a", "colleague_a"}
    for act in ("block", "report"):
        status = client.get(f"/members/{member_c.pk}/{act}/").status_code
        assert status == (200 if may else 404), act
        own = client.get(f"/members/{member_a.pk}/{act}/").status_code
        assert own == (200 if who == "colleague_a" else 404), act
    assert client.get("/me/contacts/blocked/").status_code == (200 if may else 404)


# --- Reports ------------------------------------------------------------------------------------
def test_report_goes_to_the_team_which_suspends_and_tells_that_it_was_read(
    client_for, outbox, member_a, member_b, organiser, manager
):
    client = client_for(member_a)
    note = "Three offers in a week <script>"
    words = {"reason": "selling", "note": note, "block": "on"}
    assert client.post(f"/members/{member_b.pk}/report/", words).status_code == 302
    report = Report.objects.get()
    assert Block.objects.filter(by=member_a, person=member_b).exists()
    assert bells(organiser) == ["members.reported"]
    assert bells(manager) == []
    again = client.post(f"/members/{member_b.pk}/report/", words)
    assert again.status_code == 422
    assert "You have reported" in again.content.decode()

    desk = client_for(organiser)
    assert member_b.full_name in desk.get("/cms/members/reports/").content.decode()
    shown = desk.get(f"/cms/members/reports/{report.pk}/").content.decode()
    assert "Three offers in a week &lt;script&gt;" in shown
    assert desk.post(f"/cms/members/reports/{report.pk}/", {"note": ""}).status_code == 422
    outbox()
    answer = {"note": "Second time", "suspend": "1"}
    assert desk.post(f"/cms/members/reports/{report.pk}/", answer).status_code == 302
    report.refresh_from_db()
    assert (report.is_open, report.has_suspended, report.handled_by) == (False, True, organiser)
    assert Membership.objects.get(person=member_b).suspended_at
    [mail] = outbox()
    text = mail.get_body(("plain",)).get_content()
    assert member_a.email in mail["To"]
    assert "Second time" not in text
    assert "suspended" not in text
    with pytest.raises(NotThere):
        answer_report(report, by=organiser, note="again")


@pytest.mark.parametrize("who", ["member_a", "member_b", "manager", "director", "outsider"])
def test_reports_are_read_by_organisers_and_administrators_alone(
    request, client_for, member_a, member_b, who
):
    report = report_person(member_b, by=member_a, reason="rude", note="Palladium")
    reader = request.getfixturevalue(who)
    client = client_for(reader)
    for path in ("/cms/members/reports/", f"/cms/members/reports/{report.pk}/"):
        response = client.get(path)
        assert response.status_code == 404, path
        assert b"Palladium" not in response.content
    with pytest.raises(NotThere):
        answer_report(report, by=reader, note="no")
    assert Meeting.objects.count() == 0


def test_nobody_to_suspend_leaves_the_report_open(client_for, member_a, member_b, administrator):
    report = report_person(member_b, by=member_a, reason="rude", note="x")
    Membership.objects.filter(person=member_b).update(ended_on="2020-01-01")
    desk = client_for(administrator)
    answer = desk.post(f"/cms/members/reports/{report.pk}/", {"note": "n", "suspend": "1"})
    assert answer.status_code == 422
    report.refresh_from_db()
    assert report.is_open
