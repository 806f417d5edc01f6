"""Readers of calendars that are no Python of ours: found, compiled or fetched, or named as absent.

Nothing is installed: what the machine has is used. On Debian: libical-dev and gcc;
libkf5calendarcore-dev and g++; nodejs, and the folder of npm's ical.js in ICAL_JS; khal; php-cli
and php-sabre-vobject (SABRE_AUTOLOAD names the autoload file of another one).
"""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.calendars.readers import Found, Moment, in_order

HERE = Path(__file__).parent
_FETCHED = "recurring-ical-events==3.8.2"


class Absent(Exception):
    """The program cannot be had on this machine; the text says why."""


@dataclass(frozen=True)
class Program:
    """A reader: its name, and what it finds in each of these files, None where it gave up."""

    name: str
    read: Callable[[Sequence[Path]], list[Found | None]]


def programs(folder: Path) -> Iterable[tuple[str, Callable[[], Program]]]:
    """Name and maker of each; a maker raises Absent. They may write into the folder."""
    yield "libical", lambda: _libical(folder)
    yield "KCalendarCore", lambda: _kcalendarcore(folder)
    yield "ical.js", _icaljs
    yield "sabre/vobject", _sabre
    yield "khal", lambda: _khal(folder)
    yield "recurring-ical-events", _recurring


def _libical(folder: Path) -> Program:
    _need("gcc", "pkg-config")
    flags = _flags("libical")
    program = folder / "libical"
    _compile(["gcc", "-o", str(program), str(HERE / "libical.c"), *flags])
    return Program(f"libical {_version('libical')}", _by([str(program)]))


def _kcalendarcore(folder: Path) -> Program:
    _need("g++", "pkg-config")
    flags = _flags("KF5CalendarCore")
    program = folder / "kcalendarcore"
    source = str(HERE / "kcalendarcore.cpp")
    _compile(["g++", "-fPIC", "-std=c++17", "-o", str(program), source, *flags])
    return Program(f"KCalendarCore {_version('KF5CalendarCore')}", _by([str(program)]))


def _icaljs() -> Program:
    _need("node")
    places = [
        os.environ.get("ICAL_JS", ""),
        "/usr/share/nodejs/ical.js",
        "/usr/lib/node_modules/ical.js",
    ]
    found = next(
        (p for p in map(Path, filter(None, places)) if (p / "package.json").exists()), None
    )
    if found is None:
        raise Absent("no ical.js; ICAL_JS names its folder")
    library = next(
        (p for p in (found / "dist/ical.js", found / "build/ical.js") if p.exists()), None
    )
    if library is None:
        raise Absent(f"no module in {found}")
    return Program("ical.js", _by(["node", str(HERE / "icaljs.mjs"), str(library)]))


def _sabre() -> Program:
    _need("php")
    place = os.environ.get("SABRE_AUTOLOAD", "/usr/share/php/Sabre/VObject/autoload.php")
    if not Path(place).exists():
        raise Absent("no sabre/vobject; SABRE_AUTOLOAD names its autoload file")
    return Program("sabre/vobject", _by(["php", str(HERE / "sabre.php"), place]))


def _recurring() -> Program:
    """From the package index into a place of its own: it wants an older dateutil than we have."""
    uv = Path(sys.executable).with_name("uv")
    if not uv.exists():
        raise Absent("no uv beside this Python")
    command = [str(uv), "run", "--quiet", "--no-project", "--python", "3.11", "--with", _FETCHED]
    command += ["python", str(HERE / "recurring.py")]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise Absent("the package index does not answer")
    return Program(_FETCHED.replace("==", " "), _by(command))


def _khal(folder: Path) -> Program:
    _need("khal")
    home = folder / "khal"
    home.mkdir()

    def read(paths: Sequence[Path]) -> list[Found | None]:
        return [_list_with_khal(home, path) for path in paths]

    return Program(f"khal {_said(['khal', '--version']).split()[-1]}", read)


def _list_with_khal(home: Path, path: Path) -> Found | None:
    """khal takes a file into a folder of its own and lists that, here in UTC."""
    shutil.rmtree(home)
    (home / "in").mkdir(parents=True)
    (home / "config").write_text(
        f"[calendars]\n[[in]]\npath = {home}/in\n[sqlite]\npath = {home}/cache.db\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        "longdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    khal = ["khal", "-c", f"{home}/config"]
    form = "{start-long-full}|{end-long-full}|{status}|{all-day}"
    listing = [*khal, "list", "--day-format", "", "--format", form, "2025-12-01", "800d"]
    for command in ([*khal, "import", "--batch", "-a", "in", str(path)], listing):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            return None
    rows = {tuple(line.split("|")) for line in done.stdout.splitlines() if "|" in line}
    return in_order(_pair_of_khal(*row) for row in rows if "CANCELLED" not in row[2])


def _pair_of_khal(start: str, end: str, _status: str, is_day: str) -> tuple[Moment, Moment]:
    """Whole days end on their last day there."""
    first, last = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))
    if is_day == "True":
        return first.date(), last.date() + timedelta(days=1)
    return first, last


def _by(command: list[str]) -> Callable[[Sequence[Path]], list[Found | None]]:
    """Reads with a program that takes the names of files and writes their dates."""

    def read(paths: Sequence[Path]) -> list[Found | None]:
        done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True)
        if done.returncode and len(paths) > 1:  # one of them: which?
            return [read([path])[0] for path in paths]
        if done.returncode:
            return [None]
        return [_dates(block.splitlines()[1:]) for block in done.stdout.split("FILE ")[1:]]

    return read


def _dates(lines: Iterable[str]) -> Found:
    starts_ends = (line.split() for line in lines if line.strip())
    return in_order((_moment(start), _moment(end)) for start, end in starts_ends)


def _moment(text: str) -> Moment:
    moment = datetime.fromisoformat(text)
    return moment if "T" in text else moment.date()


def _need(*names: str) -> None:
    for name in names:
        if shutil.which(name) is None:
            raise Absent(f"no {name}")


def _flags(library: str) -> list[str]:
    done = subprocess.run(
        ["pkg-config", "--cflags", "--libs", library], capture_output=True, text=True
    )
    if done.returncode:
        raise Absent(f"no headers of {library}")
    return shlex.split(done.stdout)


def _version(library: str) -> str:
    return _said(["pkg-config", "--modversion", library])


def _said(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _compile(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Absent(f"does not compile: {done.stderr.strip().splitlines()[-1]}")
