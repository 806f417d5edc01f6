"""What `seats_svg` hands to its template: positions, tints and the words for a screen reader."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from club.lib.seats import DOT_LIMIT, SHAPES, TABLE_LIMIT, dot_rows, lay_table

_DOT, _PITCH = 4, 9


def draw(
    capacity: int,
    taken: int,
    people: Iterable[Any],
    me: Any,
    shape: str,
    *,
    tinted: bool = False,
) -> dict[str, Any]:
    """The context of `components/_seats.html` for one event date."""
    taken = max(0, min(taken, capacity))
    words = {
        "label": describe(capacity, taken, me is not None),
        "capacity": capacity,
        "taken": taken,
    }
    if capacity > DOT_LIMIT:
        return {**words, "kind": "bar"}
    if capacity > TABLE_LIMIT or shape == "dots":
        return {**words, "kind": "dots", **_dots(capacity, taken, me is not None)}
    table = _table(capacity, taken, people, me, shape)
    if tinted:
        _tint(table["seats"])
    return {**words, "kind": "table", **table}


def describe(capacity: int, taken: int, mine: bool) -> str:
    """`20 seats, 14 taken; one of them is yours.`"""
    seats = ngettext("%(count)s seat", "%(count)s seats", capacity) % {"count": capacity}
    used = ngettext("%(count)s taken", "%(count)s taken", taken) % {"count": taken}
    if mine:
        return _("%(seats)s, %(used)s; one of them is yours.") % {"seats": seats, "used": used}
    return _("%(seats)s, %(used)s.") % {"seats": seats, "used": used}


def _table(capacity: int, taken: int, people: Iterable[Any], me: Any, shape: str) -> dict[str, Any]:
    """Seats around a table: the viewer first, then those who are named, then the others."""
    form = SHAPES.get(shape, SHAPES["table"])
    table = lay_table(capacity, form)
    named = [person for person in people if me is None or person.pk != me.pk]
    sitting = ([me] if me is not None else []) + named
    seats = []
    for number, (x, y) in enumerate(table.seats):
        person = sitting[number] if number < min(len(sitting), taken) else None
        kind = "y" if person is not None and person is me else _kind(person, number < taken)
        initials = person.initials if person is not None and shape != "small" else ""
        seats.append(
            {"x": x, "y": y, "text_y": round(y + 4, 1), "kind": kind, "initials": initials}
        )
    inner_width, inner_height = table.width - 2 * table.edge, table.height - 2 * table.edge
    return {
        "table": table,
        "seats": seats,
        "radius": form.seat,
        "top_width": round(inner_width, 1),
        "top_height": round(inner_height, 1),
        "bend": round(inner_height / 2, 1),
        "middle": (round(table.width / 2, 1), round(table.height / 2, 1)),
    }


def _kind(person: Any, is_taken: bool) -> str:
    """The class of a seat: tinted for a named person, plain when taken, empty when free."""
    if person is not None:
        return f"p{int(person.pk) % 6 + 1}"
    return "t" if is_taken else ""


def _tint(seats: list[dict[str, Any]]) -> None:
    """Colour the seats of nobody in particular, neighbours never alike."""
    for number, seat in enumerate(seats):
        if seat["kind"] == "t":
            seat["kind"] = f"p{number * 5 % 6 + 1}"


def _dots(capacity: int, taken: int, mine: bool) -> dict[str, Any]:
    """Dots as three dashed paths (round caps make each dash of no length a dot)."""
    rows = dot_rows(capacity)
    own = 1 if mine and taken else 0
    return {
        "width": min(capacity, 20) * _PITCH + 1,
        "height": len(rows) * _PITCH + 1,
        "mine_path": _path(0, own),
        "taken_path": _path(own, taken),
        "free_path": _path(taken, capacity),
    }


def _path(first: int, stop: int) -> str:
    """A line through the dots from place `first` up to `stop`, one piece per row."""
    pieces = []
    while first < stop:
        row, column = divmod(first, 20)
        count = min(20 - column, stop - first)
        pieces.append(
            f"M{column * _PITCH + _DOT + 1} {row * _PITCH + _DOT + 1}h{(count - 1) * _PITCH}.01"
        )
        first += count
    return "".join(pieces)
