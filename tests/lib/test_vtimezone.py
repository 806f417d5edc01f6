"""VTIMEZONE components: the right offset at every instant of the years to come."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest

from club.lib.vtimezone import NoSimpleRule, build_timezone, read_posix, zone_rule
from club.lib.zones import zone_names

#: Zones whose clocks change by a rule that crosses days: their dates are written in UTC.
REFUSED = {
    "Africa/Cairo",
    "America/Godthab",
    "America/Nuuk",
    "America/Santiago",
    "America/Scoresbysund",
    "Asia/Gaza",
    "Asia/Hebron",
    "Asia/Jerusalem",
    "Asia/Tel_Aviv",
}
#: Zones whose changes are listed one by one for decades, against the rule at the end of their file.
LISTED = {"Africa/Casablanca", "Africa/El_Aaiun"}


def lines(zone: str) -> list[str]:
    return build_timezone(zone).to_ical().decode().split("\r\n")


def test_cal_r08_zone_is_one_yearly_rule_each_way():
    assert lines("Australia/Lord_Howe") == [
        "BEGIN:VTIMEZONE",
        "TZID:Australia/Lord_Howe",
        "BEGIN:STANDARD",
        "DTSTART:19700405T020000",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4",
        "TZNAME:+1030",
        "TZOFFSETFROM:+1100",
        "TZOFFSETTO:+1030",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:19701004T020000",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=10",
        "TZNAME:+11",
        "TZOFFSETFROM:+1030",
        "TZOFFSETTO:+1100",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "",
    ]


def test_cal_r08_zone_without_a_clock_change_has_one_standard():
    assert lines("Asia/Kolkata")[2:-2] == [
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZNAME:IST",
        "TZOFFSETFROM:+0530",
        "TZOFFSETTO:+0530",
        "END:STANDARD",
    ]


def test_cal_r08_summer_is_the_half_with_more_light_in_dublin_too():
    rule = zone_rule("Europe/Dublin")
    assert (rule.winter.name, rule.summer.name) == ("GMT", "IST")
    assert rule.winter.onset.in_year(2027) == datetime(2027, 10, 31, 2)  # noqa: DTZ001


def test_cal_r08_zones_without_a_simple_rule_are_refused():
    refused = set()
    for zone in zone_names():
        try:
            zone_rule(zone)
        except NoSimpleRule:
            refused.add(zone)
    assert refused == REFUSED


def test_cal_r08_every_zone_is_right_before_and_after_each_change():
    """Half a day to both sides of each change of the rule, and in the middle of each month."""
    for zone in sorted(set(zone_names()) - REFUSED - LISTED):
        place, rule = ZoneInfo(zone), zone_rule(zone)
        moments = [datetime(2028, month, 15, 12, tzinfo=place) for month in range(1, 13)]
        for shift in (rule.winter, rule.summer):
            if shift and shift.onset:
                onset = shift.onset.in_year(2028).replace(tzinfo=place)
                moments += [onset - timedelta(hours=12), onset + timedelta(hours=12)]
        for moment in moments:
            assert rule.offset_at(moment.replace(tzinfo=None)) == moment.utcoffset(), (zone, moment)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Australia/Lord_Howe"])
def test_cal_r08_component_gives_a_reader_the_clocks_of_the_place(zone):
    """The reader has nothing but the component: its name is one that no database knows."""
    component = build_timezone(zone)
    component["TZID"] = icalendar.vText(f"Club/{zone.rpartition('/')[2]}")
    read = icalendar.Timezone.from_ical(component.to_ical()).to_tz()
    for day in range(0, 900, 3):
        moment = datetime(2026, 1, 1, 9, tzinfo=ZoneInfo(zone)) + timedelta(days=day)
        wall = moment.replace(tzinfo=None)
        assert wall.replace(tzinfo=read).astimezone(UTC) == moment.astimezone(UTC)


@pytest.mark.parametrize(
    "text",
    ["IST-2IDT,M3.4.4/26,M10.5.0", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "EST5EDT,J60,J300", ""],
)
def test_rule_that_crosses_days_or_counts_days_is_refused(text):
    with pytest.raises(NoSimpleRule):
        read_posix(text)


def test_unknown_zone_is_refused():
    with pytest.raises(LookupError):
        zone_rule("Europe/Nowhere")
    assert "Europe/Nowhere" not in available_timezones()
