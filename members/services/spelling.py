"""Keeps the vocabulary of names, by which those that are spelled nearly alike are found."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Company, User
from club.lib.spelling import spelling_keys
from members.models import CompanyWord, NameSpelling, PersonWord
from members.models.search import name_words

_BATCH = 500


def learn_words(words: Collection[str]) -> None:
    """Have these words of names found by slips."""
    for batch in _batches(sorted(words)):
        known = NameSpelling.objects.filter(word__in=batch, key=F("word"))
        new = set(batch) - set(known.values_list("word", flat=True))
        rows = [NameSpelling(key=key, word=word) for word in new for key in spelling_keys(word)]
        NameSpelling.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_BATCH)


def forget_words(words: Collection[str]) -> None:
    """Forget those of these words that nobody and no company has any more."""
    for batch in _batches(sorted(words)):
        NameSpelling.objects.filter(_unused_q(), word__in=batch).delete()


@transaction.atomic
def forget_unused_words() -> int:
    """Forget every word that nobody and no company has any more, however it went.

    Returns how many rows were deleted.
    """
    deleted, _by_model = NameSpelling.objects.filter(_unused_q()).delete()
    return int(deleted)


@transaction.atomic
def learn_all_names() -> None:
    """Have every name found by slips; for data that came by another door."""
    people = User.objects.values_list("first_name", "last_name").iterator()
    companies = Company.objects.values_list("name").iterator()
    words: set[str] = set()
    for names in people:
        words |= name_words(names)
    for names in companies:
        words |= name_words(names)
    learn_words(words)


def _unused_q() -> Q:
    of_people = PersonWord.objects.filter(word=OuterRef("word"))
    of_companies = CompanyWord.objects.filter(word=OuterRef("word"))
    return ~Exists(of_people) & ~Exists(of_companies)


def _batches(words: list[str]) -> Iterable[list[str]]:
    return (words[start : start + _BATCH] for start in range(0, len(words), _BATCH))
