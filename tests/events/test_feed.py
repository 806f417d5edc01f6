"""The calendar that a person subscribes to: what stands in it, for whom, and what it costs."""

from datetime import timedelta

import icalendar
import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services as accounts_services
from accounts.models import Audience, ClubSettings
from club.lib import clock
from events.models import EventDate, Registration
from events.services import cancel_date, cancel_registration, decline, register
from notifications.models import CalendarFeed, CalendarGuest
from notifications.services import (
    accept_address,
    deliver_due,
    propose_address,
    revoke_feed,
    set_feed_choices,
)
from tests.events.made import event, gold_only, plan, publish, the_date
from tests.factories.accounts import tier
from tests.notifications.stage import last
from tests.visibility.same import ask, look_alike

pytestmark = pytest.mark.django_db
LINK = "https://meet.example.org/9"
NEVER = f"/calendar/{'n' * 43}.ics"
#: SELECT, INSERT, UPDATE and DELETE of a program's request.
FEED_QUERIES, KNOWN_QUERIES = 7, 6


def address_of(person, **choices) -> str:
    """A new address for the person, as it stands after the host."""
    token = accept_address(person, propose_address(person), by=person)
    if choices:
        set_feed_choices(person, **{"holds_open": False, "alarm": 0, "by": person, **choices})
    return f"/calendar/{token}.ics"


def fetch(client_for, address, **headers):
    """What a program without cookies gets."""
    return client_for().get(address, headers=headers)


def read(answer) -> dict[str, icalendar.Event]:
    """The events of an answer, by title; two readers agree on how many there are."""
    assert answer.status_code == 200, answer.status_code
    events = icalendar.Calendar.from_ical(answer.content).events
    other = vobject.readOne(answer.content.decode()).contents.get("vevent", [])
    assert sorted(e.uid.value for e in other) == sorted(str(e["UID"]) for e in events)
    return {str(e["SUMMARY"]): e for e in events}


def going(page, person) -> EventDate:
    """The page's only date, with a seat for the person."""
    date = the_date(page)
    register(date, person, by=person)
    return date


# --- What it holds --------------------------------------------------------------------------
def test_cal_r05_feed_has_uid_and_sequence_of_the_mails(client_for, member_a):
    page = event(title_en="Line 9")
    date = going(page, member_a)
    deliver_due()
    cancel_registration(Registration.objects.get(), by=member_a)
    deliver_due()
    register(date, member_a, by=member_a)
    move(page, member_a)
    deliver_due()
    (entry,) = read(fetch(client_for, address_of(member_a))).values()
    assert str(entry["UID"]) == str(last().event["UID"]) == the_date(page).calendar_entry.uid
    assert int(entry["SEQUENCE"]) == last().sequence > the_date(page).calendar_entry.sequence
    assert entry.start == last().event.start == the_date(page).starts_at


def test_feed_holds_what_takes_the_persons_time(client_for, member_a, member_b):
    for status in ("going", "offered", "maybe", "attended", "waitlisted", "declined", "invited"):
        date = going(event(title=status, join_link=LINK, hides_address=True), member_a)
        Registration.objects.filter(date=date).update(
            status=status,
            waitlisted_at=clock.now() if status == "waitlisted" else None,
            offered_until=clock.now() + timedelta(days=1) if status == "offered" else None,
        )
    going(event(title="Somebody else's"), member_b)
    event(title="Open")
    found = read(fetch(client_for, address_of(member_a)))
    assert {title: str(e["STATUS"]) for title, e in found.items()} == {
        "going": "CONFIRMED",
        "Seat offered to you: offered": "TENTATIVE",
        "maybe": "TENTATIVE",
        "attended": "CONFIRMED",
    }
    assert {str(e["TRANSP"]) for e in found.values()} == {"OPAQUE"}
    told = {title for title, e in found.items() if LINK in str(e["DESCRIPTION"])}
    assert told == {"going", "attended"}
    there = {title for title, e in found.items() if "rue des Forges" in str(e["LOCATION"])}
    assert there == told


