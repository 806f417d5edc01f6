"""Dates of calendar files as recurring-ical-events finds them; run where that is installed."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import recurring_ical_events  # type: ignore[import-not-found]


def written(moment) -> str:
    """As the other programs write it."""
    if not isinstance(moment, datetime):
        return f"{moment:%Y%m%d}"
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


for name in sys.argv[1:]:
    sys.stdout.write(f"FILE {name}\n")
    calendar = icalendar.Calendar.from_ical(Path(name).read_bytes())
    for event in recurring_ical_events.of(calendar).between((2025, 12, 1), (2028, 2, 1)):
        if str(event.get("STATUS", "")) != "CANCELLED":
            sys.stdout.write(f"{written(event.start)} {written(event.end)}\n")
