"""Tags of the desk: the ring, the bars, the arrow and the curve of a company's signal."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from club.templatetags.club_look import icon
from loyalty.templatetags import loyalty_curve

register = template.Library()

#: Below this the ring is drawn in the colour of a loss.
LOW = 4.0
MINUS = "\u2212"


@register.filter
def half(number: float | None) -> str:
    """A signal as lists say it: whole or half, in the reader's notation (`6`, `6,5`)."""
    if number is None:
        return ""
    return _half(round(number * 2) / 2, get_language())


@lru_cache(maxsize=100)
def _half(rounded: float, _language: str | None) -> str:
    """Written once: there are twenty-one in each language."""
    return formats.number_format(rounded, 0 if rounded == int(rounded) else 1)


@register.filter
def points(number: float | None) -> str:
    """Points with two decimals, in the reader's notation; for a client's own page only."""
    return "" if number is None else formats.number_format(round(number, 2) + 0.0, 2)


@register.filter
def signed(number: float | None) -> str:
    """Points with their sign: `+0,38`, `−0,11`."""
    if number is None:
        return ""
    sign = "+" if number >= 0 else MINUS
    return f"{sign}{formats.number_format(abs(round(number, 2)), 2)}"


@register.filter
def tone(number: float | None) -> str:
    """`up`, `down` or `flat`, as a class."""
    if not number:
        return "flat"
    return "up" if number > 0 else "down"


_ARROWS = {"up": "arrow-up-right", "down": "arrow-down-right", "flat": "arrow-right"}


@register.simple_tag
def arrow(direction: str, text: str = "") -> SafeString:
    """The arrow of a trend with its word: "up", "down" or "flat"; nothing for ""."""
    if direction not in _ARROWS:
        return SafeString("")
    return _arrow(direction, text) if text else _bare_arrow(direction, get_language())


@lru_cache(maxsize=10)
def _bare_arrow(direction: str, _language: str | None) -> SafeString:
    """Drawn once, as a list has one in each line."""
    words = {"up": _("rising"), "down": _("falling"), "flat": _("steady")}
    return _arrow(direction, format_html('<span class="vh">{}</span>', words[direction]), "")


def _arrow(direction: str, words: str, before: str = " ") -> SafeString:
    return format_html(
        '<span class="delta {}">{}{}{}</span>',
        direction,
        icon(_ARROWS[direction]),
        before,
        words,
    )


@register.simple_tag
def ring(number: float | None) -> SafeString:
    """The small ring of a list: a whole or half number, or dashes while there is none."""
    return _ring(number, get_language())


@lru_cache(maxsize=100)
def _ring(number: float | None, _language: str | None) -> SafeString:
    """Drawn once: a list has many, and there are twenty-two in each language."""
    facts = {
        "number": number,
        "low": number is not None and number < LOW,
        "dash": f"{number:.2f} 10" if number is not None else "",
    }
    return render_to_string("loyalty/_ring.html", facts)


@register.inclusion_tag("loyalty/_dial.html")
def dial(number: float | None, parts: Iterable[Any], words: str) -> dict[str, Any]:
    """The ring of one company: an arc per part, as long as its weight, filled as far as reached.

    `parts` have `reached` and `possible` in points of ten; `words` stand inside without a number.
    """
    arcs = []
    start = 0.0
    rows = [part for part in parts if part.possible > 0]
    total = sum(part.possible for part in rows) or 1.0
    for part in rows:
        length = part.possible / total * 10
        room = max(length - 0.09, 0.01)
        filled = room * min(max(part.reached / part.possible, 0.0), 1.0)
        arcs.append((f"{room:.3f} 10", f"{filled:.3f} 10", f"{-start - 0.045:.3f}"))
        start += length
    return {"number": number, "arcs": arcs, "words": words}


@register.inclusion_tag("loyalty/_meter.html")
def meter(reached: float, possible: float, was: float | None = None) -> dict[str, Any]:
    """A bar: reached out of possible, with a mark where it was 90 days ago."""
    share = _share(reached, possible)
    mark = None if was is None else f"{min(_share(was, possible), 198.8):.1f}"
    return {"width": f"{share:.1f}", "was": mark}


def _share(value: float, possible: float) -> float:
    return 200 * min(max(value / possible, 0.0), 1.0) if possible else 0.0


@register.inclusion_tag("loyalty/_curve.html")
def curve(
    points: Sequence[tuple[date, float | None]], acts: Sequence[Any], words: str
) -> dict[str, Any]:
    """The signal over 24 months with numbered acts: wide for desks, narrow for phones.

    `acts` have `day` and `tone` ("up", "down" or ""); `words` say the curve in one sentence.
    """
    marks = [(act.day, act.tone) for act in acts]
    return {
        "words": words,
        "drawings": [
            (css, loyalty_curve.draw(points, marks, frame))
            for css, frame in (
                ("not-small", loyalty_curve.WIDE),
                ("only-small", loyalty_curve.NARROW),
            )
        ],
    }
