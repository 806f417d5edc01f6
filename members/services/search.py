"""Keeps the words by which the directory finds people and companies, and people's subjects."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction

from accounts.models import Company, Membership, User
from club.lib.text import fold
from members.enums import Field, FieldVisibility, TopicSide
from members.models import CompanyEntry, CompanyWord, PersonTopic, PersonWord, Profile
from members.models.search import TOPIC_LENGTH, fold_topic, name_words, split_words
from members.services.spelling import forget_words, learn_all_names, learn_words

_BATCH = 500
#: Choices from the narrowest to the widest.
_WIDTH = [choice.value for choice in FieldVisibility]
#: What a word holds beside its owner and itself, as `build_words` gives it.
WORD_VALUES = ("visible_to", "is_subject")
#: What tells rows apart, the owner's id first, and what else they hold.
Key = tuple[Any, ...]
Values = tuple[Any, ...]


@transaction.atomic
def index_people(person_ids: Collection[int]) -> None:
    """Bring the words, the subjects and the sort names of these people up to date."""
    people = User.objects.filter(pk__in=person_ids).select_related("profile")
    titles = dict(
        Membership.objects.open()
        .filter(person_id__in=person_ids)
        .values_list("person_id", "job_title")
    )
    words: dict[Key, Values] = {}
    topics: dict[Key, Values] = {}
    names: set[str] = set()
    for person in people:
        profile = _sorted_profile(person)
        words.update(build_words(person, titles.get(person.pk, ""), profile))
        topics.update(build_topics(profile))
        names |= build_name_words(person)
    _keep_words(PersonWord, ("person_id", "word"), WORD_VALUES, person_ids, words, names)
    _keep(PersonTopic, ("person_id", "side", "folded"), ("label", "visible_to"), person_ids, topics)


def build_sort_name(person: User) -> str:
    """The name as lists sort it: last name first, without accents or capitals."""
    return fold(f"{person.last_name} {person.first_name}".strip())[:170]


def build_name_words(person: User) -> set[str]:
    """The words of a person's names, as `PersonWord` holds them."""
    return name_words([person.first_name, person.last_name])


def build_words(person: User, job_title: str, profile: Profile) -> dict[Key, Values]:
    """The words by which a person is found, each with the widest choice of the fields it is in,
    and whether it stands in subjects alone."""
    everybody = FieldVisibility.MEMBERS.value
    open_words = build_name_words(person) | split_words([job_title])
    found = dict.fromkeys(open_words, everybody)
    for field in (Field.CAN_HELP_WITH, Field.LOOKS_FOR):
        choice = profile.visibility(field).value
        for word in split_words([getattr(profile, field.value)]):
            found[word] = max(found.get(word, choice), choice, key=_WIDTH.index)
    return {(person.pk, word): (choice, word not in open_words) for word, choice in found.items()}


def build_topics(profile: Profile) -> dict[Key, Values]:
    """The subjects of a profile, those that differ in accents and capitals alone counted once, and
    the languages, which all members see.
    """
    sides = (
        (TopicSide.HELPS, Field.CAN_HELP_WITH, profile.help_topics),
        (TopicSide.LOOKS, Field.LOOKS_FOR, profile.wanted_topics),
    )
    found: dict[Key, Values] = {}
    for side, field, labels in sides:
        for label in labels:
            folded = fold_topic(label)
            if folded:
                key = (profile.person_id, side.value, folded)
                found.setdefault(key, (label[:TOPIC_LENGTH], profile.visibility(field).value))
    for code in profile.spoken:
        found[(profile.person_id, TopicSide.SPEAKS.value, code)] = (
            code,
            FieldVisibility.MEMBERS.value,
        )
    return found


@transaction.atomic
def index_companies(company_ids: Collection[int]) -> None:
    """Bring the words and the sort names of these companies up to date."""
    rows = list(Company.objects.filter(pk__in=company_ids).values_list("pk", "name", "city"))
    CompanyEntry.objects.bulk_create(
        [CompanyEntry(company_id=pk, sort_name=fold(name)[:160]) for pk, name, _city in rows],
        update_conflicts=True,
        unique_fields=["company"],
        update_fields=["sort_name"],
    )
    words: dict[Key, Values] = {
        (pk, word): ()
        for pk, name, city in rows
        for word in name_words([name]) | split_words([city])
    }
    names = name_words(name for _pk, name, _city in rows)
    ids = [pk for pk, _name, _city in rows]
    _keep_words(CompanyWord, ("company_id", "word"), (), ids, words, names)


def rebuild_directory() -> int:
    """Bring everybody and every company up to date; for data that came by another door.

    Returns how many rows it looked at.
    """
    people = list(User.objects.values_list("pk", flat=True))
    companies = list(Company.objects.values_list("pk", flat=True))
    for batch in _batches(people):
        index_people(batch)
    for batch in _batches(companies):
        index_companies(batch)
    learn_all_names()
    return len(people) + len(companies)


def _batches(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def _sorted_profile(person: User) -> Profile:
    """The person's profile with the right sort name, made where there was none."""
    sort_name = build_sort_name(person)
    profile: Profile | None = getattr(person, "profile", None)
    if profile is None:
        made, _new = Profile.objects.get_or_create(person=person, defaults={"sort_name": sort_name})
        profile = made
    if profile.sort_name != sort_name:
        profile.sort_name = sort_name
        profile.save(update_fields=["sort_name"])
    return profile


def _keep_words(
    model: Any,
    key: tuple[str, ...],
    values: tuple[str, ...],
    owners: Collection[int],
    wanted: Mapping[Key, Values],
    names: set[str],
) -> None:
    """`_keep` for rows of words, and the vocabulary of names with them."""
    added, gone = _keep(model, key, values, owners, wanted)
    learn_words(names & {word for _owner, word in added})
    forget_words({word for _owner, word in gone - added})


def _keep(
    model: Any,
    key: tuple[str, ...],
    values: tuple[str, ...],
    owners: Collection[int],
    wanted: Mapping[Key, Values],
) -> tuple[set[Key], set[Key]]:
    """Make the stored rows of these owners equal to `wanted`, writing the differences only.

    `key` names the columns that tell rows apart, the owner's first; `values` the others. Returns
    what was written and what was deleted.
    """
    rows = model.objects.filter(**{f"{key[0]}__in": list(owners)})
    width = len(key)
    known = {row[1 : width + 1]: row for row in rows.values_list("pk", *key, *values)}
    same = {found for found, row in known.items() if wanted.get(found) == row[width + 1 :]}
    stale = [row[0] for found, row in known.items() if found not in same]
    if stale:
        model.objects.filter(pk__in=stale).delete()
    model.objects.bulk_create(
        [
            model(**dict(zip((*key, *values), (*found, *rest), strict=True)))
            for found, rest in wanted.items()
            if found not in same
        ],
        ignore_conflicts=True,
        batch_size=_BATCH,
    )
    return wanted.keys() - same, known.keys() - same
