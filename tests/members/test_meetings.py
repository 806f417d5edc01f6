"""Meetings of two contacts: proposed, agreed, moved and cancelled, and what calendars get of it."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.merging import merge_people
from accounts.services import suspend_membership
from events.services import register
from members.enums import MeetingState
from members.ical import FEED
from members.models import Block, Meeting
from members.services import (
    NotThere,
    Refused,
    accept_contact,
    accept_meeting,
    block_person,
    cancel_meeting,
    decline_meeting,
    erase_person,
    move_meeting,
    propose_meeting,
    remove_contact,
    request_contact,
    withdraw_meeting,
)
from notifications.models import BellItem, CalendarReply
from notifications.services import accept_address, propose_address, take_mail
from participation.models import Participation
from tests.events.made import event as published
from tests.events.made import plan, the_date
from tests.factories.accounts import member
from tests.notifications.answers import said_by, thunderbird

pytestmark = pytest.mark.django_db
NOW = "2026-03-02T10:00:00+00:00"
FIRST = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
SECOND = datetime(2026, 3, 31, 7, 30, tzinfo=UTC)
WORDS = {"zone": "Europe/Paris", "line": "EDI, before the audit", "place": "Lyon, Part-Dieu"}


@pytest.fixture
def link(clock_at, member_a, member_b, outbox):
    """A contact of the two."""
    clock_at(NOW)
    row = accept_contact(request_contact(member_b, by=member_a, why="EDI"), by=member_b)
    outbox()
    return row


def proposed(by, guest, **more) -> Meeting:
    return propose_meeting(guest, by=by, times=[FIRST, SECOND], **{**WORDS, **more})


def calendar_of(mail):
    """METHOD and the one event of a mail, in UTC."""
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            read = icalendar.Calendar.from_ical(part.get_payload(decode=True))
            [event] = read.walk("VEVENT")
            return str(read["METHOD"]), event
    return None, None


def by_person(mails):
    return {mail["To"].addresses[0].addr_spec: mail for mail in mails}


# --- The journey ----------------------------------------------------------------------------
def test_proposal_is_picked_and_both_calendars_follow_to_the_end(
    client_for, outbox, link, clock_at, member_a, member_b
):
    asking, asked = client_for(member_a), client_for(member_b)
    form = {
        "line": WORDS["line"],
        "day_1": "2026-03-10",
        "hour_1": "10:00",
        "day_2": "2026-03-31",
        "hour_2": "09:30",
        "minutes": "45",
        "place": WORDS["place"],
        "zone": "Europe/Paris",
    }
    page = f"/members/{member_b.pk}/meet/"
    assert "Propose two or three times" in asking.get(page).content.decode()
    assert asking.post(page, form).status_code == 302
    row = Meeting.objects.get()
    assert [each.starts_at for each in row.times.all()] == [FIRST, SECOND]
    [mail] = outbox()
    text = mail.get_body(("plain",)).get_content()
    assert member_b.email in mail["To"]
    assert f"/me/meetings/{row.pk}/" in text
    assert "10 March 2026" in text
    assert calendar_of(mail) == (None, None)

    here = f"/me/meetings/{row.pk}/"
    assert asked.get(here).content.decode().count('name="starts_at"') == 2
    row.refresh_from_db()
    assert row.state == MeetingState.PROPOSED
    asked.post(f"{here}accept/", {"starts_at": SECOND.isoformat()})
    mails = by_person(outbox())
    assert set(mails) == {member_a.email, member_b.email}
    uids = set()
    for person, other in ((member_a, member_b), (member_b, member_a)):
        method, event = calendar_of(mails[person.email])
        assert (method, int(event["SEQUENCE"])) == ("REQUEST", 0)
        assert event.start == SECOND
        assert event.end == SECOND + timedelta(minutes=45)
        assert other.full_name in str(event["SUMMARY"])
        assert str(event["ATTENDEE"]).endswith(person.email)
        assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
        assert other.email not in mails[person.email].as_string()
        uids.add(str(event["UID"]))
    assert len(uids) == 1

    moved = {**form, "day_1": "2026-04-02", "hour_1": "14:00"}
    assert asking.post(f"{here}move/", moved).status_code == 302
    mails = by_person(outbox())
    answers = set()
    for person in (member_a, member_b):
        method, event = calendar_of(mails[person.email])
        assert (method, int(event["SEQUENCE"]), {str(event["UID"])}) == ("REQUEST", 1, uids)
        assert event.start == datetime(2026, 4, 2, 12, 0, tzinfo=UTC)
        answers.add((person.email, event["ATTENDEE"].params["PARTSTAT"]))
    assert answers == {(member_a.email, "ACCEPTED"), (member_b.email, "NEEDS-ACTION")}
    assert asking.post(f"{here}move/", moved).status_code == 302
    assert outbox() == []
    file = icalendar.Calendar.from_ical(asked.get(f"{here}meeting.ics").content)
    assert {str(event["UID"]) for event in file.walk("VEVENT")} == uids

    asked.post(f"{here}cancel/", {"reason": "Strike"})
    mails = by_person(outbox())
    for person in (member_a, member_b):
        method, event = calendar_of(mails[person.email])
        assert (method, int(event["SEQUENCE"]), str(event["STATUS"])) == ("CANCEL", 2, "CANCELLED")
        assert {str(event["UID"])} == uids
    assert "Strike" in mails[member_a.email].get_body(("plain",)).get_content()
    bells = BellItem.objects.unread().filter(person=member_a)
    assert bells.filter(verb="members.meeting_news").count() == 1
    assert asked.post(f"{here}cancel/").status_code == 404


def test_agreeing_is_a_fact_for_both_companies_until_it_is_off(link, member_a, member_b):
    row = accept_meeting(proposed(member_a, member_b), by=member_b, starts_at=FIRST)
    facts = Participation.objects.standing().filter(kind="members.meeting_agreed")
    assert set(facts.values_list("person__email", "company__slug")) == {
        (member_a.email, "client-a"),
        (member_b.email, "client-b"),
    }
    cancel_meeting(row, by=member_a)
    assert not facts.exists()


def test_none_fits_and_taking_back(outbox, link, member_a, member_b):
    row = decline_meeting(proposed(member_a, member_b), by=member_b, reason="  On leave\n")
    mails = outbox()
    assert "On leave" in mails[-1].get_body(("plain",)).get_content()
    assert (row.state, row.reason) == (MeetingState.DECLINED, "On leave")
    again = withdraw_meeting(proposed(member_a, member_b), by=member_a)
    assert outbox() == []  # taken back before the mail had left
    with pytest.raises(NotThere):
        accept_meeting(again, by=member_b, starts_at=FIRST)


@pytest.mark.parametrize("end", ["remove", "suspend"])
def test_end_of_the_contact_or_the_membership_calls_off_what_is_to_come(
    outbox, link, clock_at, member_a, member_b, end
):
    over = accept_meeting(proposed(member_b, member_a), by=member_a, starts_at=FIRST)
    clock_at((FIRST + timedelta(days=1)).isoformat())
    coming = propose_meeting(
        member_b, by=member_a, times=[SECOND, SECOND + timedelta(hours=2)], **WORDS
    )
    accept_meeting(coming, by=member_b, starts_at=SECOND)
    waiting = propose_meeting(
        member_b, by=member_a, times=[SECOND, SECOND + timedelta(hours=4)], **WORDS
    )
    outbox()
    if end == "remove":
        remove_contact(link, by=member_b)
    else:
        suspend_membership(member_b.memberships.get())
    states = [Meeting.objects.get(pk=row.pk).state for row in (over, coming, waiting)]
    assert states == [MeetingState.AGREED, MeetingState.CANCELLED, MeetingState.WITHDRAWN]
    sent = by_person(outbox())
    assert {address: calendar_of(mail)[0] for address, mail in sent.items()} == {
        member_a.email: "CANCEL",
        member_b.email: "CANCEL",
    }


# --- Who may --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "who",
    ["colleague_a", "member_c", "manager", "organiser", "suspended_b", "outsider", "stranger"],
)
def test_nobody_but_the_two_finds_anything(request, client_for, link, member_a, member_b, who):
    row = accept_meeting(proposed(member_a, member_b), by=member_b, starts_at=FIRST)
    reader = request.getfixturevalue(who)
    client, here = client_for(reader), f"/me/meetings/{row.pk}/"
    for path in (here, f"{here}meeting.ics", f"{here}move/", f"/members/{member_b.pk}/meet/"):
        assert client.get(path).status_code == 404, path
    for act in ("accept", "decline", "withdraw", "move", "cancel"):
        words = {"starts_at": FIRST.isoformat()}
        assert client.post(f"{here}{act}/", words).status_code == 404, act
    if who != "stranger":
        for service in (cancel_meeting, withdraw_meeting, decline_meeting):
            with pytest.raises(NotThere):
                service(row, by=reader)
        with pytest.raises(NotThere):
            proposed(reader, member_b)
    row.refresh_from_db()
    assert row.is_agreed


def test_what_cannot_be_proposed_is_said(link, member_a, member_b, member_c):
    with translation.override("en"):
        for bad, told in (
            ({"times": [FIRST]}, "two or three"),
            ({"times": [FIRST, FIRST]}, "two or three"),
            ({"times": [FIRST, datetime(2026, 3, 1, tzinfo=UTC)]}, "to come"),
            ({"times": [FIRST, datetime(2027, 3, 1, tzinfo=UTC)]}, "six months"),
            ({"place": "", "link": ""}, "Say where"),
            ({"link": "javascript:alert(1)"}, "begins with https"),
            ({"line": " \n"}, "what it is for"),
            ({"minutes": 7}, "how long"),
            ({"zone": "Mars/Olympus"}, "time zone"),
        ):
            words = {"times": [FIRST, SECOND], **WORDS, **bad}
            with pytest.raises(ValidationError, match=told):
                propose_meeting(member_b, by=member_a, **words)
        row = proposed(member_a, member_b)
        with pytest.raises(Refused, match="last proposal"):
            proposed(member_a, member_b)
        with pytest.raises(Refused, match="not proposed"):
            accept_meeting(row, by=member_b, starts_at=FIRST + timedelta(minutes=1))
    with pytest.raises(NotThere):
        proposed(member_a, member_c)
    with pytest.raises(NotThere):
        accept_meeting(row, by=member_a, starts_at=FIRST)
    assert Meeting.objects.count() == 1


def test_form_says_what_is_wrong_and_keeps_the_words(client_for, link, member_a, member_b):
    client = client_for(member_a)
    words = {"line": "Thulium", "day_1": "2026-03-29", "hour_1": "02:30", "minutes": "30"}
    words |= {"day_2": "2026-03-30", "hour_2": "09:00", "zone": "Europe/Paris", "place": "Lyon"}
    answer = client.post(f"/members/{member_b.pk}/meet/", words)
    assert answer.status_code == 422
    assert "Thulium" in answer.content.decode()
    assert "jump over 02:30" in answer.content.decode()
    assert Meeting.objects.count() == 0


# --- Calendars ------------------------------------------------------------------------------
def answers(row, person, partstat, **more):
    """The person's calendar answers what it was sent last."""
    guest = row.calendar_entry.guests.select_related("entry", "person").get(person=person)
    return take_mail(thunderbird(said_by(guest, partstat, **more)))


