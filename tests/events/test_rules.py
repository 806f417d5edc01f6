"""Wall clocks, instants, and the words for them."""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from events.rules import build_span, choose_date, differs_from, hours_in_words, when_in_words


def planned(day, starts=None, ends=None, *, until=None, zone="Europe/Paris"):
    return SimpleNamespace(
        starts_on=day, starts_time=starts, ends_on=until, ends_time=ends, time_zone=zone
    )


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "starts_at"),
    [
        ("Europe/Paris", date(2027, 3, 27), utc(2027, 3, 27, 8)),
        ("Europe/Paris", date(2027, 3, 28), utc(2027, 3, 28, 7)),
        ("Europe/Paris", date(2027, 10, 30), utc(2027, 10, 30, 7)),
        ("Europe/Paris", date(2027, 10, 31), utc(2027, 10, 31, 8)),
        ("America/New_York", date(2027, 3, 13), utc(2027, 3, 13, 14)),
        ("America/New_York", date(2027, 3, 14), utc(2027, 3, 14, 13)),
        ("America/New_York", date(2027, 11, 7), utc(2027, 11, 7, 14)),
        ("Australia/Lord_Howe", date(2027, 4, 3), utc(2027, 4, 2, 22)),
        ("Australia/Lord_Howe", date(2027, 4, 4), utc(2027, 4, 3, 22, 30)),
        ("Asia/Kolkata", date(2027, 3, 28), utc(2027, 3, 28, 3, 30)),
    ],
)
def test_nine_o_clock_is_the_right_instant_around_the_clock_changes(zone, day, starts_at):
    span = build_span(planned(day, time(9), time(10), zone=zone))
    assert (span.starts_at, (span.ends_at - span.starts_at).seconds) == (starts_at, 3600)


def test_hour_that_comes_twice_is_the_first():
    span = build_span(planned(date(2027, 10, 31), time(2, 30), time(4)))
    assert span.starts_at == utc(2027, 10, 31, 0, 30)
    assert span.ends_at == utc(2027, 10, 31, 3)


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (planned(date(2027, 3, 28), time(2, 30), time(4)), "starts_time"),
        (planned(date(2027, 3, 28), time(1), time(2, 15)), "ends_time"),
        (planned(date(2027, 5, 1), time(9), time(9)), "ends_time"),
        (planned(date(2027, 5, 1), time(9), time(8)), "ends_time"),
        (planned(date(2027, 5, 1), time(9), None), "ends_time"),
        (planned(date(2027, 5, 1), None, time(9)), "starts_time"),
        (planned(date(2027, 5, 2), time(9), time(10), until=date(2027, 5, 1)), "ends_on"),
    ],
)
def test_plan_without_sense_is_refused_where_it_is_wrong(plan, field):
    with pytest.raises(ValidationError) as caught:
        build_span(plan)
    assert list(caught.value.message_dict) == [field]


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Santiago", "Africa/Cairo", "Asia/Tokyo"])
def test_whole_days_run_from_midnight_to_midnight(zone):
    span = build_span(planned(date(2027, 3, 27), until=date(2027, 3, 29), zone=zone))
    assert span.is_all_day
    assert 3 * 24 - 1 <= (span.ends_at - span.starts_at).total_seconds() / 3600 <= 3 * 24 + 1


def test_words_of_a_time():
    start, end = utc(2026, 12, 16, 8), utc(2026, 12, 16, 11, 30)
    with translation.override("en"):
        assert (
            when_in_words(start, end, "Europe/Paris", is_all_day=False)
            == "Wednesday 16 December 2026, 09:00 to 12:30"
        )
        assert hours_in_words(start, end, "America/Bogota", is_all_day=False) == "03:00 to 06:30"
        assert (
            when_in_words(
                utc(2026, 12, 15, 23), utc(2026, 12, 17, 23), "Europe/Paris", is_all_day=True
            )
            == "Wednesday 16 December 2026 to Thursday 17 December 2026"
        )
    with translation.override("fr"):
        words = when_in_words(
            utc(2026, 12, 15, 23), utc(2026, 12, 16, 23), "Europe/Paris", is_all_day=True
        )
    assert words == "mercredi 16 décembre 2026"


def test_zones_that_show_the_same_time_do_not_differ():
    summer, winter = utc(2027, 7, 1), utc(2027, 1, 1)
    assert not differs_from("Europe/Paris", "Europe/Berlin", summer)
    assert differs_from("Europe/Paris", "America/Bogota", summer)
    assert differs_from("Europe/Paris", "Africa/Lagos", summer)
    assert not differs_from("Europe/Paris", "Africa/Lagos", winter)


def test_choice_of_a_date():
    now = utc(2027, 1, 1)

    def at(pk, day, status="scheduled"):
        return SimpleNamespace(
            pk=pk, status=status, is_over=lambda n: utc(2027, 1, day) <= n if day else True
        )

    past, off, coming = at(1, 0), at(2, 5, "cancelled"), at(3, 9)
    assert choose_date([past, off, coming], None, now) is coming
    assert choose_date([past, off], None, now) is off
    assert choose_date([past], None, now) is past
    assert choose_date([], None, now) is None
    assert choose_date([past, off, coming], "2", now) is off
    for nonsense in ("", "x", "-1", "4", "2 ", "9" * 40, "\x00"):
        assert choose_date([past, off, coming], nonsense, now) is None
