"""Answers to a date: who gets a seat, who waits, and what is told."""

from datetime import timedelta

import pytest

from accounts import services as accounts
from club.lib import clock
from events.enums import RefusalCode, RegistrationStatus
from events.models import Registration
from events.rules import RegistrationRefused
from events.services import (
    cancel_date,
    cancel_registration,
    check_in,
    decline,
    mark_no_shows,
    register,
)
from notifications.models import CalendarGuest, OutboxMail
from participation.models import Participation
from tests.events.made import (
    assert_seats_right,
    crowd,
    event,
    fresh,
    gold_only,
    plan,
    status_of,
    the_date,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def date():
    """A date with two seats."""
    return the_date(event(plan(seats=2)))


def facts(person) -> list[str]:
    rows = Participation.objects.standing().of_person(person).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def verbs(person=None) -> list[str]:
    rows = OutboxMail.objects.filter(person=person) if person else OutboxMail.objects.all()
    return list(rows.order_by("pk").values_list("verb", flat=True))


# --- Coming ---------------------------------------------------------------------------------
def test_register_takes_a_seat_and_tells(date, member_a, company_a):
    row = register(date, member_a, by=member_a)
    assert row.status == RegistrationStatus.GOING
    assert (row.company, row.registered_by, row.source) == (company_a, member_a, "portal")
    assert fresh(date).seats_taken == 1
    assert facts(member_a) == ["event.registered"]
    fact = Participation.objects.get()
    assert (fact.subject, fact.company) == (date, company_a)
    mail = OutboxMail.objects.get()
    assert (mail.verb, mail.calendar_method, mail.calendar_sequence) == (
        "event.going",
        "REQUEST",
        0,
    )
    assert CalendarGuest.objects.get().partstat == "ACCEPTED"


def test_register_twice_changes_nothing(date, member_a):
    first = register(date, member_a, by=member_a)
    second = register(date, member_a, by=member_a)
    assert (first.pk, first.status) == (second.pk, second.status)
    assert fresh(date).seats_taken == 1
    assert verbs() == ["event.going"]
    assert facts(member_a) == ["event.registered"]


def test_register_twice_keeps_what_is_said_of_listing(date, member_a):
    assert register(date, member_a, by=member_a).is_listed is False
    assert register(date, member_a, by=member_a, is_listed=True).is_listed is True
    assert register(date, member_a, by=member_a).is_listed is True
    assert verbs() == ["event.going"]


def test_listing_begins_as_the_profile_says(date, member_a):
    from members.services import update_profile

    update_profile(member_a, by=member_a, shows_attendance=True)
    member_a.refresh_from_db()
    assert register(date, member_a, by=member_a).is_listed is True


def test_register_without_limit(member_a):
    date = the_date(event(plan(seats=None)))
    for person in [member_a, *crowd(3)]:
        assert register(date, person, by=person).status == RegistrationStatus.GOING
    assert fresh(date).seats_taken == 4
    assert_seats_right()


# --- Waiting --------------------------------------------------------------------------------
def test_full_date_makes_people_wait_in_order(date):
    people = crowd(5)
    rows = [register(date, person, by=person) for person in people]
    assert [row.status for row in rows] == ["going"] * 2 + ["waitlisted"] * 3
    assert [row.position for row in rows] == [None, None, 1, 2, 3]
    assert fresh(date).seats_taken == 2
    assert verbs(people[2]) == ["event.waitlisted"]
    assert facts(people[2]) == ["event.registered"]
    assert CalendarGuest.objects.count() == 2
    assert_seats_right()


def test_freed_seat_is_offered_to_the_first_in_line(date):
    first, second, third, fourth = crowd(4)
    for person in (first, second, third, fourth):
        register(date, person, by=person)
    cancel_registration(Registration.objects.get(person=first), by=first, reason="Ill")
    assert status_of(date, first) == "cancelled"
    assert status_of(date, third) == "offered"
    assert status_of(date, fourth) == "waitlisted"
    assert Registration.objects.get(person=fourth).position == 1
    assert Registration.objects.get(person=third).promoted_at is not None
    assert fresh(date).seats_taken == 2
    assert verbs(third) == ["event.waitlisted", "event.offered"]
    assert CalendarGuest.objects.get(person=third).partstat == "NEEDS-ACTION"
    assert verbs(first)[-1] == "event.cancelled_by_you"
    assert facts(first) == ["event.cancelled"]
    assert Registration.objects.get(person=first).reason == "Ill"
    assert_seats_right()


def test_newcomer_does_not_pass_those_who_wait(date):
    first, second, third, newcomer = crowd(4)
    for person in (first, second, third):
        register(date, person, by=person)
    Registration.objects.filter(person=first).update(status="cancelled")
    date.seats_taken = 1
    date.save(update_fields=["seats_taken"])
    assert register(date, newcomer, by=newcomer).status == RegistrationStatus.WAITLISTED
    assert status_of(date, third) == "offered"
    assert_seats_right()


def test_who_may_not_come_any_more_is_passed_over_and_keeps_the_place(date):
    first, second, suspended, fourth = crowd(4)
    for person in (first, second, suspended, fourth):
        register(date, person, by=person)
    accounts.suspend_membership(suspended.memberships.get())
    cancel_registration(Registration.objects.get(person=first), by=first)
    assert status_of(date, suspended) == "waitlisted"
    assert status_of(date, fourth) == "offered"
    accounts.resume_membership(suspended.memberships.get())
    cancel_registration(Registration.objects.get(person=second), by=second)
    assert status_of(date, suspended) == "offered"
    assert_seats_right()


def test_free_seat_is_open_while_only_suspended_people_wait(date):
    first, second, suspended, newcomer = crowd(4)
    for person in (first, second, suspended):
        register(date, person, by=person)
    accounts.suspend_membership(suspended.memberships.get())
    cancel_registration(Registration.objects.get(person=first), by=first)
    assert register(date, newcomer, by=newcomer).status == RegistrationStatus.GOING


def test_leaving_the_line_frees_nothing_and_tells_nobody(date):
    people = crowd(4)
    for person in people:
        register(date, person, by=person)
    before = verbs()
    row = Registration.objects.get(person=people[2])
    assert cancel_registration(row, by=people[2]).status == RegistrationStatus.CANCELLED
    assert Registration.objects.get(person=people[3]).position == 1
    assert verbs() == before
    assert fresh(date).seats_taken == 2
    assert_seats_right()


# --- Taking back ----------------------------------------------------------------------------
def test_cancel_twice_changes_nothing(date, member_a):
    row = register(date, member_a, by=member_a)
    cancel_registration(row, by=member_a)
    count = OutboxMail.objects.count()
    assert cancel_registration(row, by=member_a).status == RegistrationStatus.CANCELLED
    assert OutboxMail.objects.count() == count
    assert fresh(date).seats_taken == 0


def test_coming_after_all_takes_back_the_taking_back(date, member_a):
    row = register(date, member_a, by=member_a)
    cancel_registration(row, by=member_a, reason="Busy")
    again = register(date, member_a, by=member_a)
    assert (again.pk, again.status, again.reason) == (row.pk, RegistrationStatus.GOING, "")
    assert facts(member_a) == ["event.registered"]
    assert fresh(date).seats_taken == 1


def test_decline_without_a_seat(date, member_a):
    row = decline(date, member_a, by=member_a, reason="Elsewhere")
    assert (row.status, row.reason) == (RegistrationStatus.DECLINED, "Elsewhere")
    assert decline(date, member_a, by=member_a).reason == "Elsewhere"
    assert facts(member_a) == ["event.declined"]
    assert verbs() == []
    assert register(date, member_a, by=member_a).status == RegistrationStatus.GOING
    assert facts(member_a) == ["event.registered"]


def test_decline_with_a_seat_frees_it(date):
    first, second, third = crowd(3)
    for person in (first, second, third):
        register(date, person, by=person)
    decline(date, first, by=first)
    assert status_of(date, third) == "offered"
    assert verbs(first)[-1] == "event.cancelled_by_you"
    assert_seats_right()


# --- Refusals -------------------------------------------------------------------------------
def refused(act, *args, **kwargs) -> RefusalCode:
    with pytest.raises(RegistrationRefused) as caught:
        act(*args, **kwargs)
    assert caught.value.sentence.endswith(".")
    return caught.value.code


def test_staff_take_no_seat(date, organiser, allinone):
    for person in (organiser, allinone):
        assert refused(register, date, person, by=person) == RefusalCode.STAFF
        assert refused(decline, date, person, by=person) == RefusalCode.STAFF
    assert Registration.objects.count() == 0


def test_only_the_audience_may_answer(member_a, member_b, member_c, suspended_b, outsider):
    date = the_date(event(audience=gold_only()))
    assert register(date, member_a, by=member_a).status == RegistrationStatus.GOING
    for person in (member_b, member_c, suspended_b, outsider):
        assert refused(register, date, person, by=person) == RefusalCode.HIDDEN
        assert refused(decline, date, person, by=person) == RefusalCode.HIDDEN


def test_unpublished_event_takes_no_answers(date, member_a):
    fresh(date.page).unpublish()
    assert refused(register, date, member_a, by=member_a) == RefusalCode.HIDDEN


def test_past_and_cancelled_dates_take_no_answers(date, member_a, member_b):
    row = register(date, member_a, by=member_a)
    with clock.at(date.ends_at):
        assert refused(register, date, member_b, by=member_b) == RefusalCode.OVER
        assert refused(cancel_registration, row, by=member_a) == RefusalCode.OVER
        assert refused(cancel_date, date, by=None) == RefusalCode.OVER
    with clock.at(date.ends_at - timedelta(seconds=1)):
        register(date, member_b, by=member_b)
    cancel_date(date, by=None)
    assert refused(register, date, member_b, by=member_b) == RefusalCode.CANCELLED
    assert refused(cancel_registration, row, by=member_a) == RefusalCode.CANCELLED


def test_members_do_not_answer_for_others(date, member_a, member_b, organiser, manager2):
    row = register(date, member_a, by=member_a)
    for by in (member_b, manager2):
        assert refused(register, date, member_a, by=by) == RefusalCode.NOT_YOURS
        assert refused(cancel_registration, row, by=by) == RefusalCode.NOT_YOURS
    on_behalf = register(date, member_b, by=organiser, staff_note="By phone")
    assert (on_behalf.source, on_behalf.registered_by) == ("staff", organiser)
    assert on_behalf.staff_note == "By phone"
    assert verbs(member_b) == ["event.going"]


def test_viewer_of_somebody_else_is_a_mistake(date, member_a, member_b):
    from accounts.audience import viewer_for

    with pytest.raises(ValueError, match="somebody else"):
        register(date, member_a, by=member_a, viewer=viewer_for(member_b))


# --- At the door ----------------------------------------------------------------------------
def test_check_in_and_no_show(date, member_a, member_b, member_c):
    rows = [register(date, person, by=person) for person in (member_a, member_b, member_c)]
    with clock.at(date.starts_at):
        check_in(rows[0], by=None)
        assert check_in(rows[0], by=None).status == RegistrationStatus.ATTENDED
        assert refused(check_in, rows[2], by=None) == RefusalCode.NO_SEAT
        assert refused(mark_no_shows, date) == RefusalCode.NOT_OVER
        assert refused(cancel_registration, rows[0], by=member_a) == RefusalCode.CLOSED
        assert refused(decline, date, member_a, by=member_a) == RefusalCode.CLOSED
    with clock.at(date.ends_at):
        assert mark_no_shows(date) == 1
        assert mark_no_shows(date) == 0
        assert [status_of(date, p) for p in (member_a, member_b, member_c)] == [
            "attended",
            "no_show",
            "waitlisted",
        ]
        assert facts(member_b) == ["event.registered", "event.no_show"]
        check_in(rows[1], by=None)
    assert facts(member_a) == ["event.registered", "event.attended"]
    assert facts(member_b) == ["event.registered", "event.attended"]
    assert fresh(date).seats_taken == 2
    assert_seats_right()
