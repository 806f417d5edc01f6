"""The words by which the directory finds people and companies, and people's subjects.

One row a word, folded (no accents, lower case), so that a prefix search is a range of an ordinary
index and means the same on every database. A word and a subject carry the choice of the field
that they stand in: who may not read the field does not find the person by it.
"""

import re
import sys
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import CharField, Count, Min, Q

from accounts.models import Company
from accounts.viewer import Viewer
from club.lib.prepared import Param
from club.lib.text import fold
from members.enums import SUBJECT_SIDES, FieldVisibility, TopicSide
from members.querysets import visible_memberships
from members.rules import shown_rows_q, shown_words_q

WORD_LENGTH = 40
TOPIC_LENGTH = 80
#: More words than this narrow nothing down any more.
MAX_QUERY_WORDS = 8
_WORD = re.compile(r"[^\W_]+")
_LAST_SIGN = chr(sys.maxunicode)


def split_words(texts: Iterable[str]) -> set[str]:
    """The distinct folded words of some texts."""
    return {word[:WORD_LENGTH] for text in texts for word in _WORD.findall(fold(text))}


def name_words(names: Iterable[str]) -> set[str]:
    """The words of some names, and of each two that follow each other in one the whole, so that
    it does not matter whether they were parted: “Le Goff”, “Jean-Pierre”.
    """
    found: set[str] = set()
    for name in names:
        words = [word[:WORD_LENGTH] for word in _WORD.findall(fold(name))]
        found.update(words)
        found.update(f"{one}{two}"[:WORD_LENGTH] for one, two in pairwise(words))
    return found


def query_words(query: str) -> list[str]:
    """What a person typed into the search box, as prefixes to look for."""
    words = dict.fromkeys(word[:WORD_LENGTH] for word in _WORD.findall(fold(query[:200])))
    return list(words)[:MAX_QUERY_WORDS]


class PersonWord(models.Model):
    """A word of a person's names, job title or subjects.

    A word that stands in several fields has the widest choice of them. `is_subject` where it
    stands in subjects alone.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=WORD_LENGTH, db_index=True)
    visible_to = models.CharField(
        max_length=10, choices=FieldVisibility.choices, default=FieldVisibility.MEMBERS
    )
    is_subject = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "word"], name="person_word_unique")
        ]

    def __str__(self) -> str:
        return self.word


class PersonTopic(models.Model):
    """A subject that a person offers or looks for: `folded` to compare, `label` as it was typed.

    A language that the person speaks stands here as its code.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="topics"
    )
    side = models.CharField(max_length=10, choices=TopicSide.choices)
    folded = models.CharField(max_length=TOPIC_LENGTH)
    label = models.CharField(max_length=TOPIC_LENGTH)
    visible_to = models.CharField(
        max_length=10, choices=FieldVisibility.choices, default=FieldVisibility.MEMBERS
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "side", "folded"], name="person_topic_unique")
        ]
        indexes = [
            models.Index(
                fields=["side", "folded", "visible_to", "person"], name="person_topic_by_subject"
            )
        ]

    def __str__(self) -> str:
        return self.label


class CompanyWord(models.Model):
    """A word of a company's name or city."""

    company = models.ForeignKey("accounts.Company", on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=WORD_LENGTH, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "word"], name="company_word_unique")
        ]

    def __str__(self) -> str:
        return self.word


class CompanyEntry(models.Model):
    """A company's place in lists: its name without accents or capitals."""

    company = models.OneToOneField(
        "accounts.Company", on_delete=models.CASCADE, related_name="directory_entry"
    )
    sort_name = models.CharField(max_length=160, db_index=True)

    def __str__(self) -> str:
        return self.sort_name


def companies_matching_q(query: str) -> Q:
    """Companies of which each word of the query begins some word."""
    condition = _nothing_q(query)
    for word in query_words(query):
        condition &= Q(pk__in=_companies(word))
    return condition


def memberships_matching_q(query: str, viewer: Viewer) -> Q:
    """Memberships where each word of the query begins a word of the person or of the company.

    Of the person's words only those count that the viewer may read on the person's page.
    """
    return _nothing_q(query) & memberships_with_words_q(query_words(query), viewer)


def memberships_with_words_q(words: "Iterable[str | Param]", viewer: Viewer) -> Q:
    """The same for folded words, or the places of such ones."""
    condition = Q()
    shown = shown_words_q(viewer)
    for word in words:
        people = PersonWord.objects.filter(shown, begins_q(word)).values("person_id")
        condition &= Q(person_id__in=people) | Q(company_id__in=_companies(word))
    return condition


def fold_topic(label: str) -> str:
    """A subject as it is compared: without accents, capitals and double blanks."""
    return " ".join(fold(label).split())[:TOPIC_LENGTH]


def topics_in_use(viewer: Viewer, typed: str, limit: int) -> list[str]:
    """Subjects of listed people that begin with what was typed, the most used first.

    Those whose second or later word begins so are found as well. Empty for what has no letter.
    """
    folded = fold_topic(typed)
    if not folded or viewer.is_stranger:
        return []
    begins = Q(folded__startswith=folded) | Q(folded__contains=f" {folded}")
    return _most_used(viewer, begins, limit)


def popular_topics(viewer: Viewer, limit: int) -> list[str]:
    """The subjects that most other listed people offer or look for."""
    return _most_used(viewer, ~Q(person_id=viewer.user_id), limit)


def topics_of_company(viewer: Viewer, company: Company, limit: int) -> list[str]:
    """What the listed people of a company can help with, the most frequent first; only subjects
    that the viewer may read.
    """
    people = visible_memberships(viewer).filter(company=company)
    offered = Q(side=TopicSide.HELPS, person__in=people.values("person_id"))
    return _most_used(viewer, offered, limit)


def _most_used(viewer: Viewer, condition: Q, limit: int) -> list[str]:
    rows = PersonTopic.objects.filter(
        condition,
        shown_rows_q(viewer),
        side__in=SUBJECT_SIDES,
        person__in=visible_memberships(viewer).values("person_id"),
    )
    counted = rows.values("folded").annotate(name=Min("label"), people=Count("pk"))
    return [row["name"] for row in counted.order_by("-people", "folded")[:limit]]


def _nothing_q(query: str) -> Q:
    """Everything for an empty query; nothing for one that has signs but no word."""
    return Q() if not query.strip() or query_words(query) else Q(pk__in=[])


def _companies(word: "str | Param") -> "models.QuerySet[CompanyWord, Any]":
    return CompanyWord.objects.filter(begins_q(word)).values("company_id")


class _PastAll(Param):
    """The place of the first text after all that begin with the value."""

    def given(self, values: dict[str, Any]) -> str:
        """The value, and the last sign there is."""
        return f"{super().given(values)}{_LAST_SIGN}"


def begins_q(word: "str | Param") -> Q:
    """Words that begin so, by the index.

    SQLite's LIKE does not use an index, and its texts are compared by code point, so there the
    words are a range; PostgreSQL's LIKE has an index of its own.
    """
    if connection.vendor == "sqlite":
        end = f"{word}{_LAST_SIGN}" if isinstance(word, str) else _PastAll(word.name, CharField())
        return Q(word__gte=word, word__lt=end)
    return Q(word__startswith=word)
