"""Many ask for few seats in the same moment, from several processes: none is given twice."""

import pytest

from events.models import EventDate, Registration
from notifications.models import CalendarGuest, OutboxMail
from participation.models import Participation
from tests.bench.seats import rush
from tests.events.made import assert_seats_right, crowd, event, plan, the_date

pytestmark = pytest.mark.django_db(transaction=True)
#: Ten times as many people as seats.
PEOPLE, SEATS, PROCESSES = 100, 10, 8


@pytest.mark.parametrize(
    ("door", "people", "answers"),
    [
        ("http", PEOPLE, {"302": PEOPLE}),
        ("service", PEOPLE // 2, {"going": SEATS, "waitlisted": PEOPLE // 2 - SEATS}),
    ],
)
def test_exactly_the_seats_are_given_and_nobody_sees_an_error(door, people, answers):
    date = the_date(event(plan(seats=SEATS)))
    found = rush(date, crowd(people), processes=PROCESSES, door=door)
    assert dict(found.answers) == answers
    rows = Registration.objects.filter(date=date)
    assert rows.count() == people
    assert rows.holding_seat().count() == SEATS
    assert EventDate.objects.get(pk=date.pk).seats_taken == SEATS
    assert [row.position for row in rows.waiting()[:5]] == [1, 2, 3, 4, 5]
    assert_seats_right()
    assert OutboxMail.objects.filter(verb="event.going").count() == SEATS
    assert OutboxMail.objects.filter(verb="event.waitlisted").count() == people - SEATS
    assert CalendarGuest.objects.count() == SEATS
    assert Participation.objects.standing().count() == people


def test_same_person_clicking_everywhere_at_once_has_one_seat(member_a):
    date = the_date(event(plan(seats=SEATS)))
    found = rush(date, [member_a] * PROCESSES, processes=PROCESSES)
    assert dict(found.answers) == {"302": PROCESSES}
    assert Registration.objects.count() == 1
    assert EventDate.objects.get(pk=date.pk).seats_taken == 1
    assert OutboxMail.objects.count() == 1