def test_no_in_the_calendar_calls_the_meeting_off(outbox, link, clock_at, member_a, member_b):
    row = accept_meeting(proposed(member_a, member_b), by=member_b, starts_at=FIRST)
    outbox()
    now = clock_at("2026-03-02T11:00:00+00:00")
    answers(row, member_b, "ACCEPTED", stamp=now)
    row.refresh_from_db()
    assert row.is_agreed
    answers(row, member_b, "DECLINED", stamp=now, comment="Strike")
    row.refresh_from_db()
    assert (row.state, row.ended_by, row.reason) == (MeetingState.CANCELLED, member_b, "Strike")
    assert calendar_of(by_person(outbox())[member_a.email])[0] == "CANCEL"
    assert set(CalendarReply.objects.values_list("words", flat=True)) == {""}


def test_other_time_in_the_calendar_is_between_the_two(
    client_for, outbox, link, clock_at, member_a, member_b, organiser
):
    row = accept_meeting(proposed(member_a, member_b), by=member_b, starts_at=FIRST)
    outbox()
    for comment in ("Palladium", "Palladium again"):
        answers(row, member_b, "TENTATIVE", method="COUNTER", comment=comment)
    said = CalendarReply.objects.values_list("outcome", "words", "proposed_starts_at")
    assert list(said) == [("counter", "", None)] * 2
    assert not CalendarReply.objects.to_look_at().exists()
    assert b"Palladium" not in client_for(organiser).get("/cms/mails/answers/").content
    [told] = outbox()
    assert member_b.email in told["To"]
    assert "not counted" in told["Subject"]


