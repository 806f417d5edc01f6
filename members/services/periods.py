"""Periods in words."""

from django.utils.translation import ngettext

from accounts.registry import PersonalData
from members.services.retention import periods

_YEAR, _MONTH = 365, 30


def days_in_words(days: int) -> str:
    """`2 years`, `3 months`, `45 days`: the largest unit that fits."""
    if days % _YEAR == 0:
        count = days // _YEAR
        return ngettext("%(n)s year", "%(n)s years", count) % {"n": count}
    if days % _MONTH == 0:
        count = days // _MONTH
        return ngettext("%(n)s month", "%(n)s months", count) % {"n": count}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def period_of(entry: PersonalData, known: dict[str, int] | None = None) -> str:
    """For how long this kind of data is kept, with the club's own number in it."""
    words = str(entry.period)
    if not entry.rule:
        return words
    days = (known if known is not None else periods())[entry.rule]
    return words % {"time": days_in_words(days)}
