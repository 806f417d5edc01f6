"""Covers: calm drawings in the colours of the house, made by numbers and always the same."""

import io
from collections.abc import Callable
from math import cos, pi, sin
from random import Random
from typing import IO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1067
#: Drawn twice as large and made smaller, so that edges are soft.
SCALE = 2

PAPER, SUNK = "#f1ebde", "#e6dec9"
GREEN, GREEN_SOFT = "#1f4d40", "#a9bfae"
GOLD, CLAY, INK = "#c2a25a", "#b9734f", "#2a2a26"

Draw = ImageDraw.ImageDraw

#: What each drawing shows, in French and in English.
DESCRIPTIONS = {
    "table": (
        "Dessin : une table ronde vue d’en haut, quatorze sièges, dont un vert.",
        "A drawing: a round table from above with fourteen seats, one of them green.",
    ),
    "workshop": (
        "Dessin : les toits en dents de scie d’un atelier sous un soleil bas.",
        "A drawing: the saw-tooth roofs of a workshop under a low sun.",
    ),
    "line9": (
        "Dessin : neuf lignes parallèles ; la dernière est dorée et s’ouvre sur un cercle.",
        "A drawing: nine parallel lines; the last one is golden and opens into a circle.",
    ),
    "assembly": (
        "Dessin : des rangées de sièges en arc de cercle devant une scène vide.",
        "A drawing: rows of seats in arcs before an empty stage.",
    ),
}


def draw_cover(name: str) -> IO[bytes]:
    """The drawing called `name` as a PNG file."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    _DRAWINGS[name](ImageDraw.Draw(image), Random(name))
    file = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    file.seek(0)
    file.name = f"{name}.png"
    return file


def _disc(draw: Draw, x: float, y: float, radius: float, fill: str) -> None:
    box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
    draw.ellipse(box, fill=fill)


def _bar(draw: Draw, x: float, y: float, width: float, height: float, fill: str) -> None:
    box = [x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE]
    draw.rounded_rectangle(box, radius=min(width, height) * SCALE / 2, fill=fill)


def _table(draw: Draw, chance: Random) -> None:
    middle_x, middle_y, seats = WIDTH * 0.56, HEIGHT * 0.5, 14
    _disc(draw, middle_x, middle_y, 420, SUNK)
    _disc(draw, middle_x, middle_y, 270, PAPER)
    for seat in range(seats):
        angle = 2 * pi * seat / seats - pi / 2
        x, y = middle_x + 345 * cos(angle), middle_y + 345 * sin(angle)
        _disc(draw, x, y, 52, GREEN if seat == 3 else chance.choice([GREEN_SOFT, CLAY, GOLD]))
    _disc(draw, middle_x, middle_y, 34, INK)


def _workshop(draw: Draw, chance: Random) -> None:
    _disc(draw, WIDTH * 0.74, HEIGHT * 0.4, 190, GOLD)
    ground = HEIGHT * 0.78
    for roof in range(6):
        left, width = 90 + roof * 240, 240
        height = 230 + chance.randrange(60)
        points = [(left, ground), (left, ground - height), (left + width, ground - height * 0.45)]
        outline = [*points, (left + width, ground)]
        draw.polygon(
            [(x * SCALE, y * SCALE) for x, y in outline],
            fill=[GREEN, GREEN_SOFT, CLAY][roof % 3],
        )
    _bar(draw, 0, ground, WIDTH, HEIGHT, SUNK)


def _line9(draw: Draw, chance: Random) -> None:
    """Inside the middle band, which is all that a wide cover shows."""
    first, step, end = 318, 48, WIDTH * 0.76
    _bar(draw, -WIDTH, -HEIGHT, 3 * WIDTH, 3 * HEIGHT, GREEN)
    for number in range(8):
        start = WIDTH * (0.04 + chance.random() * 0.22)
        _bar(draw, start, first + number * step, WIDTH * 0.66 - start, 14, GREEN_SOFT)
    y = first + 8 * step
    _disc(draw, end, y + 7, 88, GOLD)
    _disc(draw, end, y + 7, 56, GREEN)
    _bar(draw, 0, y, end - 72, 14, GOLD)


def _assembly(draw: Draw, chance: Random) -> None:
    middle_x, middle_y = WIDTH * 0.5, HEIGHT * 1.02
    for row in range(6):
        radius, seats = 300 + row * 112, 11 + row * 4
        for seat in range(seats):
            angle = pi + pi * (seat + 0.5) / seats
            x, y = middle_x + radius * cos(angle), middle_y + radius * sin(angle)
            tint = chance.choices([GREEN_SOFT, SUNK, CLAY, GREEN], [6, 5, 1, 1])[0]
            _disc(draw, x, y, 30, tint)
    _disc(draw, middle_x, middle_y, 190, GREEN)


_DRAWINGS: dict[str, Callable[[Draw, Random], None]] = {
    "table": _table,
    "workshop": _workshop,
    "line9": _line9,
    "assembly": _assembly,
}
