"""The words by which the directory finds people and companies.

One row a word, folded (no accents, lower case), so that a prefix search is a range of an ordinary
index and means the same on every database.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from club.lib.text import fold

WORD_LENGTH = 40
#: More words than this narrow nothing down any more.
MAX_QUERY_WORDS = 8
_WORD = re.compile(r"[^\W_]+")


def split_words(texts: Iterable[str]) -> set[str]:
    """The distinct folded words of some texts."""
    return {word[:WORD_LENGTH] for text in texts for word in _WORD.findall(fold(text))}


def query_words(query: str) -> list[str]:
    """What a person typed into the search box, as prefixes to look for."""
    words = dict.fromkeys(word[:WORD_LENGTH] for word in _WORD.findall(fold(query[:200])))
    return list(words)[:MAX_QUERY_WORDS]


class PersonWord(models.Model):
    """A word of a person's names, job title or topics."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=WORD_LENGTH, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "word"], name="person_word_unique")
        ]

    def __str__(self) -> str:
        return self.word


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


def memberships_matching_q(query: str) -> Q:
    """Memberships where each word of the query begins a word of the person or of the company."""
    condition = _nothing_q(query)
    for word in query_words(query):
        people = PersonWord.objects.filter(word__startswith=word).values("person_id")
        condition &= Q(person_id__in=people) | Q(company_id__in=_companies(word))
    return condition


def _nothing_q(query: str) -> Q:
    """Everything for an empty query; nothing for one that has signs but no word."""
    return Q() if not query.strip() or query_words(query) else Q(pk__in=[])


def _companies(word: str) -> "models.QuerySet[CompanyWord, Any]":
    return CompanyWord.objects.filter(word__startswith=word).values("company_id")
