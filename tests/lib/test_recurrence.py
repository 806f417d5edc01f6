"""Dates by a rule: which they are, and which are refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from club.lib.ical import CalendarFacts
from club.lib.recurrence import (
    MOST,
    Frequency,
    Moved,
    Rule,
    Series,
    UnwritableSeries,
    find_rule,
    lay_out,
)

PARIS = "Europe/Paris"
WEEKLY = Rule(Frequency.WEEKLY, count=6)
TUESDAY = date(2027, 3, 9)


def at(day: date, hour: int = 9, minute: int = 0, zone: str = PARIS) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=ZoneInfo(zone))


def laid_out(first: datetime, series: Series, zone: str = PARIS, hours: float = 2):
    return lay_out(first, first + timedelta(hours=hours), zone, series)


# --- Which days -----------------------------------------------------------------------------
@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(Frequency),
    st.integers(1, 5),
    st.integers(1, 30),
    st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    st.booleans(),
)
def test_cal_r10_days_are_those_that_another_reader_of_rules_finds(freq, step, n, first, last):
    rule = Rule(freq, step, n, from_end=last and freq == Frequency.MONTHLY)
    try:
        nth = rule.nth(first) if freq == Frequency.MONTHLY else ""
    except UnwritableSeries:
        return
    weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][first.weekday()]
    by_day = "" if freq == Frequency.DAILY else f";BYDAY={nth}{weekday}"
    text = f"RRULE:FREQ={freq};INTERVAL={step};COUNT={n}{by_day}"
    found = rrulestr(text, dtstart=datetime.combine(first, time()))
    assert list(rule.days(first)) == [moment.date() for moment in found]


def test_cal_r10_rule_ends_after_a_number_or_on_a_day():
    by_day = Rule(Frequency.WEEKLY, until=TUESDAY + timedelta(weeks=2))
    assert by_day.days(TUESDAY) == Rule(Frequency.WEEKLY, count=3).days(TUESDAY)
    for wrong in ({}, {"count": 3, "until": TUESDAY}, {"count": 0}, {"count": 3, "interval": 0}):
        with pytest.raises(ValueError, match=r"series|rule"):
            Rule(Frequency.WEEKLY, **wrong)


@pytest.mark.parametrize(
    ("first", "rule"),
    [
        (date(2027, 3, 30), Rule(Frequency.MONTHLY, count=3)),
        (date(2027, 3, 9), Rule(Frequency.MONTHLY, count=3, from_end=True)),
        (TUESDAY, Rule(Frequency.DAILY, count=MOST + 1)),
        (TUESDAY, Rule(Frequency.DAILY, until=date(2099, 1, 1))),
        (TUESDAY, Rule(Frequency.DAILY, until=date(2027, 3, 8))),
    ],
)
def test_rule_that_no_calendar_shows_is_refused(first, rule):
    with pytest.raises(UnwritableSeries):
        rule.days(first)


# --- Which instants -------------------------------------------------------------------------
def test_cal_r08_dates_keep_their_hour_over_a_change_of_the_clocks():
    dates = laid_out(at(TUESDAY), Series(WEEKLY))
    assert [each.starts_at.astimezone(UTC).hour for each in dates] == [8, 8, 8, 7, 7, 7]
    assert {each.ends_at - each.starts_at for each in dates} == {timedelta(hours=2)}


def test_moved_and_dropped_dates_are_named_by_what_was_planned():
    moved = Moved(
        at(date(2027, 3, 16)), at(date(2027, 3, 17), 14), at(date(2027, 3, 17), 15), "Lyon"
    )
    dropped = at(date(2027, 3, 30))
    dates = laid_out(at(TUESDAY), Series(WEEKLY, (dropped.astimezone(UTC),), (moved,)))
    assert [(each.is_dropped, each.is_moved) for each in dates][1:4] == [
        (False, True),
        (False, False),
        (True, False),
    ]
    assert (dates[1].planned, dates[1].starts_at) == (moved.planned, moved.starts_at)
    assert dates[1].location == "Lyon"


@pytest.mark.parametrize(
    "series",
    [
        Series(WEEKLY, dropped=(at(date(2027, 3, 10)),)),
        Series(WEEKLY, moved=(Moved(at(date(2027, 3, 10)), at(TUESDAY), at(TUESDAY, 10)),)),
        Series(WEEKLY, (at(TUESDAY),), (Moved(at(TUESDAY), at(TUESDAY, 14), at(TUESDAY, 15)),)),
        Series(WEEKLY, moved=(Moved(at(TUESDAY), at(TUESDAY, 14), at(TUESDAY, 14)),)),
        Series(WEEKLY, moved=(Moved(at(TUESDAY), TUESDAY, TUESDAY + timedelta(days=1)),)),
        Series(Rule(Frequency.DAILY, count=1), dropped=(at(TUESDAY),)),
    ],
)
def test_change_that_is_none_of_the_rule_s_is_refused(series):
    with pytest.raises(ValueError, match="date"):
        laid_out(at(TUESDAY), series)


@pytest.mark.parametrize(
    ("first", "zone", "hours", "why"),
    [
        (at(date(2027, 3, 21), 2, 30), PARIS, 1, "skip"),
        (at(date(2027, 10, 24), 2, 30), PARIS, 1, "twice"),
        (at(date(2027, 10, 24), 1, 30), PARIS, 1, "twice"),
        (at(date(2027, 3, 20), 22), PARIS, 8, "over a change"),
        (at(TUESDAY, zone="Asia/Jerusalem"), "Asia/Jerusalem", 2, "another day"),
        (at(TUESDAY, zone="Africa/Cairo"), "Africa/Cairo", 2, "another day"),
        (at(TUESDAY, zone="Africa/Casablanca"), "Africa/Casablanca", 2, "another one"),
        (datetime(1996, 3, 12, 9, tzinfo=ZoneInfo("Europe/London")), "Europe/London", 2, ""),
        (
            datetime(2006, 3, 14, 9, tzinfo=ZoneInfo("America/New_York")),
            "America/New_York",
            2,
            "rule",
        ),
    ],
)
def test_cal_r08_what_readers_would_not_agree_upon_is_refused(first, zone, hours, why):
    if not why:
        assert laid_out(first, Series(WEEKLY), zone, hours)
        return
    with pytest.raises(UnwritableSeries, match=why):
        laid_out(first, Series(WEEKLY), zone, hours)


def test_facts_of_a_series_are_refused_when_they_are_made():
    single = CalendarFacts(
        uid="u@club.example",
        sequence=0,
        summary="s",
        starts_at=at(date(2027, 3, 21), 2, 30),
        ends_at=at(date(2027, 3, 21), 4),
        created_at=at(TUESDAY),
        updated_at=at(TUESDAY),
        time_zone=PARIS,
    )
    assert len(single.dates()) == 1
    with pytest.raises(UnwritableSeries):
        replace(single, series=Series(WEEKLY))


def test_whole_days_need_no_clock():
    dates = lay_out(date(2027, 3, 27), date(2027, 3, 29), "Asia/Jerusalem", Series(WEEKLY))
    assert dates[1].starts_at == date(2027, 4, 3)
    assert dates[1].ends_at == date(2027, 4, 5)


# --- Finding a rule -------------------------------------------------------------------------
@pytest.mark.parametrize(
    "rule",
    [
        Rule(Frequency.DAILY, count=4),
        Rule(Frequency.DAILY, 3, count=4),
        Rule(Frequency.WEEKLY, count=8),
        Rule(Frequency.WEEKLY, 2, count=4),
        Rule(Frequency.MONTHLY, count=6),
        Rule(Frequency.MONTHLY, 2, count=5),
    ],
)
def test_rule_is_found_again_over_a_change_of_the_clocks(rule):
    starts = [each.starts_at for each in laid_out(at(TUESDAY), Series(rule))]
    assert find_rule(starts, PARIS) == rule
    assert find_rule([day.astimezone(ZoneInfo(PARIS)).date() for day in starts], PARIS) == rule


def test_last_day_of_the_month_is_found():
    rule = Rule(Frequency.MONTHLY, count=5, from_end=True)
    starts = [each.starts_at for each in laid_out(at(date(2027, 3, 30)), Series(rule))]
    assert find_rule(starts, PARIS) == rule


@pytest.mark.parametrize(
    "starts",
    [
        [at(TUESDAY)],
        [at(TUESDAY), at(TUESDAY + timedelta(days=7), 10)],
        [at(TUESDAY), at(TUESDAY + timedelta(days=7)), at(TUESDAY + timedelta(days=15))],
        [at(TUESDAY), at(TUESDAY)],
    ],
)
def test_dates_without_a_rule_have_none(starts):
    assert find_rule(starts, PARIS) is None
