"""Reads back what the site sends in every reader of calendars that this machine has.

`python -m tests.bench.readers [ZONE ...]` prints a table: reader by case, how many of the files had
all their instants right. A series is read twice, the second time under a zone's name that no
database knows, so that only what the file says of the zone counts. The exit code is the number of
readers that were wrong under the names that the site sends.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.calendars.cases import Case
    from tests.calendars.readers import Found

    FoundBy = dict[str, dict[Path, Found | None]]

_WIDTH = 12


def _write(folder: Path, zones: Iterable[str]) -> list[tuple[Case, Path]]:
    """The cases, and the file of each; the same bytes are one file."""
    from tests.calendars.cases import cases_of
    from tests.factories.accounts import CompanyFactory, member

    person = member(CompanyFactory.create(name="Bench"), email="reader@example.org")
    written: list[tuple[Case, Path]] = []
    for zone in zones:
        for case in cases_of(zone, person):
            for each in (case, case.in_unknown_zone()) if case.is_timed_series else (case,):
                path = folder / f"{sha256(each.ics).hexdigest()}.ics"
                path.write_bytes(each.ics)
                written.append((each, path))
    return written


def _table(written: list[tuple[Case, Path]], found_by: FoundBy) -> int:
    """One line for each case, one column for each reader; returns how many readers were wrong."""
    rows: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    wrong = set()
    for reader, found in found_by.items():
        for case, path in written:
            dates = found[path]
            is_right = dates == case.wanted
            rows[case.name][reader].append(is_right)
            if not is_right:
                _say(f"  {reader}: {case.name}, {case.zone}: {_difference(case.wanted, dates)}")
                if not case.zone.startswith("Club/"):
                    wrong.add(reader)
    width = max(map(len, rows))
    columns = [name[: _WIDTH - 1] for name in found_by]
    _say("\n" + " " * width + "".join(f" {name:>{_WIDTH}}" for name in columns))
    for name, cells in rows.items():
        counts = [f"{sum(cells[reader])}/{len(cells[reader])}" for reader in found_by]
        _say(f"{name:<{width}}" + "".join(f" {count:>{_WIDTH}}" for count in counts))
    return len(wrong)


def _difference(wanted: Found, found: Found | None) -> str:
    if found is None:
        return "could not read it"
    missing = [pair for pair in wanted if pair not in found]
    first = f", first {missing[0][0]}" if missing else ""
    return f"{len(found)} dates for {len(wanted)}, {len(missing)} of them missing{first}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Write the cases, read them with everything there is, print."""
    from tests.bench.readers.programs import Absent, programs
    from tests.bench.stage import own_database
    from tests.calendars.cases import ZONES
    from tests.calendars.readers import READERS

    with own_database(), tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written = _write(folder, arguments or ZONES)
        paths = sorted({path for _case, path in written})
        found_by: FoundBy = {
            reader.name: {path: reader.read(path.read_bytes()) for path in paths}
            for reader in READERS
        }
        for label, make in programs(folder):
            try:
                program = make()
            except Absent as absent:
                _say(f"  {label} left out: {absent}")
                continue
            found_by[program.name] = dict(zip(paths, program.read(paths), strict=True))
        return _table(written, found_by)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "club.settings.test"
    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    sys.exit(main(sys.argv[1:]))
