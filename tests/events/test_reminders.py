"""The day and the hour before: to whom, when, once, and what is said."""

import threading
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from accounts.services import suspend_membership
from club.lib import clock
from club.lib.dates import NBSP
from events.enums import ReminderKind
from events.mails import REMINDER_DAY, REMINDER_HOUR, REMINDERS
from events.models import Registration, Reminder
from events.rules import due_reminder
from events.services import (
    cancel_date,
    cancel_registration,
    check_in,
    register,
    send_reminders,
)
from notifications.models import OutboxMail
from notifications.services import deliver_due, run_due, set_preference
from tests.events.made import crowd, event, fresh, plan, publish, the_date
from tests.notifications.stage import last, sent
from tests.notifications.test_workers import in_threads

pytestmark = pytest.mark.django_db
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
LINK = "https://meet.example.org/9"
#: Wednesday 16 December 2026, 09:00 in Paris.
START = datetime(2026, 12, 16, 8, tzinfo=UTC)

DAY_OF_IT = START.date()


@pytest.fixture
def date_of(clock_at):
    """A date planned three weeks before it begins, and the mails of the registration sent."""

    def make(*people, day=DAY_OF_IT, **words):
        clock_at(datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(weeks=3))
        given = {
            name: words.pop(name) for name in ("starts", "ends", "seats", "zone") if name in words
        }
        page = event(plan(day, **given), title_en="Line 9", **words)
        for person in people:
            register(the_date(page), person, by=person)
        deliver_due()
        mail.outbox.clear()
        return the_date(page)

    return make


@pytest.fixture
def at(clock_at):
    """Stop the clock, let the reminders be written and all mails leave: the subjects sent."""

    def run(moment):
        clock_at(moment)
        send_reminders()
        deliver_due()
        subjects = [str(message.message["Subject"]) for message in sent()]
        mail.outbox.clear()
        return subjects

    return run


def move(event_date, **changes) -> None:
    """Publish the page with another plan for its one date."""
    page = event_date.page.specific
    planned = page.planned_dates.get()
    for name, value in changes.items():
        setattr(planned, name, value)
    page.planned_dates = [planned]
    publish(page)


# --- When -----------------------------------------------------------------------------------
def test_day_and_hour_before_and_nothing_else(date_of, at, member_a):
    date_of(member_a)
    told = [
        at(START + offset)
        for offset in (-DAY - MINUTE, -DAY, -DAY + HOUR, -HOUR - MINUTE, -HOUR, -MINUTE)
    ]
    assert told == [[], ["Tomorrow: Line 9"], [], [], ["09:00, Paris time: Line 9"], []]
    assert Reminder.objects.count() == 2
    assert set(OutboxMail.objects.filter(verb__startswith="events.").values_list("purpose")) == {
        ("activity",)
    }


def test_clock_of_the_house_asks_every_minute(date_of, clock_at, member_a):
    date_of(member_a)
    clock_at(START - HOUR)
    assert "events.reminders" in run_due()
    assert "events.reminders" not in run_due(START - HOUR + timedelta(seconds=59))
    assert "events.reminders" in run_due(START - HOUR + MINUTE)
    assert Reminder.objects.count() == 1


def test_clock_that_stood_still_sends_the_one_that_is_due(date_of, at, member_a):
    date_of(member_a)
    assert at(START - 3 * HOUR) == ["Today: Line 9"]
    assert at(START - timedelta(minutes=20)) == ["09:00, Paris time: Line 9"]
    assert at(START) == []


def test_clock_that_stood_still_past_the_start_sends_nothing(date_of, at, member_a):
    date_of(member_a)
    assert at(START) == []
    assert Reminder.objects.count() == 0


def test_whole_days_have_one_reminder_in_the_morning_before(date_of, at, member_a):
    date_of(member_a, starts=None, ends=None)
    nine = datetime(2026, 12, 15, 9, tzinfo=ZoneInfo("Europe/Paris"))
    told = [at(nine + offset) for offset in (-MINUTE, timedelta(), 14 * HOUR + 30 * MINUTE)]
    assert told == [[], ["Tomorrow: Line 9"], []]


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Paris", date(2027, 3, 28)),
        ("Europe/Paris", date(2027, 10, 31)),
        ("Australia/Lord_Howe", date(2027, 4, 4)),
        ("Australia/Lord_Howe", date(2027, 10, 3)),
    ],
)
@pytest.mark.parametrize("hour", [0, 9, 23])
def test_change_of_the_clocks_neither_repeats_nor_skips_one(zone, day, hour):
    """Minute by minute through the three days around it; elapsed time is what counts."""

    class Date:
        starts_at = datetime.combine(day, time(hour), tzinfo=ZoneInfo(zone)).astimezone(UTC)
        time_zone, is_all_day = zone, False

    first = Date.starts_at - 2 * DAY
    due = [(n, due_reminder(Date, first + n * MINUTE)) for n in range(3 * 24 * 60)]
    seen: dict[tuple[ReminderKind, datetime], list[int]] = {}
    for n, found in due:
        if found:
            seen.setdefault(found, []).append(n)
    day_before, hour_before = (
        (ReminderKind.DAY, first + DAY),
        (ReminderKind.HOUR, first + 47 * HOUR),
    )
    assert list(seen) == [day_before, hour_before]
    assert seen[day_before] == list(range(24 * 60, 47 * 60))
    assert seen[hour_before] == list(range(47 * 60, 48 * 60))


