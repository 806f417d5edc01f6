"""Who is meant by a name after an @: somebody whom the writer finds, and who may read it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from accounts.viewer import Viewer
from club.lib.text import fold
from forum.markdown import Named, Occurrence, Resolver
from forum.models import Category
from members.querysets import visible_memberships

_MIN_WORDS = 2


@dataclass(frozen=True)
class _Candidate:
    """Somebody of this name, with the folded name of their company ('' for the staff)."""

    person_id: int
    house: str
    url: str


def resolver_for(viewer: Viewer, category: Category) -> Resolver:
    """Finds people by full name among those whom `viewer` may name in `category`."""

    def resolve(found: list[Occurrence]) -> Mapping[Occurrence, Named]:
        people = _people_called(viewer, category, set(_all_names(found)))
        pairs = ((one, _best(one, people)) for one in found)
        return {one: named for one, named in pairs if named is not None}

    return resolve


def _best(occurrence: Occurrence, people: Mapping[str, list[_Candidate]]) -> Named | None:
    """The longest name that means one person, by the company in brackets where there are two."""
    for words in range(len(occurrence.words), _MIN_WORDS - 1, -1):
        called = {c for name in _names(occurrence, words) for c in people.get(name, ())}
        house = fold(occurrence.house(words))
        at_house = {c for c in called if house and c.house == house}
        chosen = at_house or called
        if len(chosen) == 1:
            one = next(iter(chosen))
            return Named(one.person_id, words, one.url, with_house=bool(at_house))
    return None


def _all_names(found: list[Occurrence]) -> Iterator[str]:
    for occurrence in found:
        for words in range(_MIN_WORDS, len(occurrence.words) + 1):
            yield from _names(occurrence, words)


def _names(occurrence: Occurrence, words: int) -> Iterator[str]:
    """The first words as names of lists: last name first, wherever the first name may end."""
    parts = occurrence.text(words).split(" ")
    for cut in range(1, len(parts)):
        yield fold(" ".join([*parts[cut:], *parts[:cut]]))


def _people_called(
    viewer: Viewer, category: Category, names: set[str]
) -> Mapping[str, list[_Candidate]]:
    people: dict[str, list[_Candidate]] = defaultdict(list)
    if not names:
        return people
    reached = User.objects.reached_by(category.audience).values("pk")
    rows = visible_memberships(viewer).filter(person__in=reached)
    for row in rows.filter(person__profile__sort_name__in=names):
        url = reverse("members:person-detail", args=[row.person_id])
        one = _Candidate(row.person_id, fold(row.company.name), url)
        people[row.person.profile.sort_name].append(one)
    for person in User.objects.staff():
        name = fold(f"{person.last_name} {person.first_name}".strip())
        if name in names:
            people[name].append(_Candidate(person.pk, "", ""))
    return people
