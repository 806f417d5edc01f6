"""Series as they are written: R8, R10, R38 and R39 of the calendar's requirements."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from club.lib.ical import (
    CalendarFacts,
    Mailbox,
    Status,
    build_cancel,
    build_download,
    build_request,
)
from club.lib.recurrence import Frequency, Moved, Rule, Series

PARIS = ZoneInfo("Europe/Paris")
STAMP = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CLUB = Mailbox("Le Cercle", "club+r.abc.def@club.example")
GUEST = Mailbox("Inès Dupont", "ines@client-a.example")


def paris(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=PARIS)


DROPPED = paris(3, 23, 9)
MOVED = Moved(paris(3, 30, 9), paris(3, 31, 14), paris(3, 31, 16), location="Lyon")
FACTS = CalendarFacts(
    uid="s1@club.example",
    sequence=2,
    summary="Le rendez-vous du mardi",
    starts_at=paris(3, 9, 9),
    ends_at=paris(3, 9, 10, 30),
    created_at=STAMP,
    updated_at=STAMP,
    time_zone="Europe/Paris",
    location="Saint-Égrève",
    series=Series(Rule(Frequency.WEEKLY, count=6), (DROPPED,), (MOVED,)),
)


def request(facts: CalendarFacts = FACTS, **more) -> bytes:
    return build_request(facts, organizer=CLUB, attendee=GUEST, stamp=STAMP, **more)


def cancel(facts: CalendarFacts = FACTS, **more) -> bytes:
    return build_cancel(facts, organizer=CLUB, attendee=GUEST, stamp=STAMP, **more)


def events(data: bytes) -> list[list[str]]:
    """The content lines of each event that say when it is, unfolded."""
    names = ("DTSTART", "DTEND", "RRULE", "EXDATE", "RECURRENCE-ID", "STATUS", "LOCATION")
    blocks = data.decode().replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]
    return [[line for line in block.split("\r\n") if line.startswith(names)] for block in blocks]


def with_rule(rule: Rule, **more) -> bytes:
    return request(replace(FACTS, series=Series(rule), **more))


def rule_of(data: bytes) -> str:
    (found,) = [line for line in events(data)[0] if line.startswith("RRULE")]
    return found


# --- The series -----------------------------------------------------------------------------
def test_cal_r08_series_is_on_the_clocks_of_its_place_with_their_rule():
    data = request()
    assert events(data) == [
        [
            "DTSTART;TZID=Europe/Paris:20270309T090000",
            "DTEND;TZID=Europe/Paris:20270309T103000",
            "RRULE:FREQ=WEEKLY;COUNT=6;BYDAY=TU",
            "EXDATE;TZID=Europe/Paris:20270323T090000",
            "LOCATION:Saint-Égrève",
            "STATUS:CONFIRMED",
        ]
    ]
    calendar = icalendar.Calendar.from_ical(data)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    assert b"RDATE" not in data
    assert data == request()


def test_cal_r08_zone_stands_once_before_the_events():
    other = replace(FACTS, uid="s2@club.example")
    single = replace(FACTS, uid="s3@club.example", series=None)
    data = build_download([single, FACTS, other])
    names = [c.name for c in icalendar.Calendar.from_ical(data).subcomponents]
    assert names == ["VTIMEZONE", *["VEVENT"] * 5]
    assert events(data)[0][0] == "DTSTART:20270309T080000Z"


def test_cal_r08_series_in_utc_and_of_whole_days_need_no_zone():
    for data in (
        with_rule(Rule(Frequency.DAILY, count=3), time_zone="UTC"),
        with_rule(
            Rule(Frequency.WEEKLY, count=3), starts_at=date(2027, 3, 9), ends_at=date(2027, 3, 11)
        ),
    ):
        assert b"VTIMEZONE" not in data
        assert b"TZID" not in data


def test_cal_r09_whole_days_of_a_series_end_the_day_after_the_last():
    days = {"starts_at": date(2027, 3, 9), "ends_at": date(2027, 3, 11)}
    series = Series(
        Rule(Frequency.WEEKLY, until=date(2027, 4, 1)),
        (date(2027, 3, 16),),
        (Moved(date(2027, 3, 23), date(2027, 3, 24), date(2027, 3, 25)),),
    )
    master, moved = events(build_download([replace(FACTS, series=series, **days)]))
    assert master[:4] == [
        "DTSTART;VALUE=DATE:20270309",
        "DTEND;VALUE=DATE:20270311",
        "RRULE:FREQ=WEEKLY;UNTIL=20270330;BYDAY=TU",
        "EXDATE;VALUE=DATE:20270316",
    ]
    assert moved[:3] == [
        "DTSTART;VALUE=DATE:20270324",
        "DTEND;VALUE=DATE:20270325",
        "RECURRENCE-ID;VALUE=DATE:20270323",
    ]


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        (
            Rule(Frequency.WEEKLY, until=date(2027, 4, 6)),
            "FREQ=WEEKLY;UNTIL=20270406T070000Z;BYDAY=TU",
        ),
        (
            Rule(Frequency.WEEKLY, until=date(2027, 3, 29)),
            "FREQ=WEEKLY;UNTIL=20270323T080000Z;BYDAY=TU",
        ),
        (Rule(Frequency.WEEKLY, 2, count=4), "FREQ=WEEKLY;COUNT=4;INTERVAL=2;BYDAY=TU"),
        (Rule(Frequency.DAILY, count=5), "FREQ=DAILY;COUNT=5"),
        (Rule(Frequency.MONTHLY, count=4), "FREQ=MONTHLY;COUNT=4;BYDAY=2TU"),
    ],
)
def test_cal_r10_until_is_in_utc_and_days_have_names(rule, written):
    assert rule_of(with_rule(rule)) == f"RRULE:{written}"


def test_cal_r10_last_such_day_of_the_month():
    data = with_rule(
        Rule(Frequency.MONTHLY, count=4, from_end=True),
        starts_at=paris(3, 30, 9),
        ends_at=paris(3, 30, 10),
    )
    assert rule_of(data) == "RRULE:FREQ=MONTHLY;COUNT=4;BYDAY=-1TU"


# --- One date -------------------------------------------------------------------------------
def test_cal_r38_moved_date_is_a_message_of_its_own_that_names_what_was_planned():
    data = request(planned=MOVED.planned.astimezone(UTC))
    assert events(data) == [
        [
            "DTSTART;TZID=Europe/Paris:20270331T140000",
            "DTEND;TZID=Europe/Paris:20270331T160000",
            "RECURRENCE-ID;TZID=Europe/Paris:20270330T090000",
            "LOCATION:Lyon",
            "STATUS:CONFIRMED",
        ]
    ]
    assert b"METHOD:REQUEST" in data
    assert b"UID:s1@club.example" in data


def test_cal_r38_file_has_the_series_and_its_moved_dates_under_one_uid():
    data = build_download([FACTS])
    master, moved = events(data)
    assert master == events(request())[0]
    assert moved == events(request(planned=MOVED.planned))[0]
    assert {str(e["UID"]) for e in icalendar.Calendar.from_ical(data).events} == {FACTS.uid}


def test_cal_r38_date_that_the_series_has_not_is_an_error():
    for build in (request, cancel):
        with pytest.raises(LookupError):
            build(planned=MOVED.planned + timedelta(hours=1))


def test_cal_r39_dropped_date_is_cancelled_and_stays_out_of_the_series():
    data = cancel(planned=DROPPED)
    assert events(data)[0][2:] == [
        "RECURRENCE-ID;TZID=Europe/Paris:20270323T090000",
        "LOCATION:Saint-Égrève",
        "STATUS:CANCELLED",
    ]
    assert b"RRULE" not in data.split(b"BEGIN:VEVENT")[1]
    assert "EXDATE;TZID=Europe/Paris:20270323T090000" in events(request())[0]


def test_cal_r39_date_that_one_guest_leaves_takes_place_for_the_others():
    (lines,) = events(cancel(planned=paris(3, 16, 9)))
    assert lines[2] == "RECURRENCE-ID;TZID=Europe/Paris:20270316T090000"
    assert not any(line.startswith("STATUS") for line in lines)


def test_cal_r19_cancelled_series_is_cancelled_as_a_whole():
    (lines,) = events(cancel(replace(FACTS, status=Status.CANCELLED)))
    assert lines[-1] == "STATUS:CANCELLED"
    assert not any(line.startswith("RECURRENCE-ID") for line in lines)


def test_cal_r40_place_of_a_moved_date_stays_text():
    evil = "x\r\nBEGIN:VALARM"
    series = replace(FACTS.series, moved=(replace(MOVED, location=evil),))
    (lines,) = events(request(replace(FACTS, series=series), planned=MOVED.planned))
    assert "LOCATION:x BEGIN:VALARM" in lines
