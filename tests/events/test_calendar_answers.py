"""Answers that come back from calendars: R26 to R29 and R31, from the mail to the seat."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts.services import suspend_membership
from club.lib import clock
from events.enums import ClosingTime, RegistrationSource
from events.models import Registration
from events.services import cancel_date, register
from notifications.models import CalendarGuest, CalendarReply, OutboxMail
from notifications.services import deliver_due, take_mail
from participation.models import Participation
from tests.events.made import (
    assert_seats_right,
    event,
    fresh,
    gold_only,
    plan,
    publish,
    status_of,
    the_date,
)
from tests.notifications import answers
from tests.notifications.answers import PROGRAMS, calendar, said_by, with_calendar
from tests.notifications.stage import last, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def date(clock_at, in_english):
    """A date with twenty seats."""
    clock_at("2026-11-22T09:00:00+00:00")
    return the_date(event())


@pytest.fixture
def full(clock_at, in_english, member_a, member_b):
    """A date with one seat, which A has, and for which B waits."""
    clock_at("2026-11-22T09:00:00+00:00")
    found = the_date(event(plan(seats=1)))
    for person in (member_a, member_b):
        register(found, person, by=person)
    deliver_due()
    return found


def guest_of(date, person) -> CalendarGuest:
    return CalendarGuest.objects.get(entry=date.calendar_entry, person=person)


def invited(date, person) -> CalendarGuest:
    """A guest whose calendar holds the event."""
    register(date, person, by=person)
    deliver_due()
    return guest_of(date, person)


def outcomes() -> list[str]:
    return list(CalendarReply.objects.order_by("pk").values_list("outcome", flat=True))


def facts(person) -> list[str]:
    rows = Participation.objects.standing().filter(person=person).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def to(message) -> str:
    return str(message.message["To"].addresses[0].addr_spec)


# --- R26: whose answer it is ----------------------------------------------------------------
@pytest.mark.parametrize("program", PROGRAMS)
def test_cal_r26_each_program_s_answer_finds_its_guest(date, member_a, program):
    guest = invited(date, member_a)
    said = said_by(guest, "DECLINED", comment="Malade")
    assert take_mail(PROGRAMS[program](said)) is True
    assert status_of(date, member_a) == "cancelled"
    assert fresh(guest).partstat == "DECLINED"
    row = CalendarReply.objects.get()
    assert (row.outcome, row.guest, row.entry) == ("applied", guest, date.calendar_entry)
    if program != "plain":
        assert Registration.objects.get().reason == "Malade"


@pytest.mark.parametrize(
    "change",
    [
        lambda to: to[:-14] + ("b" if to[-14] == "a" else "a") + to[-13:],
        lambda to: to.replace("+r.", "+x."),
        lambda to: "club@club.example",
    ],
)
def test_cal_r26_without_the_signed_address_nothing_is_believed(date, member_a, change):
    guest = invited(date, member_a)
    said = said_by(guest, "DECLINED")
    said.to = change(guest.reply_address)
    assert take_mail(answers.outlook(said)) is False
    assert status_of(date, member_a) == "going"
    assert outcomes() == ["unsigned"]


def test_cal_r26_the_address_of_one_event_answers_to_no_other(date, member_a):
    guest = invited(date, member_a)
    other = invited(the_date(event(title="Another", slug="another")), member_a)
    said = said_by(guest, "DECLINED")
    said.to = other.reply_address
    take_mail(answers.outlook(said))
    assert Registration.objects.filter(status="going").count() == 2
    assert outcomes() == ["unsigned"]


def test_cal_r26_of_several_own_addresses_the_one_that_answers_counts(date, member_a):
    guest = invited(date, member_a)
    said = said_by(guest, "")
    member_a.email = "agathe@elsewhere.example"
    member_a.save()
    more = "ATTENDEE;PARTSTAT=DECLINED:mailto:AGATHE@elsewhere.example"
    take_mail(with_calendar(said, calendar(said, more)))
    assert status_of(date, member_a) == "cancelled"


def test_cal_r26_what_is_not_about_an_invitation_leaves_no_trace(date, member_a):
    guest = invited(date, member_a)
    said = said_by(guest)
    said.to, said.uid = "club@club.example", "of-another-club"
    assert take_mail(answers.google(said)) is False
    assert take_mail(answers.mail("Buy now", to="club@club.example")) is False
    assert take_mail(b"\0\xff" * 500) is False
    assert outcomes() == []


# --- R27: yes, no, perhaps; in order, once ---------------------------------------------------
def test_cal_r27_yes_of_somebody_who_comes_changes_nothing(date, member_a):
    guest = invited(date, member_a)
    take_mail(answers.google(said_by(guest)))
    assert OutboxMail.objects.count() == 1
    assert (outcomes(), status_of(date, member_a)) == (["applied"], "going")
    assert (fresh(guest).partstat, fresh(guest).answered_sequence) == ("ACCEPTED", 0)


def test_cal_r27_yes_after_no_takes_a_seat_again_with_a_higher_sequence(date, member_a, clock_at):
    guest = invited(date, member_a)
    take_mail(answers.outlook(said_by(guest, "DECLINED")))
    assert facts(member_a) == ["event.cancelled"]
    later = clock_at(clock.now() + timedelta(hours=1))
    take_mail(answers.outlook(said_by(guest, stamp=later, comment="Finalement oui")))
    deliver_due()
    row = Registration.objects.get()
    assert (row.status, row.source, row.registered_by) == (
        "going",
        RegistrationSource.CALENDAR,
        member_a,
    )
    assert row.note == "Finalement oui"
    assert facts(member_a) == ["event.registered"]
    assert (last().method, last().sequence) == ("REQUEST", 1)
    assert last().event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert_seats_right()


def test_cal_r27_perhaps_is_kept_as_such(date, member_a, client):
    guest = invited(date, member_a)
    take_mail(answers.google(said_by(guest, "TENTATIVE")))
    assert status_of(date, member_a) == "maybe"
    assert fresh(guest).partstat == "TENTATIVE"
    assert_seats_right()
    deliver_due()
    words = "Your calendar answered “perhaps”"
    assert words in last().text
    client.force_login(member_a)
    page = client.get(date.get_absolute_url(), headers={"accept-language": "en"})
    assert words in page.content.decode()


def test_cal_r27_the_same_answer_twice_counts_once(date, member_a):
    guest = invited(date, member_a)
    said = said_by(guest, "DECLINED")
    for program in ("outlook", "outlook", "google"):
        take_mail(PROGRAMS[program](said))
    assert outcomes() == ["applied", "outdated"]
    assert facts(member_a) == ["event.cancelled"]
    assert OutboxMail.objects.filter(verb="event.cancelled_by_you").count() == 1


def test_cal_r27_an_answer_that_was_overtaken_is_not_counted(date, member_a, clock_at):
    guest = invited(date, member_a)
    first = said_by(guest, "DECLINED")
    later = clock_at(clock.now() + timedelta(hours=1))
    take_mail(answers.google(said_by(guest, stamp=later)))
    take_mail(answers.google(first))
    assert outcomes() == ["applied", "outdated"]
    assert status_of(date, member_a) == "going"


def test_cal_r27_an_answer_to_an_older_invitation_is_not_counted(date, member_a):
    guest = invited(date, member_a)
    old = said_by(guest, "DECLINED")
    planned = date.page.planned_dates.get()
    planned.starts_on += timedelta(days=1)
    date.page.planned_dates = [planned]
    publish(date.page)
    take_mail(answers.google(old))
    assert outcomes() == ["outdated"]
    assert status_of(date, member_a) == "going"
    deliver_due()
    assert last().event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    take_mail(answers.google(said_by(fresh(guest), "DECLINED")))
    assert status_of(date, member_a) == "cancelled"


def test_cal_r27_a_clock_that_runs_ahead_does_not_silence_later_answers(date, member_a, clock_at):
    guest = invited(date, member_a)
    take_mail(answers.google(said_by(guest, stamp=clock.now() + timedelta(days=900))))
    later = clock_at(clock.now() + timedelta(hours=1))
    take_mail(answers.google(said_by(guest, "DECLINED", stamp=later)))
    assert outcomes() == ["applied", "applied"]


def test_cal_r18_the_calendar_s_answer_stands_in_the_next_update(date, member_a):
    guest = invited(date, member_a)
    take_mail(answers.google(said_by(guest)))
    date.page.place_name = "Lyon"
    publish(date.page)
    deliver_due()
    assert last().event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert last().sequence == 1


# --- R28: no silent yes ---------------------------------------------------------------------
@pytest.mark.parametrize("field", ["attendee", "sender"])
def test_cal_r28_a_foreign_address_is_asked_about_not_believed(date, member_a, member_b, field):
    guest = invited(date, member_a)
    said = said_by(guest, "DECLINED", **{field: "someone@else.example"})
    said.attendee = said.attendee or member_a.email
    for minute in (0, 1):
        said.stamp += timedelta(minutes=minute)
        assert take_mail(answers.google(said)) is True
    deliver_due()
    assert status_of(date, member_a) == "going"
    assert outcomes() == ["foreign", "foreign"]
    assert len(sent()) == 2, "one question a day is enough"
    assert to(last()) == member_a.email
    assert last().message["Subject"].startswith("Please answer once more")
    assert "/answer/" in last().text
    assert last().method == ""


def test_cal_r28_an_address_of_before_and_one_of_the_same_house_are_the_guest_s(date, member_a):
    guest = invited(date, member_a)
    member_a.email = "agathe@client-a.example"
    member_a.save()
    said = said_by(guest, "DECLINED", sender="assistant@client-a.example")
    said.attendee = "member@client-a.example"
    take_mail(answers.outlook(said))
    assert outcomes() == ["applied"]


def test_cal_r28_full_event_leads_to_the_waiting_list_and_clears_the_calendar(
    full, member_a, member_b, clock_at
):
    guest = guest_of(full, member_a)
    take_mail(answers.google(said_by(guest, "DECLINED")))
    deliver_due()
    later = clock_at(clock.now() + timedelta(hours=1))
    mail.outbox.clear()
    take_mail(answers.google(said_by(guest, stamp=later)))
    deliver_due()
    assert (status_of(full, member_a), status_of(full, member_b)) == ("waitlisted", "offered")
    (told,) = sent()
    assert (to(told), told.method, told.sequence) == (member_a.email, "CANCEL", 1)
    assert told.message["Subject"].startswith("On the waiting list")
    assert "takes the event out of it again" in told.text
    assert_seats_right()


def test_cal_r28_an_offered_seat_is_taken_or_left_in_the_calendar(
    full, member_a, member_b, clock_at
):
    take_mail(answers.google(said_by(guest_of(full, member_a), "DECLINED")))
    deliver_due()
    offered = guest_of(full, member_b)
    assert last().event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    take_mail(answers.outlook(said_by(offered)))
    deliver_due()
    assert status_of(full, member_b) == "going"
    assert (to(last()), last().method, last().sequence) == (member_b.email, "REQUEST", 0)
    later = clock_at(clock.now() + timedelta(hours=1))
    take_mail(answers.outlook(said_by(offered, "DECLINED", stamp=later)))
    assert (status_of(full, member_b), fresh(full).seats_taken) == ("cancelled", 0)


def test_cal_r28_after_the_deadline_the_calendar_is_cleared_and_told_why(date, member_a, clock_at):
    guest = invited(date, member_a)
    take_mail(answers.google(said_by(guest, "DECLINED")))
    date.page.closes_hours = ClosingTime.WEEK
    publish(date.page)
    deliver_due()
    later = clock_at("2026-12-12T09:00:00+00:00")
    take_mail(answers.google(said_by(guest, stamp=later)))
    deliver_due()
    assert status_of(date, member_a) == "cancelled"
    assert CalendarReply.objects.get(outcome="refused").detail == "too_late"
    assert last().message["Subject"].startswith("Your answer could not be counted")
    assert (last().method, last().sequence) == ("CANCEL", 1)
    assert "Registration is closed since" in last().text


def test_cal_r28_where_organisers_approve_a_yes_is_a_request(date, member_a, clock_at):
    guest = invited(date, member_a)
    take_mail(answers.google(said_by(guest, "DECLINED")))
    date.page.needs_approval = True
    publish(date.page)
    deliver_due()
    later = clock_at(clock.now() + timedelta(hours=1))
    take_mail(answers.google(said_by(guest, stamp=later)))
    deliver_due()
    assert status_of(date, member_a) == "pending"
    assert last().method == "CANCEL"
    assert "takes the event out of it again" in last().text


def test_cal_r28_yes_to_what_is_cancelled_or_over_is_answered_with_the_reason(
    date, member_a, clock_at
):
    guest = invited(date, member_a)
    take_mail(answers.google(said_by(guest, "DECLINED")))
    deliver_due()
    cancel_date(date, by=None)
    later = clock_at(clock.now() + timedelta(hours=1))
    take_mail(answers.google(said_by(guest, sequence=9, stamp=later)))
    take_mail(answers.google(said_by(guest, "DECLINED", sequence=9, stamp=later)))
    deliver_due()
    assert outcomes() == ["applied", "refused", "applied"]
    assert CalendarReply.objects.get(outcome="refused").detail == "cancelled"
    assert last().message["Subject"].startswith("Your answer could not be counted")
    assert "This date is cancelled." in last().text
    assert last().method == ""


def test_cal_r28_yes_of_the_suspended_is_refused_and_told_to_nobody(date, member_a):
    guest = invited(date, member_a)
    take_mail(answers.google(said_by(guest, "DECLINED")))
    deliver_due()
    mail.outbox.clear()
    suspend_membership(member_a.memberships.get())
    take_mail(answers.google(said_by(guest, comment="again")))
    deliver_due()
    assert outcomes() == ["applied", "refused"]
    assert mail.outbox == []
    assert status_of(date, member_a) == "cancelled"


def test_cal_r28_yes_of_who_is_out_of_the_audience_is_refused(date, member_b):
    guest = invited(date, member_b)
    take_mail(answers.google(said_by(guest, "DECLINED")))
    date.page.audience = gold_only()
    publish(date.page)
    deliver_due()
    mail.outbox.clear()
    take_mail(answers.google(said_by(guest)))
    deliver_due()
    assert (outcomes()[-1], mail.outbox) == ("refused", [])


# --- R29: what is no yes and no no ----------------------------------------------------------
def test_cal_r29_counter_keeps_the_seat_and_waits_for_the_organisers(date, member_a):
    guest = invited(date, member_a)
    said = said_by(guest, "DECLINED", method="COUNTER", comment="Plutôt le 17")
    assert take_mail(answers.outlook(said)) is True
    row = CalendarReply.objects.to_look_at().get()
    assert (row.outcome, row.words) == ("counter", "Plutôt le 17")
    assert row.proposed_starts_at.isoformat() == "2026-12-16T08:00:00+00:00"
    assert status_of(date, member_a) == "going"


def test_cal_r29_refresh_sends_the_invitation_as_it_is_now_but_not_again_and_again(
    date, member_a, clock_at
):
    guest = invited(date, member_a)
    said = said_by(guest, "NEEDS-ACTION", method="REFRESH")
    take_mail(answers.google(said))
    for _n in range(2):
        said.stamp = clock_at(clock.now() + timedelta(minutes=11))
        take_mail(answers.google(said))
        said.stamp += timedelta(seconds=1)
        take_mail(answers.google(said))
    deliver_due()
    assert set(outcomes()) == {"resent"}
    assert [message.sequence for message in sent()] == [0, 0]
    assert OutboxMail.objects.count() == 3


@pytest.mark.parametrize("partstat", ["", "NEEDS-ACTION", "DELEGATED", "X-PERHAPS"])
def test_cal_r29_what_says_neither_yes_nor_no_changes_nothing(date, member_a, partstat):
    guest = invited(date, member_a)
    take_mail(answers.outlook(said_by(guest, partstat)))
    assert (outcomes(), status_of(date, member_a)) == (["unclear"], "going")


def test_cal_r29_mails_of_automats_and_mail_servers_change_nothing(date, member_a):
    guest = invited(date, member_a)
    said = said_by(guest, "DECLINED")
    away = answers.mail("I am away", to=said.to, headers="Auto-Submitted: auto-replied\n")
    assert [take_mail(answers.bounce(said)), take_mail(away)] == [False, False]
    assert (outcomes(), status_of(date, member_a)) == (["automatic", "automatic"], "going")
    assert not CalendarReply.objects.to_look_at().exists()
    assert OutboxMail.objects.count() == 1


def test_cal_r29_words_instead_of_a_button_are_shown_to_the_organisers(date, member_a):
    guest = invited(date, member_a)
    raw = answers.mail("I will be late.\n> You are coming", to=guest.reply_address)
    assert take_mail(raw) is False
    row = CalendarReply.objects.to_look_at().get()
    assert (row.outcome, row.words, row.sender) == ("words", "I will be late.", member_a.email)


def test_cal_r29_a_flood_does_not_bury_the_list(date, member_a):
    guest = invited(date, member_a)
    for n in range(30):
        take_mail(answers.mail(f"mail {n}", to=guest.reply_address))
    assert CalendarReply.objects.count() == 20
    take_mail(answers.google(said_by(guest, "DECLINED")))
    assert status_of(date, member_a) == "cancelled", "a flood keeps no answer from counting"


def test_cal_r29_an_error_of_ours_puts_the_mail_before_the_staff(date, member_a, monkeypatch):
    from events.services import calendar as taking

    def broken(*_args: object) -> None:
        raise ZeroDivisionError

    guest = invited(date, member_a)
    monkeypatch.setitem(taking._ACTS, "DECLINED", broken)
    raw = answers.google(said_by(guest, "DECLINED"))
    assert [take_mail(raw), take_mail(raw)] == [False, False]
    assert outcomes() == ["unreadable"]
    assert fresh(guest).partstat == "ACCEPTED"


# --- R31: no gives back the seat --------------------------------------------------------------
def test_cal_r31_no_frees_the_seat_and_the_next_in_line_moves_up(full, member_a, member_b):
    guest = guest_of(full, member_a)
    mail.outbox.clear()
    take_mail(answers.outlook(said_by(guest, "DECLINED")))
    deliver_due()
    assert (status_of(full, member_a), status_of(full, member_b)) == ("cancelled", "offered")
    told = {to(message): message for message in sent()}
    assert told[member_b.email].method == "REQUEST"
    assert told[member_a.email].method == "", "the calendar that declined is left in peace"
    assert "Your calendar declined" in told[member_a.email].text
    assert "/answer/" in told[member_a.email].text
    assert fresh(guest).sequence_offset == 0
    assert_seats_right()


def test_cal_r31_nothing_more_is_told_to_a_calendar_that_declined(full, member_a):
    guest = guest_of(full, member_a)
    take_mail(answers.outlook(said_by(guest, "DECLINED")))
    deliver_due()
    mail.outbox.clear()
    full.page.place_name = "Lyon"
    publish(full.page)
    cancel_date(full, by=None)
    deliver_due()
    assert member_a.email not in {to(message) for message in sent()}


def test_cal_r31_no_of_who_waits_leaves_the_line(date, member_a):
    guest = invited(date, member_a)
    Registration.objects.update(status="waitlisted", waitlisted_at=clock.now())
    type(date).objects.update(seats_taken=0)
    take_mail(answers.outlook(said_by(guest, "DECLINED")))
    assert status_of(date, member_a) == "cancelled"
    assert_seats_right()
