"""Mails and files read back by programs that are not ours, on both sides of each clock change.

`python -m tests.bench.readers` does the same with libical, ical.js, KCalendarCore and others,
which are no Python.
"""

from datetime import timedelta

import pytest

from club.lib import clock
from tests.calendars.cases import NOW, ZONES, cases_of, changes_of, series_cases
from tests.calendars.readers import READERS, Reader
from tests.notifications.stage import stage

pytestmark = pytest.mark.django_db

#: A zone whose clocks never change, under a name that it does not know, is UTC to this reader: it
#: counts only onsets by a rule. Under its own name, as we send it, it reads it right.
WRONG = {
    "Asia/Kolkata": [
        f"ical: {name}, unknown zone"
        for name in (
            "weekly series, file",
            "weekly series, mail",
            "series and moved date, mails",
            "daily series until, file",
            "monthly series, file",
        )
    ]
}


@pytest.fixture(autouse=True)
def nothing_stays_on_the_stage():
    yield
    stage.reset()


@pytest.mark.parametrize("zone", ZONES)
def test_cal_r08_every_reader_finds_the_instants_of_what_the_site_sends(zone, member_a):
    wrong = []
    for case in cases_of(zone, member_a):
        for each in (case, case.in_unknown_zone()) if case.is_timed_series else (case,):
            wrong += [f"{r.name}: {each.name}" for r in READERS if r.read(each.ics) != each.wanted]
    assert wrong == WRONG.get(zone, [])


def test_cases_lie_on_both_sides_of_every_change():
    assert [day.isoformat() for day in changes_of("Australia/Lord_Howe")] == [
        "2026-04-05",
        "2026-10-04",
        "2027-04-04",
        "2027-10-03",
    ]
    assert changes_of("Asia/Kolkata") == changes_of("Europe/Paris")
    assert len(changes_of("America/New_York")) == 4


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_reader_would_notice_a_zone_that_is_an_hour_wrong(reader: Reader, member_a):
    """The check can fail: the file says other clocks than it should."""
    with clock.at(NOW):
        case = next(series_cases("Europe/Paris", member_a))
    wrong = case.ics.replace(b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0300")
    found = reader.read(wrong.replace(b"Europe/Paris", b"Club/Elsewhere"))
    early = [a[0] - b[0] for a, b in zip(case.wanted, found, strict=True)]
    assert set(early) == {timedelta(hours=1), timedelta()}
