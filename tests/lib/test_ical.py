"""Calendar files, as bytes and as two independent readers read them."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from club.lib.ical import (
    CalendarFacts,
    Mailbox,
    Status,
    build_cancel,
    build_download,
    build_feed,
    build_request,
)
from club.lib.ical_lines import folded, text_line
from club.lib.ical_text import display_name, mail_address, one_line, plain_text

PARIS = ZoneInfo("Europe/Paris")
STAMP = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FACTS = CalendarFacts(
    uid="f4b1@club.example",
    sequence=0,
    summary="La ligne 9, vue de l’intérieur",
    starts_at=datetime(2026, 12, 16, 9, 0, tzinfo=PARIS),
    ends_at=datetime(2026, 12, 16, 12, 30, tzinfo=PARIS),
    created_at=datetime(2026, 11, 1, 8, 0, tzinfo=UTC),
    updated_at=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
    time_zone="Europe/Paris",
    location="Atelier de Saint-Égrève; 14, rue des Forges",
    url="https://club.example/events/ligne-9/",
    description="Vingt places.\nVenez tôt.",
)
CLUB = Mailbox("Le Cercle", "club+r.abc.def@club.example")
GUEST = Mailbox("Inès Dupont", "ines@client-a.example")
#: What people and editors could write to break out of their line.
ATTACKS = [
    "x\r\nATTENDEE:mailto:spy@evil.example",
    "x\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:y",
    "x\rBEGIN:VALARM",
    "x\u2028DTSTART:20200101T000000Z",
    "x\x0bURL:http://evil.example",
    "x\x85METHOD:CANCEL",
    "x\x00y",
    '"; CN="evil":mailto:spy@evil.example',
    "a^nb^'c",
    "\\nEND:VCALENDAR",
    "C:\\News; a,b \\, \\; \\\\",
    "\ud800 lone",
    "\u202egnp.exe",
    "é" * 300,
    "😀" * 120,
    "\\" * 200,
]


def request(facts: CalendarFacts = FACTS, **more) -> bytes:
    return build_request(facts, **{"organizer": CLUB, "attendee": GUEST, "stamp": STAMP, **more})


def lines(data: bytes) -> list[str]:
    """The content lines, unfolded."""
    return data.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def line(data: bytes, name: str) -> str:
    """The one line of a property."""
    (found,) = [text for text in lines(data) if text.split(":")[0].split(";")[0] == name]
    return found


def event(data: bytes) -> icalendar.Event:
    (only,) = icalendar.Calendar.from_ical(data).events
    return only


def every_file(facts: CalendarFacts = FACTS) -> list[bytes]:
    cancel = build_cancel(facts, organizer=CLUB, attendee=GUEST, stamp=STAMP)
    return [request(facts), cancel, build_download([facts])]


# --- The file -------------------------------------------------------------------------------
@pytest.mark.parametrize("data", every_file())
def test_cal_r01_every_line_ends_in_crlf(data):
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
    assert b"\r\n\r\n" not in data


@pytest.mark.parametrize("text", ["é" * 200, "😀" * 90, "a" * 200, "\\;," * 60, "x " * 100])
def test_cal_r02_lines_have_at_most_75_octets_and_split_nothing(text):
    data = request(replace(FACTS, summary=text, description=text, location=text))
    for physical in data.split(b"\r\n"):
        assert len(physical) <= 75
        physical.decode()
        backslashes = len(physical) - len(physical.rstrip(b"\\"))
        assert backslashes % 2 == 0, "an escape was cut in two"
    assert str(event(data)["SUMMARY"]) == one_line(text)


def test_cal_r03_text_is_escaped():
    data = request(replace(FACTS, summary="a; b, c \\ C:\\News", description="one\r\ntwo"))
    assert line(data, "SUMMARY") == "SUMMARY:a\\; b\\, c \\\\ C:\\\\News"
    assert line(data, "DESCRIPTION").startswith("DESCRIPTION:one\\ntwo\\n\\nhttps://")
    assert vobject.readOne(data.decode()).vevent.summary.value == "a; b, c \\ C:\\News"


@pytest.mark.parametrize("attack", ATTACKS)
def test_cal_r03_no_control_character_gets_in(attack):
    for data in every_file(replace(FACTS, summary=attack, description=attack, location=attack)):
        for physical in lines(data):
            assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in physical)


@pytest.mark.parametrize("data", every_file())
def test_cal_r04_version_and_product_once(data):
    assert line(data, "VERSION") == "VERSION:2.0"
    assert line(data, "PRODID") == "PRODID:-//Cercle//Club portal//EN"


def test_cal_r05_uid_is_the_same_in_every_kind_of_file():
    assert {line(data, "UID") for data in every_file()} == {"UID:f4b1@club.example"}
    assert {line(data, "SEQUENCE") for data in every_file()} == {"SEQUENCE:0"}


def test_cal_r06_stamps_come_from_the_facts_in_utc():
    data = request()
    assert line(data, "DTSTAMP") == "DTSTAMP:20261122T090000Z"
    assert line(data, "CREATED") == "CREATED:20261101T080000Z"
    assert line(data, "LAST-MODIFIED") == "LAST-MODIFIED:20261120T083000Z"
    assert request() == data
    assert line(build_download([FACTS]), "DTSTAMP") == "DTSTAMP:20261120T083000Z"


def test_cal_r07_no_floating_time():
    naive = datetime(2026, 12, 16, 9, 0)  # noqa: DTZ001
    for field in ("starts_at", "ends_at", "created_at", "updated_at"):
        with pytest.raises(ValueError, match="aware"):
            replace(FACTS, **{field: naive})


@pytest.mark.parametrize(
    ("zone", "wall"),
    [
        ("Europe/Paris", "2027-03-28T01:59"),
        ("Europe/Paris", "2027-03-28T03:00"),
        ("Europe/Paris", "2027-03-29T09:00"),
        ("Europe/Paris", "2027-10-31T01:59"),
        ("Europe/Paris", "2027-10-31T03:00"),
        ("Europe/Paris", "2028-02-29T09:00"),
        ("Europe/Paris", "2039-07-01T09:00"),
        ("America/New_York", "2027-03-14T03:00"),
        ("America/New_York", "2027-11-07T09:00"),
        ("Asia/Kathmandu", "2027-06-01T09:00"),
        ("Africa/Cairo", "2027-04-30T09:00"),
    ],
)
def test_cal_r08_every_reader_sees_the_instant(zone, wall):
    start = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))
    data = request(replace(FACTS, starts_at=start, ends_at=start + timedelta(hours=2)))
    assert line(data, "DTSTART") == f"DTSTART:{start.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    assert event(data).decoded("DTSTART") == start.astimezone(UTC)
    assert vobject.readOne(data.decode()).vevent.dtstart.value == start.astimezone(UTC)


def test_cal_r08_the_repeated_hour_of_autumn_is_told_apart():
    first = datetime(2027, 10, 31, 2, 30, tzinfo=PARIS)
    second = first.replace(fold=1)
    starts = [
        line(
            request(replace(FACTS, starts_at=start, ends_at=datetime(2027, 11, 1, tzinfo=UTC))),
            "DTSTART",
        )
        for start in (first, second)
    ]
    assert starts == ["DTSTART:20271031T003000Z", "DTSTART:20271031T013000Z"]


def test_cal_r09_all_day_ends_the_day_after():
    facts = replace(FACTS, starts_at=date(2026, 12, 16), ends_at=date(2026, 12, 18))
    assert facts.is_all_day
    data = request(facts)
    assert line(data, "DTSTART") == "DTSTART;VALUE=DATE:20261216"
    assert line(data, "DTEND") == "DTEND;VALUE=DATE:20261218"
    read = vobject.readOne(data.decode()).vevent
    assert (read.dtstart.value, read.dtend.value) == (date(2026, 12, 16), date(2026, 12, 18))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 12, 16), date(2026, 12, 16)),
        (datetime(2026, 12, 16, 9, tzinfo=UTC), datetime(2026, 12, 16, 9, tzinfo=UTC)),
        (datetime(2026, 12, 16, 9, tzinfo=UTC), date(2026, 12, 17)),
        (date(2026, 12, 16), datetime(2026, 12, 17, 9, tzinfo=UTC)),
    ],
)
def test_cal_r09_an_end_that_is_no_end_is_refused(start, end):
    with pytest.raises(ValueError, match="An event"):
        replace(FACTS, starts_at=start, ends_at=end)


def test_cal_r10_separate_dates_need_no_rule():
    data = build_download([FACTS, replace(FACTS, uid="other@club.example")])
    assert [str(e["UID"]) for e in icalendar.Calendar.from_ical(data).events] == [
        "f4b1@club.example",
        "other@club.example",
    ]
    assert b"RRULE" not in data
    assert b"VTIMEZONE" not in data


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Inès Dupont", "Inès Dupont"),
        ("Dupont, Inès; Dr: x", "Dupont, Inès; Dr: x"),
        ('Inès "la" Dupont', "Inès la Dupont"),
        ("In^nès\x07", "Innès"),
        ("a\r\nb", "a b"),
        ("back\\slash", "backslash"),
    ],
)
def test_cal_r11_names_are_quoted_and_clean(name, shown):
    data = request(attendee=Mailbox(name, "ines@client-a.example"))
    assert line(data, "ATTENDEE").startswith(f'ATTENDEE;CN="{shown}";')
    assert event(data)["ATTENDEE"].params["CN"] == shown
    assert vobject.readOne(data.decode()).vevent.attendee.params["CN"] == [shown]


def test_cal_r11_addresses_are_mailto():
    data = request()
    assert line(data, "ATTENDEE").endswith(":mailto:ines@client-a.example")
    assert line(data, "ORGANIZER").endswith(":mailto:club+r.abc.def@club.example")
    assert (
        "CN"
        not in line(request(attendee=Mailbox("", "a@b.example")), "ATTENDEE")
        .split(":")[0]
        .split(";")[1]
    )


def test_cal_r12_description_is_plain_text_with_the_address_of_the_page():
    data = request()
    assert (
        event(data)["DESCRIPTION"]
        == "Vingt places.\nVenez tôt.\n\nhttps://club.example/events/ligne-9/"
    )
    assert line(data, "URL") == "URL:https://club.example/events/ligne-9/"
    twice = replace(FACTS, description="Voir https://club.example/events/ligne-9/")
    assert event(request(twice))["DESCRIPTION"] == "Voir https://club.example/events/ligne-9/"
    none = request(replace(FACTS, description="", url="", location=""))
    assert not {"DESCRIPTION", "URL", "LOCATION"} & set(event(none))


# --- Invitation and cancellation ------------------------------------------------------------
def test_cal_r13_request_is_complete():
    data = request(partstat="ACCEPTED")
    assert line(data, "METHOD") == "METHOD:REQUEST"
    assert line(data, "SEQUENCE") == "SEQUENCE:0"
    assert line(data, "STATUS") == "STATUS:CONFIRMED"
    assert line(data, "ORGANIZER").startswith('ORGANIZER;CN="Le Cercle":')
    assert dict(event(data)["ATTENDEE"].params) == {
        "CN": "Inès Dupont",
        "CUTYPE": "INDIVIDUAL",
        "PARTSTAT": "ACCEPTED",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "TRUE",
    }


def test_cal_r13_nobody_has_answered_unless_said():
    assert event(request())["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"


def test_cal_r19_cancel_repeats_who_and_what():
    off = replace(FACTS, sequence=3, status=Status.CANCELLED)
    cancel = build_cancel(off, organizer=CLUB, attendee=GUEST, stamp=STAMP)
    assert line(cancel, "METHOD") == "METHOD:CANCEL"
    assert line(cancel, "SEQUENCE") == "SEQUENCE:3"
    assert line(cancel, "STATUS") == "STATUS:CANCELLED"
    for name in ("UID", "ORGANIZER", "DTSTART", "DTEND", "SUMMARY"):
        assert line(cancel, name) == line(request(), name)
    assert event(cancel)["ATTENDEE"] == event(request())["ATTENDEE"]
    assert "RSVP" not in event(cancel)["ATTENDEE"].params


def test_cal_r19_a_withdrawn_guest_gets_no_status():
    cancel = build_cancel(FACTS, organizer=CLUB, attendee=GUEST, stamp=STAMP)
    assert "STATUS" not in event(cancel)


def test_cal_r25_download_names_nobody():
    data = build_download([FACTS])
    assert not {"ATTENDEE", "ORGANIZER"} & set(event(data))
    assert b"METHOD" not in data


# --- The lines ------------------------------------------------------------------------------
def by_library(facts: CalendarFacts) -> list[str]:
    """The content lines of the event as the icalendar library writes them, unfolded."""
    written = icalendar.Event()
    written["UID"] = icalendar.vText(facts.uid)
    written.add("sequence", facts.sequence)
    written.add("dtstamp", facts.updated_at.astimezone(UTC))
    written.add("created", facts.created_at.astimezone(UTC))
    written.add("last-modified", facts.updated_at.astimezone(UTC))
    for name, moment in (("dtstart", facts.starts_at), ("dtend", facts.ends_at)):
        timed = isinstance(moment, datetime)
        written.add(name, moment.astimezone(UTC) if timed else moment)
    written["SUMMARY"] = icalendar.vText(one_line(facts.summary))
    written["DESCRIPTION"] = icalendar.vText(f"{plain_text(facts.description)}\n\n{facts.url}")
    written["LOCATION"] = icalendar.vText(one_line(facts.location))
    written.add("url", facts.url)
    written["STATUS"] = icalendar.vText("CONFIRMED")
    written["TRANSP"] = icalendar.vText("OPAQUE")
    return [str(one) for one in written.content_lines() if one]


@pytest.mark.parametrize("all_day", [False, True])
@pytest.mark.parametrize(
    "text", ["Line 9", "a, b; c\nd", "é" * 90, "«\u00a0Ligne\u00a09\u00a0»" * 9]
)
def test_lines_are_those_of_the_library(text, all_day):
    days = {"starts_at": date(2026, 12, 16), "ends_at": date(2026, 12, 18)} if all_day else {}
    facts = replace(FACTS, summary=text, description=text, location=text, **days)
    assert lines(build_download([facts]))[4:-1] == by_library(facts)


def slowly_folded(line: str) -> str:
    """The same rule, one character or escape after the other."""
    pieces, size = [""], 0
    for token in re.findall(r"\\.|.", line, re.DOTALL):
        octets = len(token.encode())
        if size + octets > 75:
            pieces.append(" ")
            size = 1
        pieces[-1] += token
        size += octets
    return "\r\n".join(pieces)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab\\;,é€😀", min_size=150, max_size=320))
def test_cal_r02_no_character_and_no_escape_is_cut(text):
    escaped = text_line("X", text)
    assert folded(escaped.encode()).decode() == slowly_folded(escaped)


# --- The file to subscribe to ---------------------------------------------------------------
def feed(*facts: CalendarFacts, alarm: timedelta | None = None) -> bytes:
    return build_feed(
        facts or (FACTS,), name="Le Cercle, à Lyon", refresh=timedelta(hours=1), alarm=alarm
    )


def test_cal_r34_feed_says_its_name_and_when_to_ask_again():
    data = feed()
    assert lines(data)[1:8] == [
        "VERSION:2.0",
        "PRODID:-//Cercle//Club portal//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Le Cercle\\, à Lyon",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-CALNAME:Le Cercle\\, à Lyon",
    ]
    assert icalendar.Calendar.from_ical(data)["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert vobject.readOne(data.decode()).x_wr_calname.value == "Le Cercle, à Lyon"


def test_cal_r33_feed_is_the_same_each_time_and_an_empty_one_is_whole():
    assert feed() == feed()
    assert b"UID" not in build_feed([], name="x", refresh=timedelta(hours=1), alarm=None)
    assert (
        icalendar.Calendar.from_ical(
            build_feed([], name="x", refresh=timedelta(hours=1), alarm=None)
        ).events
        == []
    )


def test_cal_r36_feed_names_nobody_and_says_what_is_off_or_free():
    assert not {"ATTENDEE", "ORGANIZER"} & set(event(feed()))
    states = [
        (str(read["STATUS"]), str(read["TRANSP"]))
        for status, is_free in (("confirmed", False), ("cancelled", True), ("tentative", True))
        for read in [event(feed(replace(FACTS, status=Status(status), is_free=is_free)))]
    ]
    assert states == [
        ("CONFIRMED", "OPAQUE"),
        ("CANCELLED", "TRANSPARENT"),
        ("TENTATIVE", "TRANSPARENT"),
    ]


@pytest.mark.parametrize(
    ("minutes", "trigger"), [(30, "-PT30M"), (60, "-PT1H"), (1440, "-P1D"), (90, "-PT90M")]
)
def test_cal_r37_alarm_rings_only_where_it_is_wanted(minutes, trigger):
    wanted = timedelta(minutes=minutes)
    assert b"VALARM" not in feed()
    for silent in (
        replace(FACTS, is_free=True),
        replace(FACTS, status=Status.CANCELLED),
    ):
        assert b"VALARM" not in feed(silent, alarm=wanted)
    data = feed(alarm=wanted)
    assert line(data, "TRIGGER") == f"TRIGGER:{trigger}"
    (alarm,) = event(data).alarms.times
    assert alarm.trigger == FACTS.starts_at - wanted
    assert vobject.readOne(data.decode()).vevent.valarm.action.value == "DISPLAY"


# --- What people write ----------------------------------------------------------------------
@pytest.mark.parametrize("attack", ATTACKS)
def test_cal_r40_attacks_stay_text(attack):
    facts = replace(
        FACTS,
        summary=attack,
        description=attack,
        location=attack,
        url=f"https://c.example/{attack}",
    )
    plain = {name: len(lines(data)) for name, data in zip("rcd", every_file(), strict=True)}
    data = build_request(
        facts,
        organizer=Mailbox(attack, CLUB.address),
        attendee=Mailbox(attack, GUEST.address),
        stamp=STAMP,
    )
    assert len(lines(data)) == plain["r"]
    read = event(data)
    assert [c.name for c in icalendar.Calendar.from_ical(data).walk()] == ["VCALENDAR", "VEVENT"]
    assert str(read["UID"]) == FACTS.uid
    assert read["ATTENDEE"].email == GUEST.address
    assert read["ORGANIZER"].email == CLUB.address
    assert read.decoded("DTSTART") == FACTS.starts_at
    assert vobject.readOne(data.decode()).vevent.summary.value == one_line(attack)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_cal_r40_any_text_comes_back_as_it_was_cleaned(summary, description):
    data = request(replace(FACTS, summary=summary, description=description, url=""))
    assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
    assert len(lines(data)) in {len(lines(request())) - 1, len(lines(request())) - 2}
    read = vobject.readOne(data.decode()).vevent
    assert read.summary.value == one_line(summary)
    kept = plain_text(description)
    assert read.contents.get("description", [None])[0] is None or read.description.value == kept


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b@c.example",
        "a b@c.example",
        "a@c.example\r\nBcc: x@y.z",
        "a@c.example,d@e.f",
        "<a@b.c>",
        "é@c.example",
        "a@",
        "@b",
    ],
)
def test_cal_r11_bad_address_is_refused(address):
    with pytest.raises(ValueError, match="not one e-mail"):
        mail_address(address)


def test_cal_r11_address_of_an_accented_domain_is_written_in_ascii():
    assert mail_address("ines@bière.example") == "ines@xn--bire-6oa.example"


@pytest.mark.parametrize("attack", ATTACKS)
def test_cal_r40_names_and_lines_are_one_line(attack):
    for cleaned in (one_line(attack), display_name(attack)):
        assert len(cleaned.splitlines()) <= 1
        cleaned.encode()
    assert not set('"^\\') & set(display_name(attack))
