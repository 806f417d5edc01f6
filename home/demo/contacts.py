"""Who of the demo's members is in contact with whom, and who has asked."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from accounts.models import User
from club.lib import clock
from home.demo.data import read
from home.demo.days import Days
from home.demo.lives import liveliness
from home.demo.people import Cast, Member
from members.services import accept_contact, request_contact

PAIRS = 70
#: Whom nobody is in contact with by chance: a journey of the demo begins with these two.
APART = frozenset({"member@client-a.example", "member@client-b.example"})
ANSWERED_AFTER = timedelta(hours=20)
MOST_DAYS = 320


class Contacts:
    """Lets members ask each other for contact, at the moment when they did."""

    def __init__(self, days: Days, chance: Random, cast: Cast) -> None:
        self.days, self.chance, self.cast = days, chance, cast
        self.lines = read("relations")["contact_lines"]
        self.met: set[frozenset[str]] = {APART}
        left = {"left", "silent"}
        self.able = [
            member
            for member in cast.members.values()
            if member.life not in left and not member.person.memberships.get().suspended_at
        ]

    def make_all(self) -> int:
        """Every contact and every open request. Returns how many."""
        words = read("relations")
        for row in words["contact"]:
            self._tell(row, is_accepted=True)
        for number in range(PAIRS):
            self._meet(MOST_DAYS - number * (MOST_DAYS - 8) // PAIRS)
        for row in words["request"]:
            self._tell(row, is_accepted=False)
        return PAIRS + len(words["contact"]) + len(words["request"])

    def _tell(self, row: dict[str, Any], *, is_accepted: bool) -> None:
        """A request of the stories."""
        moment = self.days.office_hour(self.days.day(-row["days_ago"]), 0.4)
        asked, asker = self.cast.members[row["asked"]].person, self._somebody_of(row["company"])
        self.met.add(frozenset({asked.email, asker.email}))
        self._ask(moment, asker, asked, row["line"], is_accepted=is_accepted)

    def _meet(self, days_ago: int) -> None:
        moment = self.days.office_hour(self.days.day(-days_ago), self.chance.random())
        asker, asked = self._pair(moment, days_ago)
        language = asker.language if asker.language == "en" else "fr"
        line = self.chance.choice(self.lines[language])
        self._ask(moment, asker, asked, line, is_accepted=True)

    def _ask(
        self, moment: datetime, asker: User, asked: User, line: str, *, is_accepted: bool
    ) -> None:
        with clock.at(moment):
            row = request_contact(asked, by=asker, why=line)
        if is_accepted:
            with clock.at(min(moment + ANSWERED_AFTER, self.days.now)):
                accept_contact(row, by=asked)

    def _pair(self, moment: datetime, days_ago: int) -> tuple[User, User]:
        """Two of different companies, the lively ones more often."""
        there = [m for m in self.able if m.person.joined_at < moment]
        weights = [self._eagerness(member, days_ago) for member in there]
        while True:
            one, other = self.chance.choices(there, weights, k=2)
            pair = frozenset({one.person.email, other.person.email})
            if one.company != other.company and pair not in self.met:
                self.met.add(pair)
                return one.person, other.person

    def _eagerness(self, member: Member, days_ago: int) -> float:
        return liveliness(member.life, days_ago) * member.zeal + 0.01

    def _somebody_of(self, company: str) -> User:
        return next(m.person for m in self.able if m.company.name == company)
