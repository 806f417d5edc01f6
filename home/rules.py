"""Predicates about pages. No database."""

from typing import Any

#: Below the home page: where the pages are that the site links to from everywhere.
PLACES = frozenset({"", "events/", "news/", "legal/", "legal/notice/", "legal/privacy/"})


def is_fixed(page: Any) -> bool:
    """Whether the page may not be moved, taken off or deleted."""
    _before, is_below, place = page.url_path.lstrip("/").partition("/")
    return bool(is_below) and place in PLACES
