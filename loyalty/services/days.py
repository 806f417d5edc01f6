"""The days that the signal knows: those of the club's clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from club.lib import clock
from participation.ledger import club_zone

#: How far back the curve of a company goes.
MONTHS_KEPT = 24


def today() -> date:
    """The day on the club's clocks."""
    return clock.now().astimezone(club_zone()).date()


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which the day is over on the clocks of a zone."""
    midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    return midnight.astimezone(UTC)


def noon_of(day: date) -> datetime:
    """Noon of the day on the club's clocks."""
    return datetime.combine(day, time(12), club_zone()).astimezone(UTC)


def next_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def month_ends(before: date, count: int = MONTHS_KEPT) -> list[date]:
    """The last days of the `count` months that are over on the day `before`, oldest first."""
    ends, first = [], before.replace(day=1)
    for _month in range(count):
        end = first - timedelta(days=1)
        ends.append(end)
        first = end.replace(day=1)
    return ends[::-1]
