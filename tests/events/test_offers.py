"""Seats that are offered: in which order, until when, and what becomes of them."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from club.lib import clock
from events import rules
from events.enums import EndedBy, RegistrationStatus
from events.models import EventDate, Registration
from events.services import (
    answer_maybe,
    cancel_date,
    cancel_registration,
    decline,
    lapse_offers,
    register,
)
from notifications.models import CalendarGuest, OutboxMail
from tests.events.made import (
    assert_seats_right,
    crowd,
    event,
    fresh,
    plan,
    publish,
    status_of,
    the_date,
)
from tests.factories.accounts import CompanyFactory, member

pytestmark = pytest.mark.django_db


def row_of(date, person) -> Registration:
    return Registration.objects.get(date=date, person=person)


@pytest.fixture
def line():
    """A date with one seat, who has it, and two who wait."""
    people = crowd(3)
    date = the_date(event(plan(seats=1)))
    for person in people:
        register(date, person, by=person)
    return date, people


# --- Confirming -----------------------------------------------------------------------------
def test_an_offer_is_confirmed_by_saying_yes(line, outbox):
    date, (first, second, third) = line
    outbox()
    cancel_registration(row_of(date, first), by=first)
    offered = row_of(date, second)
    assert (offered.status, offered.holds_seat) == (RegistrationStatus.OFFERED, True)
    (_gone, mail) = outbox()
    assert "A seat is free for you" in mail["Subject"]
    with translation.override("en"):
        until = rules.moment_in_words(offered.offered_until, "Europe/Paris")
    assert until in mail.get_body(("plain",)).get_content()
    row = register(date, second, by=second)
    assert (row.status, row.offered_until) == (RegistrationStatus.GOING, None)
    assert CalendarGuest.objects.get(person=second).partstat == "ACCEPTED"
    assert status_of(date, third) == "waitlisted"
    assert fresh(date).seats_taken == 1


def test_an_offer_that_is_declined_goes_on_at_once(line):
    date, (first, second, third) = line
    cancel_registration(row_of(date, first), by=first)
    decline(date, second, by=second)
    assert [status_of(date, p) for p in (second, third)] == ["declined", "offered"]
    assert_seats_right()


def test_perhaps_gives_an_offered_seat_on(line):
    date, (first, second, third) = line
    cancel_registration(row_of(date, first), by=first)
    answer_maybe(date, second, by=second)
    assert [status_of(date, p) for p in (second, third)] == ["maybe", "offered"]
    assert CalendarGuest.objects.get(person=second).partstat == "TENTATIVE"
    assert_seats_right()


# --- Time is up -----------------------------------------------------------------------------
def test_an_offer_lapses_once_and_goes_on(line, outbox):
    date, (first, second, third) = line
    cancel_registration(row_of(date, first), by=first)
    outbox()
    until = row_of(date, second).offered_until
    with clock.at(until - timedelta(seconds=1)):
        assert lapse_offers() == 0
    with clock.at(until):
        assert (lapse_offers(), lapse_offers()) == (1, 0)
        said = [message["Subject"].partition(":")[0] for message in outbox()]
    assert said == ["The seat went on", "A seat is free for you"]
    row = row_of(date, second)
    assert (row.status, row.ended_by) == (RegistrationStatus.CANCELLED, EndedBy.TIME)
    assert status_of(date, third) == "offered"
    assert row_of(date, third).offered_until > until
    assert_seats_right()


def test_who_let_an_offer_lapse_can_join_again(line):
    date, (first, second, _third) = line
    cancel_registration(row_of(date, first), by=first)
    with clock.at(row_of(date, second).offered_until):
        lapse_offers()
        row = register(date, second, by=second)
    assert (row.status, row.ended_by) == (RegistrationStatus.WAITLISTED, "")


def test_no_offer_lapses_for_a_date_that_was_called_off(line):
    date, (first, second, _third) = line
    cancel_registration(row_of(date, first), by=first)
    until = row_of(date, second).offered_until
    cancel_date(date, by=None)
    before = OutboxMail.objects.count()
    with clock.at(until + timedelta(days=1)):
        assert lapse_offers() == 0
    assert OutboxMail.objects.count() == before


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2027-03-01T09:00+01:00", "2027-03-02T12:00+01:00"),
        ("2027-03-01T23:50+01:00", "2027-03-02T12:00+01:00"),
        ("2027-03-27T15:00+01:00", "2027-03-28T12:00+02:00"),  # the clocks change that night
        ("2027-04-13T09:00+02:00", "2027-04-13T21:00+02:00"),  # a day before: half of the time
        ("2027-04-14T08:50+02:00", "2027-04-14T09:00+02:00"),  # never later than the start
        ("2027-04-14T08:00+02:00", "2027-04-14T08:30+02:00"),
    ],
)
def test_an_offer_ends_at_noon_of_the_next_day_or_sooner(now, until):
    date = EventDate(starts_at=datetime.fromisoformat("2027-04-14T09:00+02:00"))
    date.time_zone = "Europe/Paris"
    assert rules.offer_ends_at(date, datetime.fromisoformat(now)) == datetime.fromisoformat(until)


def test_nothing_is_offered_once_it_begins(line):
    date, (first, second, _third) = line
    with clock.at(date.starts_at):
        cancel_registration(row_of(date, first), by=first)
    assert status_of(date, second) == "waitlisted"


# --- Order and quota ------------------------------------------------------------------------
def test_the_highest_tier_goes_first_where_the_club_wants_it():
    page = event(plan(seats=1), line_order="tier")
    date = the_date(page)
    silver, bronze, gold = (
        member(CompanyFactory.create()),
        member(CompanyFactory.create(bronze=True)),
        member(CompanyFactory.create(gold=True)),
    )
    (first,) = crowd(1)
    for person in (first, bronze, silver, gold):
        register(date, person, by=person)
    assert [row_of(date, p).position for p in (gold, silver, bronze)] == [1, 2, 3]
    cancel_registration(row_of(date, first), by=first)
    assert status_of(date, gold) == "offered"


def test_a_company_with_all_of_its_seats_waits_and_is_passed_over():
    page = event(plan(seats=3), company_quota=2)
    date = the_date(page)
    ours, (other, last) = crowd(3), crowd(2)
    rows = [register(date, person, by=person) for person in ours]
    assert [row.status for row in rows] == ["going", "going", "waitlisted"]
    assert fresh(date).seats_left == 1
    assert register(date, other, by=other).status == RegistrationStatus.GOING
    assert register(date, last, by=last).status == RegistrationStatus.WAITLISTED
    cancel_registration(row_of(date, other), by=other)
    assert [status_of(date, p) for p in (ours[2], last)] == ["waitlisted", "offered"]
    cancel_registration(rows[0], by=ours[0])
    assert status_of(date, ours[2]) == "offered"
    assert_seats_right()


def test_a_higher_quota_lets_in_who_waited_for_it():
    page = event(plan(seats=None), company_quota=1)
    date = the_date(page)
    ours = crowd(2)
    for person in ours:
        register(date, person, by=person)
    assert status_of(date, ours[1]) == "waitlisted"
    page.company_quota = 2
    publish(page)
    assert status_of(date, ours[1]) == "offered"
