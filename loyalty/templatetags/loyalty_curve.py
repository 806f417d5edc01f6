"""The 24-month curve as geometry: pure, in strings that no language changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from club.lib import dates

TOP = 10.0
GRID = (0, 2, 4, 6, 8, 10)


@dataclass(frozen=True)
class Frame:
    """A drawing area in its own units: the wide one for desks and paper, the narrow for phones."""

    width: int
    height: int
    every: int  # months between two labels of the axis
    left: int = 26
    right: int = 12
    top: int = 14
    bottom: int = 30


WIDE = Frame(1080, 300, every=3)
NARROW = Frame(340, 230, every=6)


def draw(
    points: Sequence[tuple[date, float | None]],
    acts: Sequence[tuple[date, str]],
    frame: Frame,
    language: str = "",
) -> dict[str, Any]:
    """The parts of the drawing: grid, axis and its labels, lines, numbered acts, the last point.

    `points` are days with the signal from 0 to 10, oldest first; None where there was no number,
    which leaves a gap. `acts` are days with "up", "down" or "", numbered in their order. Two days
    are needed for a line; with fewer the drawing is empty.
    """
    if len(points) < 2:
        return {}
    first, last = points[0][0], points[-1][0]
    known = [(day, value) for day, value in points if value is not None]
    axis, y = list(_axis(points, frame, language)), frame.height - 6
    return {
        "width": frame.width,
        "height": frame.height,
        "grid": _grid(frame),
        "axis": axis,
        "labels": format_html_join("", _LABEL, ((x, y, *rest) for x, *rest in axis)),
        "paths": [_path(run, first, last, frame) for run in _runs(points)],
        "acts": [
            _act(number, day, tone, known, (first, last), frame)
            for number, (day, tone) in enumerate(acts, 1)
            if first <= day <= last
        ],
        "now": _dot(known[-1], first, last, frame) if known else None,
    }


_LINE = (
    '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}" />'
    '<text class="ax" x="16" y="{}" text-anchor="end">{}</text>'
)
_LABEL = '<text class="ax" x="{}" y="{}" text-anchor="{}">{}</text>'


@cache
def _grid(frame: Frame) -> SafeString:
    """The lines of the even numbers, the same in every drawing of a frame."""
    left, right = frame.left, frame.width - frame.right
    heights = ((n, _y(n, frame)) for n in GRID)
    rows = ((left, right, _text(y), _text(y), _text(y + 4), n) for n, y in heights)
    return format_html_join("", _LINE, rows)


def _text(value: float) -> str:
    return f"{value:.1f}"


def _x(day: date, first: date, last: date, frame: Frame) -> float:
    span = max((last - first).days, 1)
    inner = frame.width - frame.left - frame.right
    return frame.left + inner * (day - first).days / span


def _y(value: float, frame: Frame) -> float:
    inner = frame.height - frame.top - frame.bottom
    return frame.top + inner * (1 - min(max(value, 0.0), TOP) / TOP)


def _runs(points: Sequence[tuple[date, float | None]]) -> list[list[tuple[date, float]]]:
    """The stretches without a gap."""
    grouped = groupby(points, key=lambda point: point[1] is not None)
    return [[(d, v) for d, v in run if v is not None] for has, run in grouped if has]


def _path(run: list[tuple[date, float]], first: date, last: date, frame: Frame) -> str:
    spots = [f"{_text(_x(d, first, last, frame))} {_text(_y(v, frame))}" for d, v in run]
    return "M" + "L".join(spots)


def _dot(point: tuple[date, float], first: date, last: date, frame: Frame) -> tuple[str, str]:
    day, value = point
    return _text(_x(day, first, last, frame)), _text(_y(value, frame))


def _axis(points: Sequence[tuple[date, float | None]], frame: Frame, language: str) -> Any:
    """A label every few months, counted back from today so that the last one always stands."""
    first, last = points[0][0], points[-1][0]
    shown = list(reversed(points))[:: frame.every]
    for place, (day, _value) in enumerate(reversed(shown)):
        x = _x(day, first, last, frame)
        ends = {0: "start", len(shown) - 1: "end"}
        anchor = ends.get(place, "middle") if len(shown) > 1 else "end"
        if anchor == "start" and x > frame.left + 30:
            anchor = "middle"
        label = dates.short_month_name(day, language)
        year = f" {day:%y}" if place == 0 or day.month <= frame.every else ""
        yield _text(x), anchor, f"{label}{year}"


def _act(
    number: int,
    day: date,
    tone: str,
    known: Sequence[tuple[date, float]],
    span: tuple[date, date],
    frame: Frame,
) -> dict[str, Any]:
    """A numbered disc on the curve at this day; on the ground line where there is no curve."""
    first, last = span
    x, y = _x(day, first, last, frame), _y(_value_at(day, known), frame)
    return {"number": number, "tone": tone, "x": _text(x), "y": _text(y), "ty": _text(y + 4)}


def _value_at(day: date, known: Sequence[tuple[date, float]]) -> float:
    """The height of the curve at a day between two known ones."""
    before = [point for point in known if point[0] <= day]
    after = [point for point in known if point[0] >= day]
    if not before or not after:
        return (before[-1][1] if before else after[0][1]) if known else 0.0
    (start, low), (end, high) = before[-1], after[0]
    share = (day - start).days / (end - start).days if end > start else 0.0
    return low + (high - low) * share
