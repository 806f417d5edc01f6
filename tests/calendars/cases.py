"""What the site sends and lets one download around each change of the clocks, and what it means.

The instants that a reader has to find are reckoned here from wall-clock times, with `zoneinfo`
alone. Everything is in the files as they leave the site: the calendar part of the mail, the file
beside it, the file of the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from club.lib import clock
from club.lib.recurrence import Frequency, Moved, Rule, Series
from events.models import EventPage, PlannedDate
from events.services import register
from notifications import services
from notifications.ical import build_download
from notifications.models import CalendarEntry
from tests.calendars.readers import Found, Moment, in_order
from tests.events.made import event, plan
from tests.notifications.stage import Sent, sent, stage
from tests.notifications.stage import register as register_stage

#: Before everything in the cases.
NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)
ZONES = ("Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
_DAY = timedelta(days=1)
_ACT = {"verb": "test.service", "subject": None, "by": None}


@dataclass(frozen=True)
class Case:
    """A file, and the dates that are in it."""

    name: str
    zone: str
    ics: bytes
    wanted: Found

    @property
    def is_timed_series(self) -> bool:
        """Whether the file explains a zone."""
        return b"BEGIN:VTIMEZONE" in self.ics

    def in_unknown_zone(self) -> "Case":
        """The same with a name that no database knows: only the file says what the zone is."""
        name = f"Club/{self.zone.rpartition('/')[2]}"
        ics = self.ics.replace(self.zone.encode(), name.encode())
        return Case(f"{self.name}, unknown zone", name, ics, self.wanted)


@dataclass(frozen=True)
class Planned:
    """A date as an organiser plans it, with what it means."""

    plan: PlannedDate
    pair: tuple[Moment, Moment]


def changes_of(zone: str) -> list[date]:
    """The days of 2026 and 2027 on which clocks change; where none do, those of Paris."""
    place, days = ZoneInfo(zone), [date(2026, 1, 1) + n * _DAY for n in range(730)]
    changes = [day for day in days if _offset(day, place) != _offset(day + _DAY, place)]
    return changes or changes_of("Europe/Paris")


def single_dates(zone: str) -> list[list[Planned]]:
    """For each change: before, on and after the day, over the night, several days, whole days."""
    found = []
    for day in changes_of(zone):
        before, after = day - _DAY, day + _DAY
        timed = [_timed(zone, each, time(9), each, time(12, 30)) for each in (before, day, after)]
        long = [
            _timed(zone, before, time(22), day, time(6)),
            _timed(zone, before, time(10), after, time(16)),
        ]
        whole = [_whole(zone, day, day), _whole(zone, before, after)]
        found.append([*timed, *long, *whole])
    return found


def cases_of(zone: str, person: User) -> Iterator[Case]:
    """Every case of a zone. Writes events, registrations and mails; the clock stands at NOW."""
    with clock.at(NOW):
        yield from _single_cases(zone, person)
        yield from series_cases(zone, person)


def _single_cases(zone: str, person: User) -> Iterator[Case]:
    around = single_dates(zone)
    every = list(chain.from_iterable(around))
    page = event(*(planned.plan for planned in every), title=f"Dates {zone}")
    client = Client()
    client.force_login(person)
    answer = client.get(reverse("events:download", args=[page.slug]))
    yield Case("event.ics", zone, answer.content, in_order(p.pair for p in every))
    for planned in (*around[0], *around[-1]):
        message = _mail_about(page, planned, person)
        yield Case("mail, text/calendar", zone, message.ics, in_order([planned.pair]))
        payload = message.part("application/ics").get_payload(decode=True)
        assert isinstance(payload, bytes)
        yield Case("mail, invite.ics", zone, payload, in_order([planned.pair]))


def _mail_about(page: EventPage, planned: Planned, person: User) -> Sent:
    event_date = page.dates.get(planned_key=planned.plan.key)
    register(event_date, person, by=person)
    return _delivered()[0]


def series_cases(zone: str, person: User) -> Iterator[Case]:
    """Series that last over every change; one date dropped and one moved, each after a change."""
    place, first = ZoneInfo(zone), date(2026, 2, 3)
    weeks = [first + n * timedelta(weeks=1) for n in range(100)]
    after = [next(day for day in weeks if day > change) for change in changes_of(zone)]
    start, moved_to = _at(first, time(9), place), _at(after[1] + _DAY, time(14), place)
    dropped = _at(after[0], time(9), place)
    moved = Moved(_at(after[1], time(9), place), moved_to, moved_to + timedelta(hours=2))
    weekly = Series(Rule(Frequency.WEEKLY, count=100), (dropped,), (moved,))
    by_rule = [_pair(day, place) for day in weeks if day != after[0]]
    as_moved = [pair for pair in by_rule if pair[0] != moved.planned]
    as_moved.append((moved.starts_at, moved.ends_at))

    entry = _entry(start, zone, weekly)
    yield _series("weekly series, file", zone, build_download([entry]), as_moved)
    services.invite_guest(entry, person, **_ACT)
    services.tell_moved_dates(entry, person=person, **_ACT)
    services.cancel_one_date(entry, dropped, **_ACT)
    whole, one_date, gone = _delivered()
    yield _series("weekly series, mail", zone, whole.ics, by_rule)
    yield _series("series and moved date, mails", zone, _taken_in(whole, one_date), as_moved)
    yield _series("dropped date, mail", zone, gone.ics, [])

    last = changes_of(zone)[-1] + 3 * _DAY
    days = [last - n * _DAY for n in range(9, -1, -1)]
    daily = Series(Rule(Frequency.DAILY, until=last))
    entry = _entry(_at(days[0], time(9), place), zone, daily)
    wanted = [_pair(day, place) for day in days]
    yield _series("daily series until, file", zone, build_download([entry]), wanted)

    monthly = Series(Rule(Frequency.MONTHLY, count=22))
    entry = _entry(_at(date(2026, 2, 10), time(9), place), zone, monthly)
    wanted = [_pair(day, place) for day in _second_tuesdays()]
    yield _series("monthly series, file", zone, build_download([entry]), wanted)

    stage.words.update(starts_at=first, ends_at=first + 2 * _DAY)
    stage.words["series"] = Series(Rule(Frequency.WEEKLY, until=weeks[60]), (weeks[7],))
    whole_days = [(day, day + 2 * _DAY) for day in weeks[:61] if day != weeks[7]]
    yield _series("whole days series, file", zone, build_download([entry]), whole_days)


def _taken_in(whole: Sent, one_date: Sent) -> bytes:
    """A calendar that took in both messages: the series, and the date that moved."""
    begin, end = b"BEGIN:VEVENT", b"END:VCALENDAR"
    return whole.ics.replace(end, one_date.ics[one_date.ics.index(begin) :])


def _series(name: str, zone: str, ics: bytes, wanted: Found) -> Case:
    return Case(name, zone, ics, in_order(wanted))


def _entry(start: datetime, zone: str, series: Series) -> CalendarEntry:
    """An entry of the stage that is this series now."""
    register_stage()
    stage.reset()
    stage.words.update(
        starts_at=start, ends_at=start + timedelta(hours=2), time_zone=zone, series=series
    )
    return services.create_entry("test.date")


def _delivered() -> list[Sent]:
    """What was queued, as it was sent."""
    mail.outbox.clear()
    services.deliver_due()
    messages = sent()
    mail.outbox.clear()
    return messages


def _second_tuesdays() -> Iterator[date]:
    for n in range(1, 23):
        first = date(2026 + n // 12, n % 12 + 1, 1)
        yield first + ((1 - first.weekday()) % 7 + 7) * _DAY


def _timed(zone: str, first: date, starts: time, last: date, ends: time) -> Planned:
    place = ZoneInfo(zone)
    planned = plan(first, starts, ends, zone=zone, until=last, seats=None)
    return Planned(planned, (_at(first, starts, place), _at(last, ends, place)))


def _whole(zone: str, first: date, last: date) -> Planned:
    return Planned(plan(first, None, None, zone=zone, until=last, seats=None), (first, last + _DAY))


def _pair(day: date, place: ZoneInfo) -> tuple[datetime, datetime]:
    return _at(day, time(9), place), _at(day, time(11), place)


def _at(day: date, hour: time, place: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, tzinfo=place)


def _offset(day: date, place: ZoneInfo) -> timedelta | None:
    return datetime.combine(day, time(), tzinfo=place).utcoffset()
