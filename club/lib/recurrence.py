"""Dates that follow a rule, and which of them can be one series in everybody's calendar.

A series is for dates that share their guests. It is refused, with UnwritableSeries, where readers
would not agree about an instant; such dates are separate events, with a UID each, in UTC:

- the zone's clocks change by no simple rule (`club.lib.vtimezone`), or by another rule than the
  present one while the series lasts;
- a date begins in an hour that clocks skip or show twice, or lasts over a change of the clocks;
- the rule asks for a fifth weekday, which months skip, or for more than `MOST` dates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import count, takewhile
from zoneinfo import ZoneInfo

from club.lib.vtimezone import NoSimpleRule, ZoneRule, zone_rule

#: A weekly series of several years; more is a mistake.
MOST = 400
_LAST_NTH = 4

Moment = datetime | date


class UnwritableSeries(ValueError):
    """These dates cannot be one series; the text says why. Write a separate event for each."""


class Frequency(StrEnum):
    """How often a rule comes round."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


@dataclass(frozen=True, slots=True)
class Rule:
    """Every `interval` days, weeks or months, from the first date on.

    Months repeat the weekday of the first date: its first to fourth, or with `from_end` the last.
    It ends after `count` dates, or with `until`, the last day on which one may begin; dropped
    dates count. Raises ValueError unless exactly one of the two is given.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: date | None = None
    from_end: bool = False

    def __post_init__(self) -> None:
        """Refuse a rule without an end, with two, or without a step."""
        if (self.count is None) == (self.until is None):
            raise ValueError("A series ends after a number of dates, or on a day.")
        if self.interval < 1 or (self.count is not None and self.count < 1):
            raise ValueError("A rule goes forward.")

    def days(self, first: date) -> tuple[date, ...]:
        """The days that follow from the first one, in their order."""
        found = self._endless(first)
        if self.until is not None:
            last = self.until
            found = takewhile(lambda day: day <= last, found)
        limit = MOST + 1 if self.count is None else self.count
        days = tuple(day for day, _n in zip(found, range(limit), strict=False))
        if not days or len(days) > MOST:
            raise UnwritableSeries(f"A series has 1 to {MOST} dates.")
        return days

    def nth(self, first: date) -> int:
        """Which of its weekdays in the month a day is: 1 to 4, or -1 for the last."""
        if self.from_end:
            if (first + timedelta(weeks=1)).month == first.month:
                raise UnwritableSeries("The first date is not the last such day of its month.")
            return -1
        number = (first.day - 1) // 7 + 1
        if number > _LAST_NTH:
            raise UnwritableSeries("Not every month has a fifth such day.")
        return number

    def _endless(self, first: date) -> Iterator[date]:
        if self.frequency == Frequency.MONTHLY:
            nth = self.nth(first)
            return (_nth_weekday(first, self.interval * n, nth) for n in count())
        days = 7 if self.frequency == Frequency.WEEKLY else 1
        return (first + timedelta(days=days * self.interval * n) for n in count())


@dataclass(frozen=True, slots=True)
class Moved:
    """A date that is not when, or not where, the rule says.

    `planned` is its start by the rule. An empty `location` is that of the series.
    """

    planned: Moment
    starts_at: Moment
    ends_at: Moment
    location: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """What is told of dates beside the first one: the rule, and what does not follow it.

    `dropped` are the starts, by the rule, of dates that do not take place. As the first date they
    are aware datetimes, or days where the dates are whole days.
    """

    rule: Rule
    dropped: tuple[Moment, ...] = ()
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a series. `planned` is its start by the rule, which names it for ever."""

    planned: Moment
    starts_at: Moment
    ends_at: Moment
    location: str = ""
    is_dropped: bool = False
    is_moved: bool = False


def lay_out(starts_at: Moment, ends_at: Moment, zone: str, series: Series) -> list[Occurrence]:
    """Every date of the series that begins with this one, dropped ones too, in the rule's order.

    Instants are aware, on the clocks of `zone`; each date lasts as long as the first. Raises
    UnwritableSeries, and ValueError for a dropped or moved date that is none of the rule's.
    """
    place = ZoneInfo(zone)
    length = ends_at - starts_at  # type: ignore[operator]  # both are of one kind
    planned = _planned(starts_at, place, series.rule)
    moved = {in_utc(change.planned): change for change in series.moved}
    dropped = {in_utc(moment) for moment in series.dropped}
    if (moved.keys() | dropped) - set(planned) or moved.keys() & dropped:
        raise ValueError("Only a date of the rule can be moved or dropped, and not both.")
    if dropped == set(planned):
        raise UnwritableSeries("Every date of the series is dropped.")
    dates = [_occurrence(p, p + length, moved.get(p), p in dropped) for p in planned]
    if isinstance(starts_at, datetime):
        _check_clocks(dates, place, _simple_rule(zone))
    return dates