def test_feed_holds_what_is_open_where_the_person_chose_so(client_for, member_a):
    going(event(title="Mine"), member_a)
    decline(the_date(event(title="Refused")), member_a, by=member_a)
    event(title="Open", join_link=LINK)
    event(plan(400), title="Far")
    full = the_date(event(plan(seats=1), title="Full"))
    register(full, member_a, by=member_a)
    Registration.objects.filter(date=full).update(status="waitlisted", waitlisted_at=clock.now())
    found = read(fetch(client_for, address_of(member_a, holds_open=True)))
    assert {title: str(e["TRANSP"]) for title, e in found.items()} == {
        "Mine": "OPAQUE",
        "Open to you: Open": "TRANSPARENT",
        "You wait in line: Full": "TRANSPARENT",
    }
    assert LINK not in str(found["Open to you: Open"]["DESCRIPTION"])


def test_what_is_over_stays_for_those_who_came_and_for_the_team(
    client_for, clock_at, member_a, member_b, organiser
):
    date = going(event(title="Line 9"), member_a)
    addresses = [address_of(p, holds_open=True) for p in (member_a, member_b, organiser)]
    clock_at(date.ends_at + timedelta(days=1))
    found = [list(read(fetch(client_for, address))) for address in addresses]
    assert found == [["Line 9"], [], ["Line 9"]]


def test_cal_r36_what_is_cancelled_stays_and_says_so(client_for, member_a, clock_at):
    date = going(event(title="Line 9"), member_a)
    address = address_of(member_a, alarm=60)
    cancel_date(date, by=None)
    clock_at(date.ends_at + timedelta(days=89))
    answer = fetch(client_for, address)
    (entry,) = read(answer).values()
    assert (str(entry["STATUS"]), str(entry["SUMMARY"])) == ("CANCELLED", "Cancelled: Line 9")
    assert (str(entry["TRANSP"]), int(entry["SEQUENCE"])) == ("TRANSPARENT", 1)
    assert not {b"ATTENDEE", b"ORGANIZER", b"mailto", b"VALARM", b"METHOD"} & set(
        answer.content.replace(b"\r\n", b":").split(b":")
    )
    clock_at(date.ends_at + timedelta(days=91))
    assert read(fetch(client_for, address)) == {}


def test_cal_r37_no_alarm_unless_the_person_chose_one(client_for, member_a):
    going(event(title="Mine"), member_a)
    event(title="Open")
    address = address_of(member_a, holds_open=True)
    assert b"VALARM" not in fetch(client_for, address).content
    set_feed_choices(member_a, holds_open=True, alarm=30, by=member_a)
    found = read(fetch(client_for, address))
    (alarm,) = found["Mine"].alarms.times
    assert alarm.trigger == found["Mine"].start - timedelta(minutes=30)
    assert found["Open to you: Open"].alarms.times == []


def test_feed_is_in_the_persons_language_whoever_asks(client_for, member_a, member_b):
    member_a.language = "fr"
    member_a.save()
    going(event(title_en="Line 9", title_fr="La ligne 9"), member_a)
    event(title="Dinner", title_en="Open dinner", title_fr="Dîner ouvert")
    address = address_of(member_a, holds_open=True)
    english = {"Accept-Language": "en"}
    assert set(read(fetch(client_for, address, **english))) == {
        "La ligne 9",
        "Ouvert à vous : Dîner ouvert",
    }
    assert client_for(member_b).get(address).content == fetch(client_for, address).content


def test_team_has_all_that_is_published_and_takes_no_time(client_for, organiser):
    event(title="For gold", audience=gold_only(), join_link=LINK)
    found = read(fetch(client_for, address_of(organiser)))
    assert {title: str(e["TRANSP"]) for title, e in found.items()} == {"For gold": "TRANSPARENT"}
    assert LINK not in str(found["For gold"]["DESCRIPTION"])


# --- Whose it is ----------------------------------------------------------------------------
def test_cal_r32_only_the_hash_of_a_long_token_is_kept(member_a):
    token = address_of(member_a).split("/")[2].removesuffix(".ics")
    assert len(token) == 43
    row = CalendarFeed.objects.values().get()
    assert token not in str(row)
    assert len(row["token_hash"]) == 64


def gone(client_for, address) -> None:
    """The address answers as one that never was, by every method."""
    for method in ("get", "head", "post", "options"):
        one, two = ask(client_for(), address, method), ask(client_for(), NEVER, method)
        assert one.status_code == (404 if method in {"get", "head"} else 405)
        look_alike((one, address), (two, NEVER))


