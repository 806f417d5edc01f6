"""What the demo's members want of each other and of the club, told at the moment when they did."""

from datetime import datetime, time, timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import User
from club.lib import clock
from home.demo.data import read
from home.demo.days import Days
from home.demo.people import Cast
from members.services import (
    accept_meeting,
    answer_introduction,
    answer_report,
    ask_company_change,
    introduce,
    propose_meeting,
    report_person,
)
from participation.ledger import object_to_use

ANSWERED_AFTER = timedelta(hours=20)
#: At which hours people propose to meet.
HOURS = (time(9, 30), time(14), time(11))


class Touch:
    """Lets people act on each other; a company's name stands for its first lively member."""

    def __init__(self, days: Days, cast: Cast) -> None:
        self.days, self.cast = days, cast
        self.words = read("relations")

    def tell_all(self) -> None:
        """Everything, in the order of the stories."""
        for row in self.words["introduction"]:
            self._introduce(row)
        for row in self.words["meeting"]:
            self._meet(row)
        for row in self.words["report"]:
            self._report(row)
        for row in self.words["change"]:
            self._ask_change(row)
        for row in self.words["objection"]:
            person = self._who(row["person"])
            with clock.at(self._moment(row)):
                object_to_use(person, by=person)

    def _introduce(self, row: dict[str, Any]) -> None:
        one, other = self._who(row["one"]), self._who(row["other"])
        with clock.at(self._moment(row)):
            made = introduce(
                one,
                other,
                by=self._who(row["by"]),
                line_to_one=row["line_to_one"],
                line_to_other=row["line_to_other"],
            )
        if row["agreed"]:
            for hours, person in enumerate((one, other)):
                with clock.at(self._later(row, hours)):
                    made = answer_introduction(made, by=person, agrees=True)

    def _meet(self, row: dict[str, Any]) -> None:
        guest = self._who(row["to"])
        times = [
            self.days.at(self.days.day(ahead), hour)
            for ahead, hour in zip(row["in_days"], HOURS, strict=True)
        ]
        with clock.at(self._moment(row)):
            made = propose_meeting(
                guest,
                by=self._who(row["by"]),
                times=times,
                zone=self.days.zone,
                line=row["line"],
                minutes=row["minutes"],
                place=row.get("place", ""),
                link=row.get("link", ""),
            )
        if "chosen" in row:
            with clock.at(self._later(row)):
                accept_meeting(made, by=guest, starts_at=sorted(times)[row["chosen"]])

    def _report(self, row: dict[str, Any]) -> None:
        with clock.at(self._moment(row)):
            made = report_person(
                self._who(row["person"]),
                by=self._who(row["by"]),
                reason=row["reason"],
                note=row["note"],
            )
        if "answer" in row:
            with clock.at(self._later(row)):
                answer_report(made, by=self.cast.organiser, note=row["answer"])

    def _ask_change(self, row: dict[str, Any]) -> None:
        company = self.cast.companies[row["company"]]
        people = User.objects.with_role(Role.CORRESPONDENT)
        with clock.at(self._moment(row)):
            correspondent = people.get(memberships__company=company)
            ask_company_change(company, by=correspondent, name=row["name"])

    def _moment(self, row: dict[str, Any]) -> datetime:
        return self.days.office_hour(self.days.day(-row["days_ago"]), 0.5)

    def _later(self, row: dict[str, Any], hours: int = 0) -> datetime:
        return min(self._moment(row) + ANSWERED_AFTER + timedelta(hours=hours), self.days.now)

    def _who(self, name: str) -> User:
        """The person with this address, or the first one of this company who takes part."""
        if name in self.cast.staff:
            return self.cast.staff[name]
        if name in self.cast.members:
            return self.cast.members[name].person
        return next(
            member.person
            for member in self.cast.members.values()
            if member.company.name == name and not member.person.memberships.get().suspended_at
        )
