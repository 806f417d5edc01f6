"""Days and moments of the demo, counted from today so that it never ages."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5
#: Days on which nothing is held in France, as (month, day).
HOLIDAYS = frozenset(
    {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 31)}
)
OPENS, CLOSES = time(8, 15), time(18, 45)


def is_working(day: date) -> bool:
    """Whether people are at work on that day."""
    return day.weekday() < SATURDAY and (day.month, day.day) not in HOLIDAYS


def next_working(day: date, weekday: int | None = None) -> date:
    """The first working day from `day` on, that is this `weekday` (0 is Monday) when given."""
    while not is_working(day) or weekday not in (None, day.weekday()):
        day += timedelta(days=1)
    return day


@dataclass(frozen=True)
class Days:
    """The demo's calendar, seen from `now`, in the club's zone."""

    now: datetime
    zone: str = "Europe/Paris"

    @property
    def today(self) -> date:
        """The current day where the club is."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def day(self, days: int, weekday: int | None = None) -> date:
        """The working day that is `days` from today, or the next one that fits."""
        return next_working(self.today + timedelta(days=days), weekday)

    def months_ago(self, months: int) -> date:
        """About so many months ago, on a working day."""
        return self.day(-round(months * 30.4))

    def at(self, day: date, clock_time: time, zone: str = "") -> datetime:
        """The instant at which clocks show this time on that day."""
        local = datetime.combine(day, clock_time, tzinfo=ZoneInfo(zone or self.zone))
        return local.astimezone(UTC)

    def office_hour(self, day: date, share: float) -> datetime:
        """A moment of the working hours, `share` 0 their beginning, 1 their end; not after now."""
        begin, end = self.at(day, OPENS), self.at(day, CLOSES)
        return min(begin + (end - begin) * share, self.now - timedelta(minutes=1))
