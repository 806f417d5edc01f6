"""The search over everything, through the registered sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.registry import Hit, search_sources
from accounts.viewer import Viewer
from club.lib.text import clean_line

PER_SOURCE = 8
MIN_LENGTH = 2
MAX_LENGTH = 200


@dataclass(frozen=True)
class Group:
    """The hits of one source. `more_url` leads to all of them where there are more."""

    name: str
    label: Any
    hits: Sequence[Hit]
    more_url: str

    @property
    def has_more(self) -> bool:
        """Whether the source found more than is shown."""
        return bool(self.more_url)


def clean_query(text: str) -> str:
    """What somebody typed, as one line of a bearable length."""
    return clean_line(text.replace("\x00", " "))[:MAX_LENGTH].strip()


def is_too_short(query: str) -> bool:
    """Whether there are too few letters to look for."""
    return sum(c.isalnum() for c in query) < MIN_LENGTH


def find_all(viewer: Viewer, query: str) -> list[Group]:
    """Each source's first hits; sources that found nothing are left out."""
    groups = []
    for source in search_sources:
        hits = list(source.search(viewer, query, PER_SOURCE + 1))
        more = source.more_url(query) if source.more_url and len(hits) > PER_SOURCE else ""
        if hits:
            groups.append(Group(source.name, source.label, hits[:PER_SOURCE], more))
    return groups