@pytest.mark.parametrize(
    ("zone", "day", "words"),
    [
        ("Europe/Paris", date(2027, 3, 28), "Sunday 28 March 2027, 09:00 to 12:30, Paris time"),
        ("Australia/Lord_Howe", date(2027, 10, 3), "Sunday 3 October 2027, 09:00 to 12:30"),
    ],
)
def test_day_of_the_change_is_told_once_with_its_own_hour(
    date_of, clock_at, member_a, zone, day, words
):
    event_date = date_of(member_a, day=day, zone=zone)
    for hours in range(30, 1, -1):
        clock_at(event_date.starts_at - hours * HOUR)
        send_reminders()
        deliver_due()
    (message,) = sent()
    assert words in message.text
    assert OutboxMail.objects.get(verb=REMINDER_DAY).sent_at == event_date.starts_at - DAY


# --- To whom --------------------------------------------------------------------------------
def test_only_who_comes_is_reminded(
    date_of, at, member_a, colleague_a, member_b, member_c, organiser
):
    (behind,) = crowd(1)
    date_of(member_a, member_b, member_c, colleague_a, behind, seats=3)
    check_in(Registration.objects.get(person=member_b), by=organiser)
    cancel_registration(Registration.objects.get(person=member_c), by=member_c)
    deliver_due()
    mail.outbox.clear()
    statuses = dict(Registration.objects.values_list("person__email", "status"))
    assert statuses == {
        member_a.email: "going",
        member_b.email: "attended",
        member_c.email: "cancelled",
        colleague_a.email: "offered",
        behind.email: "waitlisted",
    }
    at(START - DAY)
    assert OutboxMail.objects.get(verb=REMINDER_DAY).person == member_a


def test_who_lost_the_right_meanwhile_reads_nothing(date_of, at, clock_at, member_a, member_b):
    date_of(member_a, member_b)
    suspend_membership(member_b.memberships.get())
    assert at(START - DAY) == ["Tomorrow: Line 9"]
    clock_at(START - HOUR)
    assert send_reminders() == 2
    suspend_membership(member_a.memberships.get())
    deliver_due()
    assert mail.outbox == []
    reasons = OutboxMail.objects.filter(verb__startswith="events.").values_list("skipped_reason")
    assert sorted(reasons) == [("",), ("no_right",), ("no_right",), ("no_right",)]


def test_who_wants_none_gets_none_and_still_hears_of_the_seat(date_of, at, member_a):
    event_date = date_of(member_a)
    set_preference(member_a, REMINDERS.name, mail="never")
    assert at(START - DAY) == []
    assert OutboxMail.objects.get(verb=REMINDER_DAY).skipped_reason == "refused"
    cancel_date(event_date, by=None)
    assert at(START - HOUR) == ["Cancelled: Line 9"]


def test_who_said_so_within_the_last_hour_has_just_been_told(date_of, at, clock_at, member_a):
    event_date = date_of()
    clock_at(START - timedelta(minutes=40))
    register(event_date, member_a, by=member_a)
    deliver_due()
    mail.outbox.clear()
    assert at(START - timedelta(minutes=30)) == []


@pytest.mark.parametrize("field", ["approved_at", "promoted_at"])
def test_who_got_the_seat_late_has_just_been_told(date_of, at, member_a, field):
    """The request is old; the seat, given by an organiser or from the line, is not."""
    date_of(member_a)
    Registration.objects.update(**{field: START - HOUR})
    assert at(START - HOUR + MINUTE) == []
    Registration.objects.update(**{field: START - HOUR - MINUTE})
    assert at(START - HOUR + MINUTE) == ["09:00, Paris time: Line 9"]


def test_who_registers_in_the_last_day_is_reminded_of_the_hour(date_of, at, clock_at, member_a):
    event_date = date_of()
    clock_at(START - 5 * HOUR)
    register(event_date, member_a, by=member_a)
    deliver_due()
    mail.outbox.clear()
    assert at(START - 4 * HOUR) == []
    assert at(START - HOUR) == ["09:00, Paris time: Line 9"]


# --- Moved and cancelled --------------------------------------------------------------------
def test_cancelled_date_is_not_reminded_of(date_of, at, clock_at, member_a):
    event_date = date_of(member_a)
    clock_at(START - DAY)
    assert send_reminders() == 1
    cancel_date(event_date, by=None)
    assert at(START - DAY + MINUTE) == ["Cancelled: Line 9"]
    assert at(START - HOUR) == []


