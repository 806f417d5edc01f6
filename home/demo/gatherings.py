"""The events of the demo: published, answered to, held, and one cancelled."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from accounts.audience import viewer_for
from accounts.models import Tier, User
from accounts.viewer import Viewer
from club.lib import clock
from events import services
from events.enums import RegistrationStatus
from events.models import EventDate, EventIndexPage, EventPage, EventQuestion, PlannedDate
from home.demo.data import read
from home.demo.days import Days
from home.demo.lives import liveliness
from home.demo.pages import Desk
from home.demo.people import Cast, Member
from home.demo.words import body_blocks
from notifications.bulk import settle_before

#: An event is announced so long before, and answers come until so long before its start.
ANNOUNCED, ANSWERS_END = timedelta(days=33), timedelta(hours=20)
COMES_ANYWAY = 0.87
#: Terms of registration as the data may set them.
TERMS = (
    "company_quota",
    "closes_hours",
    "early_hours",
    "needs_approval",
    "guests_allowed",
    "hides_address",
    "line_order",
    "takes_all_dates",
)
GIVES_UP, DECLINES = 0.08, 0.2


@dataclass(frozen=True)
class Happening:
    """Something that happens to the club at a moment, between its events."""

    at: datetime
    act: Callable[[Cast], None]


class Gatherings:
    """Holds every event in the order of its days, as the lives of the clients have it."""

    def __init__(self, days: Days, chance: Random, cast: Cast, desk: Desk) -> None:
        self.days, self.chance, self.cast, self.desk = days, chance, cast, desk
        self.index = EventIndexPage.objects.get()
        self.viewers: dict[int, Viewer] = {}

    def hold_all(self, happenings: Iterable[Happening], tell: Callable[[str], None]) -> int:
        """Every event of the data, and in between what happens to the club. Returns how many."""
        rows = sorted(read("events")["event"], key=lambda row: int(row["dates"][0]["days"]))
        waiting = sorted(happenings, key=lambda happening: happening.at)
        for number, row in enumerate(rows, start=1):
            begins = self._announced(row)
            while waiting and waiting[0].at <= begins:
                self._let_happen(waiting.pop(0))
            self._hold(row)
            tell(f"{number} of {len(rows)}")
        for happening in waiting:
            self._let_happen(happening)
        return len(rows)

    def _let_happen(self, happening: Happening) -> None:
        with clock.at(happening.at):
            happening.act(self.cast)
        self.viewers.clear()

    def _viewer(self, person: User) -> Viewer:
        """Who the person is, found out once between two happenings."""
        if person.pk not in self.viewers:
            self.viewers[person.pk] = viewer_for(person)
        return self.viewers[person.pk]

    def _announced(self, row: dict[str, Any]) -> datetime:
        """When the event was published: before its day, and some days before today."""
        first = self._day(row["dates"][0])
        moment = self.days.at(first, time(9, 30)) - ANNOUNCED
        return min(moment, self.days.office_hour(self.days.day(-12), 0.3))

    def _day(self, plan: dict[str, Any]) -> Any:
        return self.days.day(plan["days"], plan.get("weekday"))

    def _hold(self, row: dict[str, Any]) -> None:
        announced = self._announced(row)
        page = self.desk.publish(self.index, self._page(row), announced)
        for number, event_date in enumerate(page.dates.order_by("starts_at")):
            going = max(1, round(row["going"] / (1 + number * 0.8)))
            if not (number and page.takes_all_dates):
                self._fill(event_date, row, going, announced)
            if event_date.ends_at < self.days.now:
                self._attend(event_date)
        if row.get("cancelled"):
            self._cancel(page, row["cancelled"])

    def _page(self, row: dict[str, Any]) -> EventPage:
        words = ["format", "place_name", "address", "join_link", *TERMS]
        page = EventPage(
            slug=row["key"],
            event_type=row["type"],
            **{name: row[name] for name in words if name in row},
            **self.desk.words(row),
        )
        page.place_name = row.get("place", "")
        if page.format == "online":
            page.join_link = f"https://visio.example/{row['key']}"
        if "opens" in row:
            opens = row["opens"]
            page.opens_at = self.days.at(
                self.days.day(opens["days"]), time.fromisoformat(opens["hour"])
            )
            page.early_tier = Tier.objects.get(slug=row["early_tier"])
        page.agenda = [("session", self._session(session)) for session in row.get("agenda", [])]
        page.notes_fr = body_blocks(row.get("notes_fr", ""), "fr")
        page.notes_en = body_blocks(row.get("notes_en", ""), "en")
        plans = [self._plan(plan, row) for plan in row["dates"]]
        page.planned_dates = plans  # type: ignore[misc]
        page.questions = [  # type: ignore[misc]
            EventQuestion(**{name: value for name, value in asked.items() if name != "answers"})
            for asked in row.get("questions", [])
        ]
        return page

    def _session(self, session: dict[str, Any]) -> dict[str, Any]:
        """A session of the programme, with those who speak."""
        return {
            "starts": time.fromisoformat(session["start"]),
            "ends": time.fromisoformat(session["end"]),
            "title_fr": session["fr"],
            "title_en": session["en"],
            "text_fr": session.get("text_fr", ""),
            "text_en": session.get("text_en", ""),
            "speakers": [self._speaker(speaker) for speaker in session.get("speakers", [])],
        }

    def _speaker(self, speaker: dict[str, Any]) -> dict[str, Any]:
        """A member by address, or a guest by name."""
        email = speaker.get("member", "")
        member = self.cast.members[email].person if email else None
        return {
            "name": speaker.get("name") or (member.full_name if member else ""),
            "role_fr": speaker["role_fr"],
            "role_en": speaker["role_en"],
            "member": member,
            "portrait": None,
        }

    def _plan(self, plan: dict[str, Any], row: dict[str, Any]) -> PlannedDate:
        return PlannedDate(
            starts_on=self._day(plan),
            starts_time=time.fromisoformat(plan["start"]),
            ends_time=time.fromisoformat(plan["end"]),
            time_zone=row.get("zone", self.days.zone),
            capacity=plan.get("capacity"),
            kept_seats=plan.get("kept", 0),
        )

    def _fill(
        self, event_date: EventDate, row: dict[str, Any], going: int, announced: datetime
    ) -> None:
        """Answers come one after the other until those who should come are in."""
        willing = self._willing(event_date, row, announced)
        comers = willing[: going + row.get("waiting", 0)]
        moments = self._moments(event_date, announced, len(comers) + 4)
        for person, moment in zip(comers, moments, strict=False):
            with clock.at(moment):
                self._register(event_date, person, row)
        self._decide(event_date, row)
        self._change_minds(event_date, willing[len(comers) :], moments[len(comers) :], row)
        for email in row.get("lately", []):
            person = self.cast.members[email].person
            with clock.at(self.days.office_hour(self.days.day(-3), self.chance.random())):
                self._register(event_date, person, row)

    def _register(self, event_date: EventDate, person: User, row: dict[str, Any]) -> None:
        """Somebody says yes, with an answer to each question."""
        asked = zip(event_date.page.questions.all(), row.get("questions", []), strict=True)
        answers = {
            str(question.key): self.chance.choice(data["answers"]) for question, data in asked
        }
        services.register(
            event_date, person, by=person, viewer=self._viewer(person), answers=answers
        )

    def _decide(self, event_date: EventDate, row: dict[str, Any]) -> None:
        """The organiser says yes to those who asked first."""
        if not row.get("needs_approval"):
            return
        asked = event_date.registrations.filter(status=RegistrationStatus.PENDING)
        rows = list(asked.order_by("answered_at", "pk").select_related("person"))
        for registration in rows[: len(rows) - row.get("pending", 0)]:
            with clock.at(registration.answered_at + timedelta(hours=20)):
                services.approve_registration(registration, by=self.cast.organiser)

    def _willing(
        self, event_date: EventDate, row: dict[str, Any], announced: datetime
    ) -> list[User]:
        """Those who might come, the most eager first; who always comes leads, who waits is last."""
        days_ago = (self.days.now - event_date.starts_at).days
        reached = set(event_date.page.audience.members().values_list("pk", flat=True))
        named = [
            *row.get("always", []),
            *row.get("waits", []),
            *row.get("never", []),
            *row.get("lately", []),
        ]
        eager = [
            (self._eagerness(member, days_ago), member.person)
            for member in self.cast.members.values()
            if member.person.pk in reached
            and member.person.joined_at < announced
            and member.person.email not in named
            and self._is_open_for(event_date, member.person)
        ]
        eager.sort(key=lambda pair: -pair[0])
        always = [self.cast.members[email].person for email in row.get("always", [])]
        people = self._within_quota([person for score, person in eager if score > 0], always, row)
        last = [self.cast.members[email].person for email in row.get("waits", [])]
        at = row["going"] + row.get("waiting", 0) - len(always) - len(last)
        return [*always, *people[:at], *last, *people[at:]] if last else [*always, *people]

    def _within_quota(
        self, people: list[User], always: list[User], row: dict[str, Any]
    ) -> list[User]:
        """First as many of each company as it may have seats, so that the seats are taken."""
        quota = row.get("company_quota")
        if quota is None:
            return people
        seats = Counter(self._viewer(person).company_id for person in always)
        first: list[User] = []
        later: list[User] = []
        for person in people:
            company = self._viewer(person).company_id
            (first if seats[company] < quota else later).append(person)
            seats[company] += 1
        return first + later

    def _is_open_for(self, event_date: EventDate, person: User) -> bool:
        """Whether registration has opened for this person by now."""
        opens_at = event_date.page.opens_for(self._viewer(person))
        return opens_at is None or opens_at < self.days.now

    def _eagerness(self, member: Member, days_ago: int) -> float:
        return liveliness(member.life, days_ago) * member.zeal * self.chance.random()

    def _moments(self, event_date: EventDate, announced: datetime, count: int) -> list[datetime]:
        """When the answers came: many at once after the announcement, then fewer."""
        end = min(event_date.starts_at - ANSWERS_END, self.days.now - timedelta(minutes=20))
        page = event_date.page
        if page.opens_at is not None:
            announced = max(announced, page.opens_at - timedelta(hours=page.early_hours))
            end = max(end, announced)
        shares = sorted(self.chance.random() ** 1.7 for _number in range(count))
        return [announced + (end - announced) * share for share in shares]

    def _change_minds(
        self,
        event_date: EventDate,
        others: list[User],
        moments: list[datetime],
        row: dict[str, Any],
    ) -> None:
        """Some say no. Of a past event, some gave their seat back."""
        at = moments[0]
        with clock.at(at):
            for person in others[: max(2, round(len(others) * DECLINES * 0.2))]:
                services.decline(event_date, person, by=person, viewer=self._viewer(person))
            if event_date.ends_at > self.days.now or row.get("waiting"):
                return
            settle_before(at)
            for registration in event_date.registrations.filter(
                status=RegistrationStatus.GOING
            ).order_by("pk"):
                if self.chance.random() < GIVES_UP:
                    services.cancel_registration(registration, by=registration.person)

    def _attend(self, event_date: EventDate) -> None:
        """At the door, and the day after."""
        organiser = self.cast.organiser
        with clock.at(event_date.starts_at + timedelta(minutes=5)):
            for registration in (
                event_date.registrations.holding_seat().order_by("pk").select_related("person")
            ):
                life = self.cast.members[registration.person.email].life
                chance = COMES_ANYWAY if life != "fade" else COMES_ANYWAY - 0.3
                if self.chance.random() < chance:
                    services.check_in(registration, by=organiser)
        with clock.at(event_date.ends_at + timedelta(hours=14)):
            services.mark_no_shows(event_date, by=organiser)

    def _cancel(self, page: EventPage, reason: str) -> None:
        moment = self.days.office_hour(self.days.day(-4), 0.6)
        settle_before(moment)
        with clock.at(moment):
            for event_date in page.dates.all():
                services.cancel_date(event_date, by=self.cast.organiser, reason=reason)