def test_cal_r32_a_revoked_address_never_was(client_for, member_a):
    old = address_of(member_a)
    new = address_of(member_a)
    gone(client_for, old)
    assert fetch(client_for, new).status_code == 200
    revoke_feed(member_a, by=member_a)
    gone(client_for, new)


LOST = {
    "suspended": accounts_services.suspend_membership,
    "left": accounts_services.end_membership,
    "closed": lambda m: type(m.person).objects.filter(pk=m.person_id).update(is_active=False),
    "company left": lambda m: (
        type(m.company).objects.filter(pk=m.company_id).update(left_on=clock.today())
    ),
    "not open": lambda m: ClubSettings.objects.update(opened_at=None),
}


@pytest.mark.parametrize("how", LOST)
def test_cal_r32_who_is_out_has_no_feed_from_the_next_look_on(client_for, member_a, how):
    going(event(title="Line 9"), member_a)
    address = address_of(member_a)
    etag = fetch(client_for, address).headers["ETag"]
    LOST[how](member_a.memberships.select_related("person", "company").get())
    gone(client_for, address)
    assert fetch(client_for, address, **{"If-None-Match": etag}).status_code == 404


@pytest.mark.parametrize("who", ["outsider", "suspended_b"])
def test_cal_r32_outsiders_have_none(client_for, who, request):
    person = request.getfixturevalue(who)
    gone(client_for, address_of(person))


def test_cal_r32_rules_are_asked_at_each_look(client_for, member_a, member_b, member_c):
    gold = event(title="Zirconium", audience=gold_only(), place_name="Zirconium hall")
    date = going(gold, member_a)
    addresses = [address_of(p, holds_open=True) for p in (member_a, member_b, member_c)]
    answers = [fetch(client_for, address).content for address in addresses]
    assert [b"Zirconium" in answer for answer in answers] == [True, False, False]
    company = member_a.memberships.get().company
    company.tier = tier("bronze")
    company.save()
    assert date.registrations.get().holds_seat
    assert b"Zirconium" not in fetch(client_for, addresses[0]).content


def test_wrong_addresses_are_slowed_down_and_right_ones_are_not(client_for, member_a):
    address = address_of(member_a)
    statuses = {ask(client_for(), f"/calendar/{n:043}.ics").status_code for n in range(120)}
    assert statuses == {404}
    answer = ask(client_for(), NEVER)
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (429, True)
    assert fetch(client_for, address).status_code == 200


