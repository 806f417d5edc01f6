"""The ring, the bars, the arrow and the curve: pure drawing, in every language and for odd data."""

import itertools
import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from loyalty.enums import Cause, Dimension, SignalState
from loyalty.templatetags.loyalty_curve import NARROW, WIDE, draw
from loyalty.templatetags.loyalty_look import half, points, signed, tone
from loyalty.views import signals

pytestmark = pytest.mark.usefixtures("in_english")

TODAY = date(2026, 11, 26)


@dataclass
class Part:
    reached: float
    possible: float


def render(source: str, **context) -> str:
    return Template("{% load loyalty_look %}" + source).render(Context(context))


def months(*values: float | None) -> list[tuple[date, float | None]]:
    """One value a month, the last one today."""
    last = len(values) - 1
    return [(TODAY - timedelta(days=30 * (last - i)), value) for i, value in enumerate(values)]


@pytest.mark.parametrize(
    ("number", "french", "english"),
    [(6.24, "6", "6"), (6.25, "6", "6"), (6.3, "6,5", "6.5"), (0.0, "0", "0"), (10.0, "10", "10")],
)
def test_lists_say_whole_or_half_numbers(number, french, english):
    with translation.override("fr"):
        assert half(number) == french
    with translation.override("en"):
        assert half(number) == english
    assert half(None) == ""


def test_points_have_two_decimals_and_a_sign():
    with translation.override("fr"):
        assert [points(1.0), points(None), points(-0.001)] == ["1,00", "", "0,00"]
        assert [signed(0.384), signed(-0.11), signed(0)] == ["+0,38", "−0,11", "+0,00"]
    assert [tone(n) for n in (0.2, -0.2, 0, None)] == ["up", "down", "flat", "flat"]


def test_arrow_is_never_colour_alone():
    with translation.override("en"):
        html = render('{% arrow "down" %}')
        assert 'class="delta down"' in html
        assert "falling" in html
        assert render('{% arrow "" %}').strip() == ""


def test_ring_without_a_number_is_empty():
    assert "stroke-dasharray" not in render("{% ring None %}")
    with translation.override("fr"):
        html = render("{% ring 3.5 %}")
    assert 'stroke-dasharray="3.50 10"' in html
    assert "low" in html
    assert "3,5" in html


def test_dial_has_an_arc_for_each_part_that_can_be_reached():
    with translation.override("fr"):
        html = render(
            '{% dial 6 parts "" %}', parts=[Part(1.0, 2.0), Part(0.0, 0.0), Part(9.0, 8.0)]
        )
    arcs = re.findall(r'class="fg".*?stroke-dasharray="([\d.]+) 10"', html)
    assert [float(a) for a in arcs] == [pytest.approx(0.955), pytest.approx(7.91)]
    assert "," not in "".join(arcs)


def test_meter_never_leaves_its_frame():
    for reached, possible, width in [
        (1, 2, "100.0"),
        (5, 2, "200.0"),
        (-1, 2, "0.0"),
        (1, 0, "0.0"),
    ]:
        html = render("{% meter reached possible %}", reached=reached, possible=possible)
        assert f'width="{width}" height="6"' in html
        assert "was" not in html
    assert 'x="198.8"' in render("{% meter 1 2 2 %}")


# --- The curve ------------------------------------------------------------------------------
def test_curve_goes_from_the_left_edge_to_today_and_leaves_gaps():
    for frame in (WIDE, NARROW):
        drawing = draw(months(5, 6, None, 7, 10), [], frame, "en")
        first, second = drawing["paths"]
        assert first.startswith(f"M{frame.left:.1f} ")
        assert second.endswith(f"L{frame.width - frame.right:.1f} {frame.top:.1f}")
        assert drawing["now"] == (f"{frame.width - frame.right:.1f}", f"{frame.top:.1f}")


def test_curve_needs_two_days_and_survives_a_history_without_numbers():
    assert draw([], [], WIDE) == {}
    assert draw(months(5), [], WIDE) == {}
    assert draw([(TODAY, 5.0), (TODAY, 5.0)], [(TODAY, "up")], WIDE)["acts"]
    empty = draw(months(None, None), [(TODAY, "")], WIDE)
    assert (empty["paths"], empty["now"], len(empty["acts"])) == ([], None, 1)


def test_acts_stand_on_the_curve_in_their_order_and_older_ones_are_left_out():
    history = months(0, 10)
    middle = TODAY - timedelta(days=15)
    acts = [(TODAY - timedelta(days=99), "up"), (middle, "up"), (TODAY, "down")]
    found = draw(history, acts, WIDE, "en")["acts"]
    assert [(act["number"], act["tone"]) for act in found] == [(2, "up"), (3, "down")]
    half_way = WIDE.top + (WIDE.height - WIDE.top - WIDE.bottom) / 2
    assert found[0]["y"] == f"{half_way:.1f}"


def test_axis_names_today_and_no_two_labels_collide():
    history = months(*range(9), *range(9), *range(7))
    for frame, gap in ((WIDE, 70), (NARROW, 60)):
        axis = draw(history, [], frame, "fr")["axis"]
        places = [float(x) for x, _anchor, _label in axis]
        assert axis[-1][2].startswith("nov.")
        assert min(b - a for a, b in itertools.pairwise(places)) > gap


def test_curve_is_told_in_words_and_drawn_without_commas():
    @dataclass
    class Act:
        day: date
        tone: str

    with translation.override("fr"):
        html = render(
            '{% curve points acts "De 5 à 6" %}',
            points=months(5, 5.5, 6),
            acts=[Act(TODAY, "up")],
        )
    assert html.count('aria-label="De 5 à 6"') == 2
    assert not re.search(r'(?:d|cx|cy|x|y)="[^"]*,', html)


def test_every_state_cause_and_part_has_its_words():
    for name in Dimension:
        assert str(signals.PART_NAMES[name])
    for cause in Cause:
        assert str(signals.CAUSE_NAMES[cause])
        assert len(signals.REASONS[cause]) == 2
    words = {signals.status_words(state) for state in ("", *SignalState.values)}
    assert words == {"Not yet rated", "Too few facts for a number", "One contact: facts, no number"}
