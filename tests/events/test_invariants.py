"""Whatever happens in whatever order: seats are counted right and never given twice."""

import random
from datetime import timedelta

import pytest

from club.lib import clock
from tests.events.chances import act, check
from tests.events.made import crowd, event, plan

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(4))
def test_seats_are_right_after_every_step(seed, organiser):
    chance = random.Random(seed)
    page = event(plan(seats=3), guests_allowed=2)
    people = [*crowd(5), *crowd(4)]
    moment = clock.now()
    for step in range(40):
        with clock.at(moment + timedelta(minutes=step)):
            act(chance, page, people, organiser)
            check(page)
