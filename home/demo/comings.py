"""Who left lately, who will, and somebody who is there twice: what a club's desk has to do."""

from datetime import timedelta

from accounts import services
from accounts.models import Membership
from club.lib import clock
from home.demo.days import Days
from home.demo.people import Cast
from members.services.departures import note_departure

#: Whose people come and go in the demo.
COMPANY = "Maison Brévenne"
FIXED = {"member@client-a.example", "colleague@client-a.example"}


def come_and_go(days: Days, cast: Cast) -> None:
    """A colleague who left nine days ago, one who leaves in twelve days, and a double record."""
    correspondent = cast.members["colleague@client-a.example"].person
    rows = Membership.objects.open().filter(company=cast.companies[COMPANY])
    others = rows.exclude(person__email__in=FIXED).select_related("person").order_by("-pk")
    long_here = others.filter(started_on__lt=days.day(-60))
    found = list(long_here[:2])
    for row, ago, ahead in zip(found, (9, 1), (0, 12), strict=False):
        with clock.at(days.office_hour(days.day(-ago), 0.3)):
            leaves_on = clock.house_today() + timedelta(days=ahead)
            note_departure(row, by=correspondent, from_on=leaves_on)
    _write_down_twice(days, cast)


def _write_down_twice(days: Days, cast: Cast) -> None:
    """A member of another client who was taken in again under a private address."""
    known = cast.members["member@client-b.example"]
    with clock.at(days.office_hour(days.day(-20), 0.6)):
        person = services.create_user(
            "b.personal@client-b.example",
            first_name=known.person.first_name,
            last_name=known.person.last_name,
            language=known.person.language,
        )
        membership = services.start_membership(person, known.company)
    with clock.at(days.office_hour(days.day(-19), 0.6)):
        services.end_membership(membership)