def listed(client):
    """What stands next on the page about the own calendar."""
    page = client.get("/me/calendar/")
    for entry in page.context["entries"]:
        assert f'href="{entry.url}"' in page.content.decode()
    return [(entry.summary, entry.starts_at) for entry in page.context["entries"]]


def test_feed_and_page_hold_what_is_agreed_and_the_feed_what_was_called_off(
    client_for, link, member_a, member_b, member_c, colleague_a
):
    row = accept_meeting(proposed(member_a, member_b), by=member_b, starts_at=FIRST)
    feeds = {}
    for person in (member_a, member_b, member_c):
        token = accept_address(person, propose_address(person), by=person)
        feeds[person] = f"/calendar/{token}.ics"

    def events(person):
        content = client_for().get(feeds[person]).content
        return icalendar.Calendar.from_ical(content).walk("VEVENT")

    [event] = events(member_a)
    assert str(event["UID"]) == row.calendar_entry.uid
    assert member_b.full_name in str(event["SUMMARY"])
    assert "ATTENDEE" not in event
    assert events(member_c) == []
    page = published(plan(20), title="Open house")
    for person in (member_a, member_c):
        register(the_date(page), person, by=person)
    met = f"Meeting with {member_b.full_name}"
    assert listed(client_for(member_a)) == [(met, FIRST), ("Open house", the_date(page).starts_at)]
    assert [name for name, _at in listed(client_for(member_c))] == ["Open house"]
    assert listed(client_for(colleague_a)) == []
    move_meeting(row, by=member_a, starts_at=SECOND, minutes=30, place="Lyon")
    [event] = events(member_b)
    assert (event.start, int(event["SEQUENCE"])) == (SECOND, 1)
    cancel_meeting(row, by=member_a)
    [event] = events(member_b)
    assert str(event["STATUS"]) == "CANCELLED"
    assert FEED.name == "members.meetings"
    assert [name for name, _at in listed(client_for(member_a))] == ["Open house"]


