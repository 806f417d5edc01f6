"""Days in the ways that programs write them.

`03/04/2026` is the third of April in one country and the fourth of March in another. A column tells
by its other values; where it does not, its headings do when they are French; else nobody knows, and
the cell is refused.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from club.lib.text import fold
from members.crm.values import Unfit

_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_SHORT = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ,].*)?$")
_DIGITS = re.compile(r"^(\d{5})(?:[.,]\d+)?$")
_COMPACT = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
_DAY_WORD = re.compile(r"^(\d{1,2})(?:er|st|nd|rd|th)?[ .-]+([a-z]{3,9})\.?[ ,-]+(\d{4})\b")
_WORD_DAY = re.compile(r"^([a-z]{3,9})\.?[ -]+(\d{1,2})(?:st|nd|rd|th)?[ ,-]+(\d{4})\b")
_EPOCH = date(1899, 12, 30)
#: Days 1954-10-03 to 2119: what a number in a column of dates can be.
_SERIALS = range(20_000, 80_000)
_MONTHS = {
    "janv": 1, "jan": 1, "fevr": 2, "fev": 2, "feb": 2, "mars": 3, "mar": 3, "avr": 4, "apr": 4,
    "mai": 5, "may": 5, "juin": 6, "jun": 6, "juil": 7, "jul": 7, "aout": 8, "aug": 8, "sept": 9,
    "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip


def day_first(texts: Iterable[str]) -> bool | None:
    """What the values of a column tell about their order: True for the day, None for nothing.

    None as well where some say one thing and some the other.
    """
    says = set()
    for text in texts:
        found = _SHORT.match(text.strip())
        if found:
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:
                says.add(True)
            if second > 12 >= first:
                says.add(False)
    return says.pop() if len(says) == 1 else None


def day(text: str, *, day_first: bool | None) -> date:
    """The day that a cell names. Raises Unfit, also where two days are possible."""
    text = text.strip()
    for pattern, order in ((_ISO, (1, 2, 3)), (_COMPACT, (1, 2, 3))):
        found = pattern.match(text)
        if found:
            return _date(*(int(found[n]) for n in order))
    found = _SHORT.match(text)
    if found:
        return _short(int(found[1]), int(found[2]), found[3], day_first)
    found = _DIGITS.match(text)
    if found and int(found[1]) in _SERIALS:
        return _EPOCH + timedelta(days=int(found[1]))
    return _written(fold(text))


def _short(first: int, second: int, year: str, day_first: bool | None) -> date:
    if first > 12 or second > 12 or first == second:
        day_first = first > 12 or (first == second) or False
    if day_first is None:
        raise Unfit(
            "ambiguous",
            _("can be two days. Write it like 2026-04-30."),
        )
    number, month = (first, second) if day_first else (second, first)
    return _date(_full(year), month, number)


def _full(year: str) -> int:
    """`98` is 1998, `26` is 2026."""
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 70 else 2000)


def _written(text: str) -> date:
    found = _DAY_WORD.match(text)
    if found:
        return _named(int(found[1]), found[2], int(found[3]))
    found = _WORD_DAY.match(text)
    if found:
        return _named(int(found[2]), found[1], int(found[3]))
    raise Unfit("date", _no_date())


def _named(number: int, word: str, year: int) -> date:
    month = next((_MONTHS[word[:n]] for n in (4, 3) if word[:n] in _MONTHS), 0)
    return _date(year, month, number)


def _date(year: int, month: int, number: int) -> date:
    try:
        found = date(year, month, number)
    except ValueError:
        raise Unfit("date", _no_date()) from None
    if not 1900 <= found.year <= 2100:
        raise Unfit("date", _no_date())
    return found


def _no_date() -> str:
    return _("is no date. Write it like 2026-04-30.")
