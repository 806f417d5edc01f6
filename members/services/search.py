"""Keeps the words by which the directory finds people and companies."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction

from accounts.models import Company, Membership, User
from club.lib.text import fold
from members.models import CompanyEntry, CompanyWord, PersonWord, Profile
from members.models.search import split_words

_BATCH = 500


@transaction.atomic
def index_people(person_ids: Collection[int]) -> None:
    """Bring the words and the sort names of these people up to date."""
    people = User.objects.filter(pk__in=person_ids).select_related("profile")
    titles = dict(
        Membership.objects.open()
        .filter(person_id__in=person_ids)
        .values_list("person_id", "job_title")
    )
    words: dict[int, set[str]] = {}
    for person in people:
        profile = _sorted_profile(person)
        words[person.pk] = split_words(
            [
                person.first_name,
                person.last_name,
                titles.get(person.pk, ""),
                profile.can_help_with,
                profile.looks_for,
            ]
        )
    _keep(PersonWord, "person_id", words)


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
    _keep(CompanyWord, "company_id", {pk: split_words([name, city]) for pk, name, city in rows})


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
    return len(people) + len(companies)


def _batches(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def _sorted_profile(person: User) -> Profile:
    """The person's profile with the right sort name, made where there was none."""
    sort_name = fold(f"{person.last_name} {person.first_name}".strip())[:170]
    profile: Profile | None = getattr(person, "profile", None)
    if profile is None:
        made, _new = Profile.objects.get_or_create(person=person, defaults={"sort_name": sort_name})
        profile = made
    if profile.sort_name != sort_name:
        profile.sort_name = sort_name
        profile.save(update_fields=["sort_name"])
    return profile


def _keep(model: Any, owner: str, words: Mapping[int, set[str]]) -> None:
    """Make the stored words of each owner equal to `words`, writing the differences only."""
    wanted = {(pk, word) for pk, own in words.items() for word in own}
    rows = model.objects.filter(**{f"{owner}__in": list(words)})
    known = {(pk, word): row for row, pk, word in rows.values_list("pk", owner, "word")}
    gone = [row for key, row in known.items() if key not in wanted]
    if gone:
        model.objects.filter(pk__in=gone).delete()
    model.objects.bulk_create(
        [model(**{owner: pk, "word": word}) for pk, word in wanted - known.keys()],
        ignore_conflicts=True,
        batch_size=_BATCH,
    )