def test_list_costs_the_same_for_few_and_for_many(client_for, link, member_a, member_b):
    client = client_for(member_a)
    for size in (1, 4):
        while Meeting.objects.count() < size:
            accept_meeting(proposed(member_a, member_b), by=member_b, starts_at=FIRST)
        with CaptureQueriesContext(database) as queries:
            page = client.get("/me/meetings/")
        assert len(page.context["coming"]) == size
        assert len(queries) == 6, size


# --- What the rest of the house does to them ------------------------------------------------
@pytest.mark.parametrize("goes", ["member_a", "member_b"])
def test_meeting_of_a_deleted_account_leaves_the_other_one_s_calendar(
    goes, link, outbox, member_a, member_b, client_for
):
    meeting = accept_meeting(proposed(member_a, member_b), by=member_b, starts_at=FIRST)
    person, stays = (member_a, member_b) if goes == "member_a" else (member_b, member_a)
    name = person.full_name
    outbox()
    erase_person(person, by=person)
    mails = by_person(outbox())
    assert list(mails) == [stays.email]
    method, entry = calendar_of(mails[stays.email])
    assert (method, entry["UID"]) == ("CANCEL", meeting.calendar_entry.uid)
    assert name not in mails[stays.email].as_string()
    assert name not in client_for(stays).get("/me/meetings/").content.decode()


def test_merged_records_keep_their_meetings_and_have_none_with_themselves(
    link, member_a, member_b, company_a, administrator
):
    twin = member(company_a, email="agathe@client-a.example", first_name="Agathe")
    accept_contact(request_contact(member_b, by=twin, why="EDI"), by=member_b)
    accept_contact(request_contact(member_a, by=twin, why="EDI"), by=member_a)
    theirs, own = proposed(twin, member_b), proposed(twin, member_a)
    block_person(member_a, by=twin)
    merge_people(member_a, twin, by=administrator)
    assert Meeting.objects.get(pk=theirs.pk).by == member_a
    assert not Meeting.objects.filter(pk=own.pk).exists()
    assert not Block.objects.exists()
