"""What somebody looks for in a list: words, and values of filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField

from club.lib.prepared import Param, Params
from members.enums import TopicSide
from members.models.search import query_words
from members.registry import Values

QUERY = "q"
#: So many subjects of each side are offered, the most frequent ones.
TOPICS_SHOWN = 12

Chosen = Mapping[str, frozenset[str]]
Word = str | Param  # or the place of one


@dataclass(frozen=True)
class Wish:
    """What somebody looks for: words, and by facet that is offered the values of which one has to
    fit; an empty set asks nothing.
    """

    query: str = ""
    chosen: Chosen = field(default_factory=dict)
    order: str = "name"

    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return not self.query and not any(self.chosen.values())


@dataclass(frozen=True)
class Terms:
    """A wish as queries are written of it: with its words and values, or with places for them.

    `words` are None where the query has signs but no word, which nothing fits. `topics` is how many
    subjects of each side are offered.
    """

    words: Sequence[Word] | None
    chosen: Mapping[str, Values]
    order: str
    topics: int

    def filters(self) -> list[str]:
        """The names of what narrows the list."""
        named = [name for name, values in self.chosen.items() if values]
        return named if self.words is not None and not self.words else [QUERY, *named]


@dataclass(frozen=True)
class Outline:
    """What wishes have in common whose queries differ in values alone; their texts are kept by it.

    How many words there are, which facets are offered, in which of them something is chosen.
    """

    words: int | None
    offered: frozenset[str]
    chosen: frozenset[str]
    order: str
    topics: int

    def with_places(self) -> Terms:
        """The terms of such a wish, with places for its values."""
        text: Any = CharField()
        words = None
        if self.words is not None:
            words = [Param(_word(n), text) for n in range(self.words)]
        chosen: dict[str, Values] = dict.fromkeys(self.offered, ())
        chosen.update((name, Params(_facet(name), text)) for name in self.chosen)
        return Terms(words, chosen, self.order, self.topics)


def terms_of(wish: Wish) -> Terms:
    """The terms of a wish, with its values."""
    words = query_words(wish.query)
    is_odd = bool(wish.query.strip()) and not words
    topics = max([TOPICS_SHOWN, *(len(wish.chosen.get(side.value, ())) for side in TopicSide)])
    return Terms(None if is_odd else words, wish.chosen, wish.order, topics)


def outline_of(terms: Terms) -> Outline:
    """What the text of its queries depends on."""
    return Outline(
        None if terms.words is None else len(terms.words),
        frozenset(terms.chosen),
        frozenset(name for name, values in terms.chosen.items() if values),
        terms.order,
        terms.topics,
    )


def values_of(terms: Terms) -> dict[str, Any]:
    """What is sent for the places of `Outline.with_places`."""
    words = {_word(n): word for n, word in enumerate(terms.words or ())}
    return words | {_facet(name): values for name, values in terms.chosen.items() if values}


def _word(number: int) -> str:
    return f"word {number}"


def _facet(name: str) -> str:
    return f"chosen {name}"
