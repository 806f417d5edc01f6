"""Predicates about pages. No database."""

from typing import Any

#: Where in Wagtail's tree the pages are that the site links to from everywhere.
PLACES = frozenset(
    {
        "/home/",
        "/home/events/",
        "/home/news/",
        "/home/legal/",
        "/home/legal/notice/",
        "/home/legal/privacy/",
    }
)


def is_fixed(page: Any) -> bool:
    """Whether the page may not be moved, taken off or deleted."""
    return page.url_path in PLACES
