"""Names that are spelled nearly as somebody typed them, people's and companies'.

The words of names stand once each in a vocabulary, under the keys of `club.lib.spelling`. It is
asked only where the search by beginnings finds nobody or few. What it finds goes through the same
rows of words, so nobody is found by what the viewer may not read.
"""

from collections.abc import Collection, Iterable
from itertools import pairwise

from django.db import models
from django.db.models import Q

from accounts.models import Company, Membership
from accounts.viewer import Viewer
from club.lib.spelling import distance, spelling_keys
from members.models.search import (
    WORD_LENGTH,
    CompanyWord,
    PersonWord,
    begins_q,
    query_words,
    split_words,
)
from members.rules import shown_words_q

#: So many rows are compared before the nearest ones are shown.
_COMPARED = 60
#: How far a word is from no name at all.
_FAR = 9


class NameSpelling(models.Model):
    """A word of some name, and one of the keys under which slips lead to it."""

    key = models.CharField(max_length=WORD_LENGTH)
    word = models.CharField(max_length=WORD_LENGTH, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "word"], name="name_spelling_unique")]

    def __str__(self) -> str:
        return f"{self.key}: {self.word}"


def similar_people(
    rows: "models.QuerySet[Membership]",
    query: str,
    viewer: Viewer,
    count: int,
    but: Collection[int] = (),
) -> list[Membership]:
    """Of these memberships, fetched with person and company, those with similar names.

    The nearest first, at most `count`, those whose id is in `but` left out. One query; none where
    the query has no word.
    """
    words = query_words(query)
    if not words:
        return []
    shown = shown_words_q(viewer)
    condition = Q()
    for places in _alternatives(words):
        people = [
            PersonWord.objects.filter(shown, found).values("person_id")
            for found in _found_by(places)
        ]
        condition &= _one_of(
            [
                *(Membership.objects.filter(person__in=ids).values("pk") for ids in people),
                *(
                    Membership.objects.filter(company__in=ids).values("pk")
                    for ids in _companies(places)
                ),
            ]
        )
    found = rows.filter(condition).exclude(pk__in=but)[:_COMPARED]
    return sorted(found, key=lambda row: _slips(words, _names(row)))[:count]


def similar_companies(
    rows: "models.QuerySet[Company]", query: str, count: int, but: Collection[int] = ()
) -> list[Company]:
    """The same for companies."""
    words = query_words(query)
    if not words:
        return []
    condition = Q()
    for places in _alternatives(words):
        condition &= _one_of(_companies(places))
    found = rows.filter(condition).exclude(pk__in=but)[:_COMPARED]
    return sorted(found, key=lambda row: _slips(words, [row.name]))[:count]


def _alternatives(words: list[str]) -> Iterable[list[str]]:
    """For each word: itself, and what it makes with the word before or after it in one piece."""
    pairs = [f"{one}{other}"[:WORD_LENGTH] for one, other in pairwise(words)]
    for place, word in enumerate(words):
        yield [word, *pairs[max(place - 1, 0) : place + 1]]


def _found_by(places: list[str]) -> Iterable[Q]:
    """Words that begin as one of these, and words that are spelled nearly like one."""
    for word in places:
        yield begins_q(word)
    keys = {key for word in places for key in spelling_keys(word)}
    yield Q(word__in=NameSpelling.objects.filter(key__in=keys).values("word"))


def _companies(places: list[str]) -> "list[models.QuerySet]":
    return [CompanyWord.objects.filter(q).values("company_id") for q in _found_by(places)]


def _one_of(choices: "list[models.QuerySet]") -> Q:
    """Rows with one of these keys: one list of keys, which a database reads before the rows, where
    it would look at every row for a choice between lists.
    """
    first, *others = (keys.order_by() for keys in choices)
    return Q(pk__in=first.union(*others))


def _names(row: Membership) -> list[str]:
    return [row.person.first_name, row.person.last_name, row.company.name]


def _slips(words: Iterable[str], names: Iterable[str]) -> int:
    """How far the words of a query are from these names, all together."""
    known = split_words(names)
    return sum(min((distance(word, name) for name in known), default=_FAR) for word in words)
