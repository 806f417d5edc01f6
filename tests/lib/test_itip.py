"""What calendars send back, read from mails as their programs write them: R26, R27 and R29."""

import base64
import time
from datetime import UTC, datetime

import pytest

from club.lib.incoming import MailKind, read_incoming
from club.lib.itip import PART_LIMIT, read_answer
from tests.notifications import answers
from tests.notifications.answers import Said, calendar, mail, with_calendar

TO = "club+r.abcdefghij.klmnopqrstuvwxyz234567abcd@club.example"
SAID = Said(to=TO, uid="9-9-9@club.example", sequence=3, comment="Avec plaisir")
SECONDS = 3.0


@pytest.mark.parametrize("program", answers.PROGRAMS)
def test_cal_r26_every_program_is_read_alike(program):
    read = read_incoming(answers.PROGRAMS[program](SAID))
    assert (read.kind, read.sender) == (MailKind.ANSWER, "member@client-a.example")
    assert read.addresses == (TO,)
    answer = read.answer
    assert (answer.method, answer.uid, answer.sequence) == ("REPLY", SAID.uid, 3)
    assert answer.stamp == SAID.stamp
    (who,) = answer.attendees
    assert (who.address, who.partstat) == ("member@client-a.example", "ACCEPTED")
    assert answer.organizer == ("" if program == "outlook" else TO)
    if program != "plain":
        assert (answer.comment or who.comment) == "Avec plaisir"


@pytest.mark.parametrize(
    "header",
    ["To", "Delivered-To", "X-Original-To", "Envelope-To", "Resent-To", "delivered-to"],
)
def test_cal_r26_the_address_is_found_wherever_a_server_notes_it(header):
    raw = mail("Yes", to="club@club.example", headers=f"{header}: <{TO.upper()}>\n")
    assert read_incoming(raw).addresses == (TO,)


def test_cal_r26_without_organizer_and_headers_there_is_no_address():
    said = Said(to="club@club.example", uid=SAID.uid)
    assert read_incoming(answers.outlook(said)).addresses == ()
    assert read_incoming(with_calendar(said, calendar(SAID))).addresses == (TO,)


def test_cal_r27_several_attendees_and_one_without_an_answer():
    part = calendar(
        Said(to=TO, uid=SAID.uid, partstat=""),
        "ATTENDEE;PARTSTAT=tentative:mailto:agathe%2Bclub@client-a.example",
        'ATTENDEE;EMAIL="aa@client-a.example":invalid:nomail',
    )
    read = read_answer(part)
    assert [(who.address, who.partstat) for who in read.attendees] == [
        ("member@client-a.example", ""),
        ("agathe+club@client-a.example", "TENTATIVE"),
        ("aa@client-a.example", ""),
    ]


def test_cal_r29_a_counter_says_the_time_it_proposes():
    said = Said(to=TO, uid=SAID.uid, method="COUNTER", partstat="TENTATIVE")
    read = read_incoming(answers.outlook(said)).answer
    assert (read.method, read.starts_at) == ("COUNTER", datetime(2026, 12, 16, 8, tzinfo=UTC))
    assert read.ends_at == datetime(2026, 12, 16, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("DTSTART;VALUE=DATE:20261217", "2026-12-17"),
        ("DTSTART;TZID=Nowhere/City:20261217T090000", "None"),
        ("DTSTART:20261217T090000", "None"),
        ("DTSTART:99999999T999999Z", "None"),
        ("DTSTART;TZID=Asia/Kolkata:00010101T000000", "None"),
    ],
)
def test_cal_r29_days_are_read_and_doubtful_times_are_not(line, found):
    text = (
        f"BEGIN:VCALENDAR\nMETHOD:COUNTER\nBEGIN:VEVENT\nUID:1\n{line}\nEND:VEVENT\nEND:VCALENDAR"
    )
    assert str(read_answer(text).starts_at) == found


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH", "ADD", "DECLINECOUNTER", ""])
def test_cal_r29_what_is_no_answer_is_none(method):
    said = Said(to=TO, uid=SAID.uid, method=method)
    assert read_incoming(with_calendar(said, calendar(said))).answer is None


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("", MailKind.WORDS),
        ("Auto-Submitted: no\n", MailKind.WORDS),
        ("Auto-Submitted: auto-replied (vacation)\n", MailKind.AUTOMATIC),
        ("Precedence: bulk\n", MailKind.AUTOMATIC),
        ("X-Autoreply: yes\n", MailKind.AUTOMATIC),
        ("List-Id: <news.example>\n", MailKind.AUTOMATIC),
        ("Return-Path: <>\n", MailKind.BOUNCE),
    ],
)
def test_cal_r29_words_automats_and_bounces_are_told_apart(headers, kind):
    read = read_incoming(mail("I am away.\n> What you wrote", to=TO, headers=headers))
    assert (read.kind, read.answer, read.words) == (kind, None, "I am away.")