# --- How it is fetched ----------------------------------------------------------------------
def test_cal_r33_known_bytes_are_not_sent_again(client_for, member_a, clock_at):
    going(event(title="Line 9"), member_a)
    address = address_of(member_a)
    first = fetch(client_for, address)
    clock_at(clock.now() + timedelta(hours=2))
    second = fetch(client_for, address)
    assert (first.content, first.headers["ETag"]) == (second.content, second.headers["ETag"])
    known = fetch(client_for, address, **{"If-None-Match": first.headers["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert known.headers["ETag"] == first.headers["ETag"]
    assert known.headers["Cache-Control"] == first.headers["Cache-Control"]
    head = client_for().head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == first.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(first.content))
    other = fetch(client_for, address, **{"If-None-Match": '"other", W/"another"'})
    assert other.status_code == 200


def reword(page, person) -> None:
    page.title_en = "Line 9, from above"
    publish(page)


def move(page, person) -> None:
    planned = page.planned_dates.get()
    planned.starts_on += timedelta(days=1)
    page.planned_dates = [planned]
    publish(page)


def forget(page, person) -> None:
    """What was over for long is not kept."""
    long_ago = clock.now() - timedelta(days=91)
    EventDate.objects.update(starts_at=long_ago - timedelta(hours=2), ends_at=long_ago)


CHANGES = {
    "age": forget,
    "sequence": lambda page, p: CalendarGuest.objects.update(sequence_offset=1),
    "words": reword,
    "time": move,
    "link": lambda page, p: publish_with(page, join_link=LINK),
    "cancelled": lambda page, p: cancel_date(the_date(page), by=None),
    "own answer": lambda page, p: cancel_registration(Registration.objects.get(), by=p),
    "perhaps": lambda page, p: Registration.objects.update(status="maybe"),
    "right": lambda page, p: publish_with(page, audience=Audience.objects.get(key="staff")),
    "unpublished": lambda page, p: page.unpublish(),
    "another event": lambda page, p: going(event(title="Dinner"), p),
    "choice": lambda page, p: set_feed_choices(p, holds_open=False, alarm=60, by=p),
    "language": lambda page, p: type(p).objects.filter(pk=p.pk).update(language="fr"),
    "name": lambda page, p: ClubSettings.objects.update(club_name="The Circle"),
}


def publish_with(page, **words) -> None:
    for name, value in words.items():
        setattr(page, name, value)
    publish(page)


@pytest.mark.parametrize("what", CHANGES)
def test_cal_r33_whatever_changes_is_sent(client_for, member_a, what):
    page = event(title_en="Line 9", title_fr="La ligne 9")
    going(page, member_a)
    address = address_of(member_a)
    etag = fetch(client_for, address).headers["ETag"]
    CHANGES[what](page, member_a)
    assert fetch(client_for, address, **{"If-None-Match": etag}).status_code == 200


def test_cal_r34_feed_says_how_the_club_is_called_and_when_to_ask_again(client_for, member_a):
    ClubSettings.objects.update(club_name="Le Cercle")
    text = fetch(client_for, address_of(member_a)).content.decode()
    for line in (
        "NAME:Le Cercle",
        "X-WR-CALNAME:Le Cercle",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ):
        assert f"\r\n{line}\r\n" in text


@pytest.mark.parametrize("accept", [None, "*/*", "text/html", "application/json", "nonsense"])
def test_cal_r35_every_program_gets_it_and_nobody_keeps_it(client_for, member_a, accept):
    going(event(title="Line 9"), member_a)
    headers = {"Accept": accept} if accept else {}
    answer = fetch(client_for, address_of(member_a), **headers, **{"Accept-Encoding": "gzip, br"})
    assert answer.status_code == 200
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache, no-transform"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert not answer.cookies
    for header in ("Set-Cookie", "Location", "Content-Disposition", "Content-Encoding"):
        assert header not in answer.headers


PROGRAMS = {
    "Google-Calendar-Importer": "google",
    "Mozilla/5.0 (compatible; Google-Calendar-Importer/1.0)": "google",
    "iOS/18.1 (22B83) dataaccessd/1.0": "apple",
    "macOS/15.1 (24B83) CalendarAgent/1007": "apple",
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17928; Pro)": "outlook",
    "Microsoft.Exchange/15.20 (EnableSubscription)": "outlook",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4": "thunderbird",
    "Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0": "browser",
    "": "other",
    "curl/8\r\nx": "other",
}


@pytest.mark.parametrize("agent", PROGRAMS)
def test_family_of_the_program_that_fetched_is_kept(client_for, member_a, agent):
    fetch(client_for, address_of(member_a), **{"User-Agent": agent})
    feed = CalendarFeed.objects.get()
    assert (feed.last_program, feed.last_fetched_at is not None) == (PROGRAMS[agent], True)


def test_fetches_are_noted_every_quarter_of_an_hour(client_for, member_a, clock_at):
    address, begun = address_of(member_a), clock_at("2026-11-20T12:00:00+00:00")
    noted = []
    for minutes in (0, 14, 15):
        clock_at(begun + timedelta(minutes=minutes))
        fetch(client_for, address)
        noted.append(CalendarFeed.objects.get().last_fetched_at - begun)
    assert noted == [timedelta(0), timedelta(0), timedelta(minutes=15)]


@pytest.mark.parametrize("count", [2, 25])
def test_feed_costs_the_same_at_two_sizes(client_for, member_a, count):
    for number in range(count):
        page = event(title=f"Event {number}")
        if number % 2:
            going(page, member_a)
    address = address_of(member_a, holds_open=True)
    costs = []
    for headers in ({}, {"If-None-Match": fetch(client_for, address).headers["ETag"]}):
        CalendarFeed.objects.update(last_fetched_at=None if not headers else clock.now())
        with CaptureQueriesContext(connection) as captured:
            fetch(client_for, address, **headers)
        words = ("SELECT", "INSERT", "UPDATE", "DELETE")
        costs.append(sum(q["sql"].lstrip("\n (").startswith(words) for q in captured))
    assert costs == [FEED_QUERIES, KNOWN_QUERIES]
    assert len(read(fetch(client_for, address))) == count
