"""The calendar file and the calendar part of the mails, read back by two independent readers."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from django.core import mail
from django.urls import reverse

from club.lib import clock
from events.services import cancel_date, cancel_registration, register
from notifications.services import deliver_due
from tests.events.made import event, plan, publish, the_date
from tests.notifications.stage import last, sent

pytestmark = pytest.mark.django_db


def download(client, page, date=None) -> bytes:
    address = reverse("events:download", args=[page.slug])
    answer = client.get(f"{address}?date={date.pk}" if date else address)
    assert answer.status_code == 200
    return answer.content


def events_of(ics: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(ics).events


def moments(ics: bytes) -> list[tuple[datetime, datetime]]:
    return [
        (component.start.astimezone(UTC), component.end.astimezone(UTC))
        for component in events_of(ics)
    ]


# --- The file -------------------------------------------------------------------------------
def test_cal_r05_file_has_the_uid_of_the_mail(client_for, member_a):
    page = event()
    register(the_date(page), member_a, by=member_a)
    deliver_due()
    (component,) = events_of(download(client_for(member_a), page))
    assert component["UID"] == last().event["UID"] == the_date(page).calendar_entry.uid
    assert component["SEQUENCE"] == last().sequence == 0
    assert "ATTENDEE" not in component
    assert "METHOD" not in icalendar.Calendar.from_ical(download(client_for(member_a), page))


def test_file_is_for_the_reader_alone(client_for, member_a):
    page = event()
    answer = client_for(member_a).get(reverse("events:download", args=[page.slug]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert 'filename="event.ics"' in answer["Content-Disposition"]
    assert "private" in answer["Cache-Control"]


def test_file_holds_all_dates_or_the_one_that_is_asked_for(client_for, member_a):
    page = event(plan(10), plan(20), plan(30))
    dates = list(page.dates.all())
    client = client_for(member_a)
    every = [str(component["UID"]) for component in events_of(download(client, page))]
    assert every == [d.calendar_entry.uid for d in dates]
    one = [str(component["UID"]) for component in events_of(download(client, page, dates[1]))]
    assert one == [dates[1].calendar_entry.uid]


def test_cal_r15_moved_event_has_the_same_uid_and_a_higher_sequence(client_for, member_a):
    page = event()
    register(the_date(page), member_a, by=member_a)
    deliver_due()
    first = last().event
    planned = page.planned_dates.get()
    planned.starts_time = time(10)
    page.planned_dates = [planned]
    publish(page)
    deliver_due()
    moved = last()
    assert (moved.method, moved.event["UID"], moved.sequence) == ("REQUEST", first["UID"], 1)
    assert moved.event.start == first.start + timedelta(hours=1)
    assert moved.event["DTSTAMP"].dt > first["DTSTAMP"].dt
    assert moved.event["ORGANIZER"] == first["ORGANIZER"]
    (component,) = events_of(download(client_for(member_a), page))
    assert (component["UID"], component["SEQUENCE"]) == (first["UID"], 1)


def test_cancelled_date_stays_in_the_file_as_cancelled(client_for, member_a):
    page = event()
    cancel_date(the_date(page), by=None)
    (component,) = events_of(download(client_for(member_a), page))
    assert component["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Paris", date(2027, 3, 27)),
        ("Europe/Paris", date(2027, 3, 28)),
        ("Europe/Paris", date(2027, 3, 29)),
        ("Europe/Paris", date(2027, 10, 31)),
        ("America/New_York", date(2027, 3, 14)),
        ("America/New_York", date(2027, 11, 7)),
        ("Australia/Sydney", date(2027, 4, 4)),
        ("Australia/Sydney", date(2027, 10, 3)),
        ("Asia/Kolkata", date(2027, 3, 28)),
    ],
)
def test_cal_r08_readers_find_the_right_hour_in_the_weeks_of_the_clock_changes(
    client_for, member_a, zone, day, clock_at
):
    clock_at("2027-01-10T12:00:00+00:00")
    page = event(plan(day, zone=zone))
    ics = download(client_for(member_a), page)
    place = ZoneInfo(zone)
    wanted = [
        (
            datetime.combine(day, time(9), tzinfo=place),
            datetime.combine(day, time(12, 30), tzinfo=place),
        )
    ]
    assert moments(ics) == wanted
    read = vobject.readOne(ics.decode()).vevent
    assert [(read.dtstart.value, read.dtend.value)] == wanted
    assert read.uid.value == the_date(page).calendar_entry.uid


def test_cal_r09_whole_days_end_on_the_day_after_the_last(client_for, member_a):
    page = event(plan(date(2027, 3, 27), None, None, until=date(2027, 3, 29)))
    (component,) = events_of(download(client_for(member_a), page))
    assert (component.start, component.end) == (date(2027, 3, 27), date(2027, 3, 30))


def test_file_speaks_the_readers_language(client_for, member_a):
    page = event(title_fr="La ligne 9", title_en="Line 9")
    assert b"SUMMARY:Line 9" in download(client_for(member_a), page)
    member_a.language = "fr"
    member_a.save()
    assert b"SUMMARY:La ligne 9" in download(client_for(member_a), page)


def test_cal_r12_link_is_in_the_calendar_of_those_who_come_only(client_for, member_a, member_b):
    link = "https://meet.example.org/9"
    page = event(format="online", place_name="", join_link=link)
    register(the_date(page), member_a, by=member_a)
    deliver_due()
    assert link in str(last().event["DESCRIPTION"])
    assert link.encode() in download(client_for(member_a), page).replace(b"\r\n ", b"")
    assert link.encode() not in download(client_for(member_b), page).replace(b"\r\n ", b"")


@pytest.mark.parametrize("evil", ["a\r\nBEGIN:VEVENT\r\nSUMMARY:x", "a;b,c\\n", "é" * 90])
def test_cal_r40_words_of_editors_cannot_break_the_file(client_for, member_a, evil):
    page = event(title_en=evil[:160], summary_en=evil, place_name=evil[:120], address=evil)
    ics = download(client_for(member_a), page)
    (component,) = events_of(ics)
    assert component.errors == []
    assert all(len(line) <= 75 for line in ics.split(b"\r\n"))


# --- The mails ------------------------------------------------------------------------------
def test_mail_of_a_seat(member_a):
    page = event(plan(date_in(24)), title_en="Line 9")
    register(the_date(page), member_a, by=member_a)
    deliver_due()
    message = last()
    assert message.message["Subject"] == "You are coming: Line 9"
    assert message.method == "REQUEST"
    for text in (message.text, message.html):
        assert "09:00 to 12:30" in text
        assert "Paris time" in text
        assert "Saint-Égrève" in text
        assert f"/events/line-9-from-the-inside/?date={the_date(page).pk}" in text
    assert "On your clock" not in message.text


def date_in(days: int) -> date:
    return clock.now().date() + timedelta(days=days)


def test_mail_names_the_readers_own_clock(member_a):
    member_a.time_zone = "America/Bogota"
    member_a.save()
    date = the_date(event())
    register(date, member_a, by=member_a)
    deliver_due()
    there = date.starts_at - timedelta(hours=5)
    assert f"{there:%H:%M} to" in last().text
    assert "Bogota time" in last().text
    assert last().event.start == date.starts_at


def test_mail_is_in_the_receivers_language(member_a, member_b):
    member_b.language = "fr"
    member_b.save()
    date = the_date(event(title_fr="La ligne 9", title_en="Line 9"))
    for person in (member_a, member_b):
        register(date, person, by=person)
    deliver_due()
    english, french = sent()
    assert (english.event["SUMMARY"], french.event["SUMMARY"]) == ("Line 9", "La ligne 9")
    assert "heure de Paris" in french.text


def test_every_change_has_its_mail(member_a, member_b, member_c):
    page = event(plan(seats=1))
    date = the_date(page)
    row = register(date, member_a, by=member_a)
    register(date, member_b, by=member_b)
    register(date, member_c, by=member_c)
    deliver_due()
    cancel_registration(row, by=member_a)
    deliver_due()
    planned = page.planned_dates.get()
    assert planned.starts_on is not None
    planned.starts_on += timedelta(days=1)
    page.planned_dates = [planned]
    publish(page)
    deliver_due()
    cancel_date(date, by=None, reason="The hall is flooded.")
    deliver_due()
    found = [
        (message.message["To"].addresses[0].addr_spec.split("@")[1], message.method)
        for message in sent()
    ]
    assert found == [
        ("client-a.example", "REQUEST"),
        ("client-b.example", ""),
        ("client-c.example", ""),
        ("client-a.example", "CANCEL"),
        ("client-b.example", "REQUEST"),
        ("client-b.example", "REQUEST"),
        ("client-c.example", ""),
        ("client-b.example", "CANCEL"),
        ("client-c.example", ""),
    ]
    subjects = [message.message["Subject"] for message in sent()]
    assert [subject.partition(":")[0] for subject in subjects] == [
        "You are coming",
        "On the waiting list",
        "On the waiting list",
        "You are not coming any more",
        "A seat is free for you",
        "Changed",
        "Changed",
        "Cancelled",
        "Cancelled",
    ]
    moved = sent()[5]
    assert "Until now:" in moved.text
    assert moved.sequence == 1
    assert "The hall is flooded." in sent()[7].text
    assert sent()[7].event["STATUS"] == "CANCELLED"
    assert "STATUS" not in sent()[3].event


def test_nothing_is_sent_to_who_lost_the_right(member_a):
    from accounts.services import suspend_membership

    date = the_date(event())
    register(date, member_a, by=member_a)
    suspend_membership(member_a.memberships.get())
    deliver_due()
    assert mail.outbox == []


def test_cal_r20_nothing_is_sent_of_what_is_over(member_a, member_b, clock_at):
    date = the_date(event(plan(seats=1)))
    register(date, member_a, by=member_a)
    register(date, member_b, by=member_b)
    clock_at(date.ends_at)
    deliver_due()
    assert mail.outbox == []


def test_reason_of_a_cancellation_is_for_who_may_still_see_it(member_a):
    from accounts.services import suspend_membership

    date = the_date(event())
    register(date, member_a, by=member_a)
    deliver_due()
    suspend_membership(member_a.memberships.get())
    cancel_date(date, by=None, reason="The hall is flooded.")
    deliver_due()
    assert last().method == "CANCEL"
    assert "flooded" not in last().text


def test_cancellation_is_not_told_to_who_only_waited_and_is_out(member_a, member_b, member_c):
    from accounts.services import suspend_membership

    date = the_date(event(plan(seats=1)))
    for person in (member_a, member_b, member_c):
        register(date, person, by=person)
    deliver_due()
    mail.outbox.clear()
    suspend_membership(member_b.memberships.get())
    cancel_date(date, by=None, reason="The hall is flooded.")
    deliver_due()
    assert [message.to for message in mail.outbox] == [
        [f"{person.full_name} <{person.email}>"] for person in (member_a, member_c)
    ]