def test_cal_r29_what_a_bounce_carries_inside_is_not_an_answer():
    assert read_incoming(answers.bounce(SAID)).kind == MailKind.BOUNCE
    assert read_incoming(answers.bounce(SAID)).answer is None


@pytest.mark.parametrize(
    "charset", ["utf-16", "iso-8859-1", "x-unknown", "punycode", "idna", "zip"]
)
def test_cal_r29_charsets_are_read_or_guessed(charset):
    known = charset in {"utf-16", "iso-8859-1"}
    octets = calendar(SAID).encode(charset if known else "utf-8")
    head = f"From: a@b.example\nTo: {TO}\nContent-Type: text/calendar; charset={charset}\n"
    encoded = base64.encodebytes(octets).decode()
    raw = f"{head}Content-Transfer-Encoding: base64\n\n{encoded}".encode()
    assert read_incoming(raw).answer.uid == SAID.uid


def nested(depth: int) -> bytes:
    """A message in which every part is a container of the next."""
    text = f"From: a@b.example\nTo: {TO}\nSubject: deep\n"
    for n in range(depth):
        text += f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n'
    return (text + "Content-Type: text/plain\n\nhello\n" + "a\n" * 20_000).encode()


def hostile() -> dict[str, bytes]:
    """Mails that wish a reader ill."""
    event = calendar(SAID)
    return {
        "ten thousand recurrences": with_calendar(
            SAID, calendar(SAID, *["RRULE:FREQ=SECONDLY;COUNT=999999999"] * 3_000)
        ),
        "a zone that changes each second": with_calendar(
            SAID,
            event.replace(
                "BEGIN:VEVENT",
                "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:00010101T000000\n"
                "RRULE:FREQ=SECONDLY\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nEND:STANDARD\n"
                "END:VTIMEZONE\nBEGIN:VEVENT",
                1,
            ),
        ),
        "a line of two megabytes": with_calendar(SAID, calendar(SAID, "X-A:" + "x" * 1_900_000)),
        "a megabyte of folds": with_calendar(SAID, event + "\n" * 50_000 + " x"),
        "an attachment elsewhere": with_calendar(
            SAID, calendar(SAID, "ATTACH:http://127.0.0.1:1/secret", "ATTACH:file:///etc/passwd")
        ),
        "deep nesting": nested(39),
        "deeper nesting": nested(5_000),
        "NUL": with_calendar(SAID, event.replace("UID", "U\0ID")),
        "broken base64": mail(
            "!!!!",
            to=TO,
            headers="Content-Type: text/calendar\nContent-Transfer-Encoding: base64\n",
        ),
        "brackets": mail("x", to=TO, sender="(" * 5_000 + "<a@b.example>"),
        "a header of a megabyte": mail(
            "x", to=TO, headers="Subject: " + "=?utf-8?q?" * 90_000 + "\n"
        ),
        "many addresses": mail("x", to=", ".join([TO] * 20_000)),
        "quotes": with_calendar(SAID, calendar(SAID, 'ATTENDEE;CN="' + "\\" * 8_000 + ":x")),
        "nested components": with_calendar(SAID, "BEGIN:VCALENDAR\n" * 20_000 + event),
        "nothing": b"",
        "rubbish": bytes(range(256)) * 1_000,
    }


@pytest.mark.parametrize("what", hostile())
def test_cal_r29_hostile_mails_are_read_quickly_and_without_an_error(what):
    raw = hostile()[what]
    began = time.process_time()
    read = read_incoming(raw)
    assert time.process_time() - began < SECONDS
    assert read.kind in MailKind
    assert "\0" not in f"{read.sender}{read.subject}{read.words}{read.answer}"
    if what in {"deeper nesting"}:
        assert (read.kind, read.addresses) == (MailKind.UNREADABLE, (TO,))


def test_cal_r29_size_is_looked_at_before_a_part_is_read():
    assert read_answer(calendar(SAID, "X-A:" + "x" * PART_LIMIT)) is None
    read = read_incoming(answers.google(SAID), is_whole=False)
    assert (read.kind, read.answer, read.addresses) == (MailKind.UNREADABLE, None, (TO,))
