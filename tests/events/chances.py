"""What may happen to a date, by chance, and what must hold after each of it."""

import random
from collections import Counter
from datetime import timedelta

from accounts import services as accounts
from accounts.models import User
from club.lib import clock
from events.enums import EndedBy, RegistrationStatus
from events.models import EventDate, EventPage, Registration
from events.rules import RegistrationRefused
from events.services import (
    answer_maybe,
    approve_registration,
    cancel_registration,
    check_in,
    decline,
    fill_lines,
    lapse_offers,
    refuse_registration,
    register,
    set_guests,
)
from notifications.models import CalendarGuest
from participation.models import Participation
from tests.events.made import assert_seats_right, publish, the_date

#: In whose calendar the date stands.
INVITED = {"going", "offered", "maybe", "attended", "no_show"}


def change_terms(chance: random.Random, page: EventPage) -> None:
    """An organiser changes seats, kept seats, quota and approval, as far as the form lets them."""
    page = EventPage.objects.get(pk=page.pk)
    (planned,) = page.planned_dates.all()
    planned.capacity = chance.choice([1, 2, 3, 4, 5, None])
    planned.kept_seats = chance.choice([0, 0, 1]) if planned.capacity else 0
    page.company_quota = chance.choice([None, None, 2, 3])
    page.needs_approval = chance.choice([False, False, True])
    page.planned_dates = [planned]
    publish(page)


def answer(chance: random.Random, date: EventDate, person: User, organiser: User) -> None:
    """What a member may say, or an organiser in their name."""
    match chance.choice("rrrrrddmo"):
        case "r":
            register(date, person, by=person)
        case "o":
            register(date, person, by=organiser, keeps=chance.random() < 0.5)
        case "d":
            decline(date, person, by=person)
        case "m":
            answer_maybe(date, person, by=person)


def change(chance: random.Random, row: Registration, person: User, organiser: User) -> None:
    """What may become of an answer."""
    match chance.choice("ccggaaxk"):
        case "c":
            cancel_registration(row, by=person)
        case "g":
            set_guests(row, ["Guest"] * chance.choice([0, 1, 2]), by=person)
        case "a":
            approve_registration(row, by=organiser)
        case "x":
            refuse_registration(row, by=organiser)
        case "k":
            check_in(row, by=None)


def act(chance: random.Random, page: EventPage, people: list, organiser: User) -> None:
    """One thing that may happen, to somebody."""
    date, person = the_date(page), chance.choice(people)
    row = Registration.objects.filter(date=date, person=person).first()
    try:
        match chance.choice("aaaaacccclus"):
            case "a":
                answer(chance, date, person, organiser)
            case "c" if row:
                change(chance, row, person, organiser)
            case "l":
                with clock.at(clock.now() + timedelta(days=2)):
                    lapse_offers()
            case "s":
                accounts.suspend_membership(person.memberships.get())
                accounts.resume_membership(chance.choice(people).memberships.get())
            case "u":
                change_terms(chance, page)
    except RegistrationRefused:
        pass


def check(page: EventPage) -> None:
    """Assert all that must hold of the only date of a page, whatever happened to it."""
    fill_lines()  # rights that came back are seen by the clock
    date = EventDate.objects.select_related("page").get(page=page)
    assert_seats_right()
    assert date.capacity is None or date.seats_taken <= date.capacity
    assert date.kept_taken <= date.kept_seats
    rows = list(Registration.objects.filter(date=date).select_related("person", "company"))
    waiting = [row for row in rows if row.is_waiting]
    held: Counter[int] = Counter()
    for row in rows:
        if row.holds_seat and not row.uses_kept_seat:
            held[row.company_id] += row.seats
    quota = date.page.company_quota
    if date.seats_left != 0:
        idle = [row for row in waiting if row.person.memberships.get().is_active]
        assert [row for row in idle if quota is None or held[row.company_id] < quota] == []
    assert sorted(row.position for row in waiting) == list(range(1, len(waiting) + 1))
    guests = CalendarGuest.objects.filter(entry=date.calendar_entry, is_invited=True)
    invited = set(guests.values_list("person", flat=True))
    expected = {row.person_id for row in rows if row.status in INVITED}
    assert (
        expected
        <= invited
        <= expected
        | {row.person_id for row in waiting if row.is_open}
        | {row.person_id for row in rows if row.is_pending}
    )
    standing = Participation.objects.standing().about(date)
    came = set(standing.of_kind("event.attended").values_list("person", flat=True))
    assert came == {r.person_id for r in rows if r.status == RegistrationStatus.ATTENDED}
    gone = set(standing.of_kind("event.cancelled").values_list("person", flat=True))
    assert gone == {r.person_id for r in rows if r.ended_by == EndedBy.PERSON}
