"""The drawing of an event by its own seats: where each circle stands. No models, no HTML."""

from dataclasses import dataclass
from math import cos, pi, sin

TABLE_LIMIT = 20
DOT_LIMIT = 200


@dataclass(frozen=True)
class Shape:
    """How a table is drawn: radius of a seat, room for each along the edge, radius of the ends."""

    seat: float
    pitch: float
    ends: float
    edge: float  # from the centre of a seat to the edge of the table top


SHAPES = {
    "table": Shape(seat=16, pitch=46, ends=91, edge=25),
    "wide": Shape(seat=18, pitch=65, ends=81, edge=27),
    "small": Shape(seat=12, pitch=43, ends=51, edge=21),
}


@dataclass(frozen=True)
class Table:
    """A table top with `seats` around it, clockwise from the top; all in units of the drawing."""

    width: float
    height: float
    edge: float
    seats: tuple[tuple[float, float], ...]


def lay_table(places: int, shape: Shape) -> Table:
    """A round table, stretched in the middle once its seats need more room than a circle has."""
    around = places * shape.pitch
    straight = max(0.0, (around - 2 * pi * shape.ends) / 2)
    margin = shape.seat + 2
    width, height = straight + 2 * (shape.ends + margin), 2 * (shape.ends + margin)
    step = (2 * straight + 2 * pi * shape.ends) / places
    points = [_on_edge((index + 0.5) * step, straight, shape.ends) for index in range(places)]
    seats = tuple((round(x + width / 2, 1), round(y + height / 2, 1)) for x, y in points)
    return Table(round(width, 1), round(height, 1), margin + shape.edge, seats)


def _on_edge(way: float, straight: float, ends: float) -> tuple[float, float]:
    """The point after `way` along a stadium, clockwise from the middle of its top side."""
    half, bend = straight / 2, pi * ends
    if way <= half:
        return way, -ends
    way -= half
    if way <= bend:
        return half + ends * sin(way / ends), -ends * cos(way / ends)
    way -= bend
    if way <= straight:
        return half - way, ends
    way -= straight
    if way <= bend:
        return -half - ends * sin(way / ends), ends * cos(way / ends)
    return way - bend - half, -ends


def dot_rows(places: int, per_row: int = 20) -> list[tuple[int, int]]:
    """How many dots stand in each row, as (first place, count)."""
    return [(first, min(per_row, places - first)) for first in range(0, places, per_row)]
