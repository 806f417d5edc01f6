"""The drawing of a table."""

from math import dist, hypot

import pytest

from club.lib.seats import SHAPES, dot_rows, lay_table


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("places", [1, 2, 8, 14, 20])
def test_every_seat_lies_inside_and_apart_from_its_neighbour(shape, places):
    form = SHAPES[shape]
    table = lay_table(places, form)
    assert len(table.seats) == places
    for x, y in table.seats:
        assert form.seat <= x <= table.width - form.seat
        assert form.seat <= y <= table.height - form.seat
    for here, there in zip(table.seats, table.seats[1:] + table.seats[:1], strict=True):
        assert places == 1 or dist(here, there) >= 2 * form.seat


def test_a_small_table_is_round():
    table = lay_table(8, SHAPES["table"])
    middle = table.width / 2
    distances = {round(hypot(x - middle, y - middle)) for x, y in table.seats}
    assert table.width == table.height
    assert distances == {91}


def test_seats_stand_evenly_along_a_long_table():
    seats = lay_table(20, SHAPES["wide"]).seats
    top = [x for x, y in seats if y == min(y for _x, y in seats)]
    gaps = {round(b - a) for a, b in zip(sorted(top), sorted(top)[1:], strict=False)}
    assert len(gaps) == 1


def test_dots_fill_rows_of_twenty():
    assert dot_rows(47) == [(0, 20), (20, 20), (40, 7)]