def find_rule(starts: list[Moment], zone: str) -> Rule | None:
    """A rule that says exactly these starts, given in their order; None where none does."""
    place = ZoneInfo(zone)
    wall = [m.astimezone(place) if isinstance(m, datetime) else m for m in starts]
    days = [m.date() if isinstance(m, datetime) else m for m in wall]
    hours = {m.time() if isinstance(m, datetime) else None for m in wall}
    if len(days) < 2 or len(hours) > 1:
        return None
    return next((rule for rule in _candidates(days) if _says(rule, days)), None)


def is_utc(zone: str) -> bool:
    """Whether the zone is UTC itself, which a calendar writes without a zone."""
    return zone in {"UTC", "Etc/UTC"}


def in_utc(moment: Moment) -> Moment:
    """An instant in UTC; a day as it is."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def _planned(starts_at: Moment, place: ZoneInfo, rule: Rule) -> list[Moment]:
    """The starts by the rule, at the same hour on the clocks of the place."""
    if not isinstance(starts_at, datetime):
        return list(rule.days(starts_at))
    first = starts_at.astimezone(place)
    return [
        datetime.combine(day, first.time(), tzinfo=place).astimezone(UTC)
        for day in rule.days(first.date())
    ]


def _occurrence(
    planned: Moment, planned_end: Moment, change: Moved | None, is_dropped: bool
) -> Occurrence:
    if change is None:
        return Occurrence(planned, planned, planned_end, is_dropped=is_dropped)
    if isinstance(change.starts_at, datetime) != isinstance(planned, datetime):
        raise ValueError("A moved date has times, or days, as its series has.")
    if change.ends_at <= change.starts_at:
        raise ValueError("A moved date ends after it starts.")
    return Occurrence(planned, change.starts_at, change.ends_at, change.location, is_moved=True)


def _simple_rule(zone: str) -> ZoneRule:
    try:
        return zone_rule(zone)
    except NoSimpleRule as error:
        raise UnwritableSeries(str(error)) from error


def _check_clocks(dates: list[Occurrence], place: ZoneInfo, rule: ZoneRule) -> None:
    """Refuse a time about which clocks, or the rule that is written beside it, leave a doubt."""
    for each in dates:
        starts, ends = _local(each.starts_at, place), _local(each.ends_at, place)
        for moment in (_local(each.planned, place), starts, ends):
            _check_clock(moment, rule)
        if starts.utcoffset() != ends.utcoffset():
            raise UnwritableSeries("A date lasts over a change of the clocks.")
    if len({_local(each.planned, place).time() for each in dates}) > 1:
        raise UnwritableSeries("A date begins in an hour that clocks skip.")


def _check_clock(local: datetime, rule: ZoneRule) -> None:
    if local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset():
        raise UnwritableSeries("A date begins or ends in an hour that clocks show twice.")
    if rule.offset_at(local.replace(tzinfo=None)) != local.utcoffset():
        raise UnwritableSeries("The zone's rule is another one while the series lasts.")


def _candidates(days: list[date]) -> Iterator[Rule]:
    """Rules that the first steps between the days suggest."""
    number, step = len(days), (days[1] - days[0]).days
    if step > 0:
        if step % 7 == 0:
            yield Rule(Frequency.WEEKLY, step // 7, number)
        yield Rule(Frequency.DAILY, step, number)
    months = (days[1].year - days[0].year) * 12 + days[1].month - days[0].month
    if months > 0:
        yield Rule(Frequency.MONTHLY, months, number)
        yield Rule(Frequency.MONTHLY, months, number, from_end=True)


def _says(rule: Rule, days: list[date]) -> bool:
    try:
        return list(rule.days(days[0])) == days
    except UnwritableSeries:
        return False


def _nth_weekday(first: date, months: int, nth: int) -> date:
    """The weekday of `first` in the month so many months later: its nth, or the last for -1."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    start = date(year, month + 1, 1)
    day = start + timedelta(days=(first.weekday() - start.weekday()) % 7)
    if nth > 0:
        return day + timedelta(weeks=nth - 1)
    weeks = [day + timedelta(weeks=n) for n in range(5)]
    return max(each for each in weeks if each.month == start.month)


def _local(moment: Moment, place: ZoneInfo) -> datetime:
    """An instant on the clocks of the place. Raises ValueError for a day."""
    if not isinstance(moment, datetime):
        raise ValueError("A date of this series has no hours.")
    return moment.astimezone(place)
