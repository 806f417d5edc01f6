"""What account managers noted about their clients in the demo, as the clients' lives have it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from accounts.models import Company, User
from club.lib import clock
from home.demo.data import read
from home.demo.days import Days
from home.demo.people import Cast, Member
from loyalty.enums import InteractionKind, Outcome
from loyalty.models import Interaction
from loyalty.services import close_complaint, log_interaction

CALL, VISIT = InteractionKind.CALL, InteractionKind.VISIT
COMPLAINT, INFORMATION = InteractionKind.COMPLAINT, InteractionKind.INFORMATION
RECOMMENDATION = InteractionKind.RECOMMENDATION


@dataclass(frozen=True)
class Story:
    """What is noted about a client of one life: `moments` are kind and days ago.

    Calls are answered with this chance, and not at all since so many days.
    """

    moments: tuple[tuple[InteractionKind, int], ...]
    answers: float
    silent_since: int = 0


STORIES = {
    "bloom": Story(
        (
            *((CALL, days) for days in (12, 58, 104, 171, 240, 322)),
            (VISIT, 36),
            (INFORMATION, 22),
            (INFORMATION, 81),
            (RECOMMENDATION, 28),
            (RECOMMENDATION, 236),
        ),
        answers=0.95,
    ),
    "steady": Story(
        ((CALL, 34), (CALL, 112), (CALL, 205), (CALL, 298), (VISIT, 148), (INFORMATION, 190)),
        answers=0.8,
    ),
    "fade": Story(
        (
            *((CALL, days) for days in (19, 48, 96, 187, 265, 341)),
            (VISIT, 305),
            (RECOMMENDATION, 331),
            (INFORMATION, 288),
            (COMPLAINT, 71),
        ),
        answers=0.9,
        silent_since=120,
    ),
    "left": Story(((CALL, 98), (CALL, 160), (CALL, 250), (COMPLAINT, 132)), 0.8, 140),
    "newcomer": Story(((CALL, 9), (CALL, 31), (VISIT, 24)), answers=1.0),
    "silent": Story(((CALL, 66), (CALL, 154), (CALL, 290)), answers=0.0),
    "quiet": Story(((CALL, 77), (CALL, 231)), answers=1.0),
}
#: Of the steady clients, those with this number in their turn did something more.
RECOMMENDS, COMPLAINED, EVERY = 2, 5, 7


class Relations:
    """Logs every exchange on its day, by the account manager of that client."""

    def __init__(self, days: Days, chance: Random, cast: Cast) -> None:
        self.days, self.chance, self.cast = days, chance, cast
        self.notes = read("relations")["notes"]

    def log_all(self) -> int:
        """Everything that was noted, the oldest first. Returns how many."""
        rows = sorted(self._plans(), key=lambda row: -row[0])
        for days_ago, kind, company, life in rows:
            self._log(days_ago, kind, company, life)
        return len(rows)

    def _plans(self) -> Iterator[tuple[int, InteractionKind, Company, str]]:
        lives = {member.company.pk: member.life for member in self.cast.members.values()}
        for turn, company in enumerate(self.cast.companies.values()):
            life = lives[company.pk]
            for kind, days_ago in self._moments(life, turn):
                yield days_ago + self.chance.randrange(9), kind, company, life

    def _moments(self, life: str, turn: int) -> Iterator[tuple[InteractionKind, int]]:
        yield from STORIES[life].moments
        if life == "steady" and turn % EVERY == RECOMMENDS:
            yield RECOMMENDATION, 64
        if life == "steady" and turn % EVERY == COMPLAINED:
            yield COMPLAINT, 40

    def _log(self, days_ago: int, kind: InteractionKind, company: Company, life: str) -> None:
        day = self.days.day(-days_ago)
        manager = company.account_manager
        people = self._people(company, day)
        if not people or manager is None:
            return
        person = self.chance.choice(people)
        note, outcome = (
            self._note(kind, person, life, days_ago),
            self._outcome(kind, life, days_ago),
        )
        with clock.at(self.days.office_hour(day, self.chance.random())):
            row = log_interaction(
                company,
                by=manager,
                kind=kind,
                happened_on=day,
                person=person,
                note="" if outcome == Outcome.NOT_ANSWERED else note,
                outcome=outcome,
                refresh=False,  # the whole history is reckoned when it is told
            )
        if kind == COMPLAINT and life == "steady":
            self._settle(row, day, manager)

    def _people(self, company: Company, day: date) -> list[User]:
        """Whom one could talk to on that day, those who decide first in line."""
        known: list[Member] = [
            member
            for member in self.cast.members.values()
            if member.company == company and member.person.joined_at.date() <= day
        ]
        return [member.person for member in known][:4]

    def _outcome(self, kind: InteractionKind, life: str, days_ago: int) -> str:
        if kind != CALL:
            return ""
        story = STORIES[life]
        reached = days_ago >= story.silent_since and self.chance.random() < story.answers
        return Outcome.ANSWERED if reached else Outcome.NOT_ANSWERED

    def _note(self, kind: InteractionKind, person: User, life: str, days_ago: int) -> str:
        if (kind == CALL and days_ago < STORIES[life].silent_since) or life == "silent":
            return ""
        texts: list[Any] = self.notes[kind.value]
        return str(self.chance.choice(texts)).format(first=person.first_name)

    def _settle(self, complaint: Interaction, day: date, manager: User) -> None:
        """The steady client's complaint was dealt with, and the client said so."""
        on = min(self.days.day((day - self.days.today).days + 12), self.days.today)
        with clock.at(self.days.office_hour(on, 0.7)):
            close_complaint(complaint, by=manager, is_satisfied=True, on=on)