def test_moved_date_is_reminded_of_its_new_start_only(date_of, at, clock_at, member_a):
    event_date = date_of(member_a)
    clock_at(START - DAY)
    assert send_reminders() == 1
    move(event_date, starts_on=date(2026, 12, 18))
    assert at(START - DAY + MINUTE) == ["Changed: Line 9"]
    assert OutboxMail.objects.get(verb=REMINDER_DAY).skipped_reason == "superseded"
    assert at(START - HOUR) == []
    assert at(START + DAY) == ["Tomorrow: Line 9"]
    assert at(START + 2 * DAY - HOUR) == ["09:00, Paris time: Line 9"]
    assert {r.starts_at for r in Reminder.objects.all()} == {START, START + 2 * DAY}


def test_corrected_words_remind_nobody_again(date_of, at, member_a):
    event_date = date_of(member_a)
    at(START - DAY)
    page = event_date.page.specific
    page.title_en = "Line 9, from the inside"
    publish(page)
    assert at(START - DAY + HOUR) == []


def test_event_that_is_not_published_any_more_is_not_reminded_of(date_of, at, member_a):
    date_of(member_a).page.unpublish()
    assert at(START - DAY) == []
    assert Reminder.objects.count() == 0


def test_mail_that_could_not_leave_in_time_never_leaves(date_of, clock_at, member_a):
    date_of(member_a)
    clock_at(START - HOUR)
    send_reminders()
    clock_at(START)
    deliver_due()
    assert mail.outbox == []
    assert OutboxMail.objects.get(verb=REMINDER_HOUR).skipped_reason == "past"


# --- Once -----------------------------------------------------------------------------------
def test_run_that_is_limited_goes_on_where_it_stopped(
    date_of, clock_at, member_a, member_b, member_c
):
    date_of(member_a, member_b, member_c)
    clock_at(START - DAY)
    assert [send_reminders(limit=2) for _ in range(3)] == [2, 1, 0]
    assert Reminder.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_clocks_that_look_at_the_same_moment_remind_each_person_once(date_of):
    people = crowd(20)
    event_date = date_of(*people)
    together = threading.Barrier(4)

    def run():
        Reminder.objects.count()  # connects
        together.wait(30)
        with clock.at(START - DAY):
            send_reminders()

    in_threads(4, run)
    told = OutboxMail.objects.filter(verb=REMINDER_DAY).values_list("person_id", flat=True)
    assert sorted(told) == sorted(person.pk for person in people)
    assert Reminder.objects.filter(registration__date=fresh(event_date)).count() == len(people)


def test_minute_in_which_nothing_is_due_costs_a_query_and_one_for_each_date_that_is_near(
    date_of, at, clock_at, member_a, django_assert_num_queries
):
    date_of(member_a)
    clock_at(START - DAY - MINUTE)
    with django_assert_num_queries(1):
        send_reminders()
    at(START - DAY)
    with django_assert_num_queries(2):
        send_reminders()


# --- What it says ---------------------------------------------------------------------------
def test_link_stands_first_for_what_is_online(date_of, at, clock_at, member_a):
    member_a.time_zone = "America/Bogota"
    member_a.save()
    date_of(member_a, format="online", place_name="", address="", join_link=LINK)
    clock_at(START - HOUR)
    send_reminders()
    deliver_due()
    lines = [line for line in last().text.splitlines() if line]
    assert lines[:5] == [
        "It begins at 09:00, Paris time",
        f"Join online: {LINK}",
        "Line 9",
        "Wednesday 16 December 2026, 09:00 to 12:30, Paris time",
        "On your clock: Wednesday 16 December 2026, 03:00 to 06:30, Bogota time",
    ]
    html = last().html
    assert html.index(LINK) < html.index("09:00 to 12:30, Paris time</p>")
    assert "List-Unsubscribe" in last().message
    assert last().method == ""


def test_place_stands_first_on_site_in_the_readers_language(date_of, clock_at, member_a):
    member_a.language = "fr"
    member_a.save()
    date_of(member_a, title_fr="La ligne 9")
    clock_at(START - DAY)
    send_reminders()
    deliver_due()
    lines = [line for line in last().text.splitlines() if line]
    assert str(last().message["Subject"]) == "Demain : La ligne 9"
    assert lines[:4] == [
        "C’est demain",
        "Saint-Égrève, 14, rue des Forges",
        "La ligne 9",
        f"mercredi 16 décembre 2026, 9{NBSP}h à 12{NBSP}h{NBSP}30, heure de Paris",
    ]
    assert LINK not in last().text


def test_preference_is_asked_without_a_bell(client_for, member_a):
    page = client_for(member_a).get("/me/notifications/").content.decode()
    assert 'name="mail-events.reminders"' in page
    assert "bell-events.reminders" not in page
