"""Who of the demo's members is in contact with whom, and who has asked."""

from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from club.lib import clock
from home.demo.data import read
from home.demo.days import Days
from home.demo.lives import liveliness
from home.demo.people import Cast, Member
from members.services import accept_contact, request_contact

PAIRS = 70
#: Whom nobody is in contact with by chance: a journey of the demo begins with these two.
APART = {"member@client-a.example", "member@client-b.example"}
ANSWERED_AFTER = timedelta(hours=20)
MOST_DAYS = 320


class Contacts:
    """Lets members ask each other for contact, at the moment when they did."""

    def __init__(self, days: Days, chance: Random, cast: Cast) -> None:
        self.days, self.chance, self.cast = days, chance, cast
        self.lines = read("relations")["contact_lines"]
        left = {"left", "silent"}
        self.able = [
            member
            for member in cast.members.values()
            if member.life not in left and not member.person.memberships.get().suspended_at
        ]

    def make_all(self) -> int:
        """Every contact and every open request. Returns how many."""
        for number in range(PAIRS):
            self._meet(MOST_DAYS - number * (MOST_DAYS - 8) // PAIRS)
        rows = read("relations")["request"]
        for row in rows:
            moment = self.days.office_hour(self.days.day(-row["days_ago"]), 0.4)
            asked = self.cast.members[row["asked"]].person
            asker = self._somebody_of(row["company"])
            with clock.at(moment):
                request_contact(asked, by=asker, why=row["line"])
        return PAIRS + len(rows)

    def _meet(self, days_ago: int) -> None:
        moment = self.days.office_hour(self.days.day(-days_ago), self.chance.random())
        asker, asked = self._pair(moment, days_ago)
        language = asker.language if asker.language == "en" else "fr"
        with clock.at(moment):
            row = request_contact(asked, by=asker, why=self.chance.choice(self.lines[language]))
        with clock.at(min(moment + ANSWERED_AFTER, self.days.now)):
            accept_contact(row, by=asked)

    def _pair(self, moment: datetime, days_ago: int) -> tuple[User, User]:
        """Two of different companies, the lively ones more often."""
        there = [m for m in self.able if m.person.joined_at < moment]
        weights = [self._eagerness(member, days_ago) for member in there]
        while True:
            one, other = self.chance.choices(there, weights, k=2)
            if one.company != other.company and {one.person.email, other.person.email} != APART:
                return one.person, other.person

    def _eagerness(self, member: Member, days_ago: int) -> float:
        return liveliness(member.life, days_ago) * member.zeal + 0.01

    def _somebody_of(self, company: str) -> User:
        return next(m.person for m in self.able if m.company.name == company)
