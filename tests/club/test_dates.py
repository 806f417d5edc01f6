"""Dates as people write them in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest

from club.lib import dates

START = datetime(2026, 12, 16, 9, 0, tzinfo=UTC)
NB = "\u00a0"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", "mercredi 16 décembre 2026"), ("en", "Wednesday 16 December 2026")],
)
def test_long_date_in_each_language(language, expected):
    assert dates.long_date(START, language) == expected


def test_first_of_a_month_is_an_ordinal_in_french_only():
    first = date(2027, 2, 1)
    assert dates.day_month(first, "fr") == "1er février"
    assert dates.day_month(first, "en") == "1 February"
    assert dates.short_date(first, "fr") == "1er févr. 2027"


@pytest.mark.parametrize(
    ("hour", "minute", "french", "english"),
    [
        (9, 0, f"9{NB}h", "09:00"),
        (12, 30, f"12{NB}h{NB}30", "12:30"),
        (0, 5, f"0{NB}h{NB}05", "00:05"),
    ],
)
def test_clock_time_in_each_language(hour, minute, french, english):
    moment = START.replace(hour=hour, minute=minute)
    assert dates.clock_time(moment, "fr") == french
    assert dates.clock_time(moment, "en") == english


def test_when_on_one_day_names_the_day_once():
    end = START + timedelta(hours=3, minutes=30)
    assert dates.when(START, end, "en") == "Wednesday 16 December 2026, 09:00 to 12:30"
    assert dates.when(START, end, "fr") == f"mercredi 16 décembre 2026, 9{NB}h à 12{NB}h{NB}30"


def test_when_over_two_days_names_both():
    end = START + timedelta(days=1)
    assert dates.when(START, end, "en") == (
        "Wednesday 16 December 2026, 09:00, to Thursday 17 December 2026, 09:00"
    )


def test_when_without_an_end_has_the_start_alone():
    assert dates.when(START, None, "en") == "Wednesday 16 December 2026, 09:00"
    assert dates.time_range(START, START, "en") == "09:00"


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, "yesterday"), (0, "today"), (1, "tomorrow"), (9, "25 December"), (20, "5 Jan 2027")],
)
def test_day_from_today(days, expected):
    assert dates.day_from(START + timedelta(days=days), START.date(), "en") == expected


def test_zone_phrase_elides_before_a_vowel_in_french():
    assert dates.zone_phrase("Europe/Paris", "fr") == "heure de Paris"
    assert dates.zone_phrase("Europe/Amsterdam", "fr") == "heure d’Amsterdam"
    assert dates.zone_phrase("America/New_York", "en") == "New York time"
