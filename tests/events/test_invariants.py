"""Whatever happens in whatever order: seats are counted right and never given twice."""

import random
from datetime import timedelta

import pytest

from accounts import services as accounts
from club.lib import clock
from events.enums import HOLDS_SEAT, RegistrationStatus
from events.models import EventDate, EventPage, Registration
from events.rules import RegistrationRefused
from events.services import cancel_registration, check_in, decline, register
from notifications.models import CalendarGuest
from participation.models import Participation
from tests.events.made import assert_seats_right, crowd, event, plan, publish, the_date

pytestmark = pytest.mark.django_db


def change_capacity(page: EventPage, seats: int | None) -> None:
    page = EventPage.objects.get(pk=page.pk)
    (planned,) = page.planned_dates.all()
    planned.capacity = seats
    page.planned_dates = [planned]
    publish(page)


def act(chance: random.Random, page: EventPage, people: list) -> None:
    """One thing that may happen, to somebody."""
    date, person = the_date(page), chance.choice(people)
    row = Registration.objects.filter(date=date, person=person).first()
    try:
        match chance.choice("rrrrccdksu"):
            case "r":
                register(date, person, by=person)
            case "c" if row:
                cancel_registration(row, by=person)
            case "d":
                decline(date, person, by=person)
            case "k" if row:
                check_in(row, by=None)
            case "s":
                accounts.suspend_membership(person.memberships.get())
                accounts.resume_membership(chance.choice(people).memberships.get())
            case "u":
                change_capacity(page, chance.choice([1, 2, 3, 4, 5, None]))
    except RegistrationRefused:
        pass


def check(page: EventPage, people: list) -> None:
    date = EventDate.objects.get(page=page)
    assert_seats_right()
    assert date.capacity is None or date.seats_taken <= date.capacity
    rows = list(Registration.objects.filter(date=date).select_related("person"))
    waiting = [row for row in rows if row.is_waiting]
    if date.seats_left != 0:
        assert not [row for row in waiting if row.person.memberships.get().is_active]
    assert sorted(row.position for row in waiting) == list(range(1, len(waiting) + 1))
    invited = set(CalendarGuest.objects.filter(is_invited=True).values_list("person", flat=True))
    assert invited == {row.person_id for row in rows if row.status in HOLDS_SEAT}
    standing = Participation.objects.standing()
    came = set(standing.of_kind("event.attended").values_list("person", flat=True))
    assert came == {r.person_id for r in rows if r.status == RegistrationStatus.ATTENDED}
    gone = set(standing.of_kind("event.cancelled").values_list("person", flat=True))
    assert gone == {r.person_id for r in rows if r.status == RegistrationStatus.CANCELLED}


@pytest.mark.parametrize("seed", range(6))
def test_seats_are_right_after_every_step(seed):
    chance = random.Random(seed)
    page, people = event(plan(seats=3)), crowd(8)
    moment = clock.now()
    for step in range(40):
        with clock.at(moment + timedelta(minutes=step)):
            act(chance, page, people)
            check(page, people)
