"""Mass demo people, with the same rows as the services would leave, in a few statements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from accounts.enums import JobFunction
from accounts.models import Company, Membership, User
from members.models import CharterAcceptance, CharterVersion, PersonTopic, PersonWord, Profile
from members.services.search import (
    build_name_words,
    build_sort_name,
    build_topics,
    build_words,
)
from members.services.spelling import learn_words

_BATCH = 500


@dataclass(frozen=True)
class PersonSeed:
    """Somebody to be: who, where since when, and what their page says.

    `choices` are choices of readers by name, `email_visible_to` and the like; the others are as
    the profile has them at first. `languages` are codes, parted by commas. `password`
    is a hash, '' for none.
    """

    email: str
    first_name: str
    last_name: str
    company: Company
    joined_at: datetime
    started_on: date
    job_title: str = ""
    function: JobFunction = JobFunction.OTHER
    language: str = "fr"
    password: str = ""
    about: str = ""
    can_help_with: str = ""
    looks_for: str = ""
    languages: str = ""
    phone: str = ""
    shows_attendance: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def add_people(seeds: Iterable[PersonSeed]) -> list[User]:
    """Members with their pages, found by their words and subjects, who accepted the charter.

    Equal to `create_user`, `start_membership`, `update_profile` and `accept_charter` for each, at
    the moment they joined.
    """
    version = CharterVersion.objects.in_force().values_list("pk", flat=True).first()
    people: list[User] = []
    for batch in _batches(seeds):
        made = User.objects.bulk_create([_build_user(seed) for seed in batch])
        _add_pages(made, batch)
        if version is not None:
            CharterAcceptance.objects.bulk_create(
                CharterAcceptance(person=one, version_id=version, accepted_at=seed.joined_at)
                for one, seed in zip(made, batch, strict=True)
            )
        people += made
    return people


def _add_pages(people: Sequence[User], seeds: Sequence[PersonSeed]) -> None:
    pairs = list(zip(people, seeds, strict=True))
    Membership.objects.bulk_create(_build_membership(one, seed) for one, seed in pairs)
    profiles = Profile.objects.bulk_create([_build_profile(one, seed) for one, seed in pairs])
    words, topics = [], []
    for (person, seed), profile in zip(pairs, profiles, strict=True):
        found = build_words(person, seed.job_title, profile)
        words += [
            PersonWord(person_id=k[0], word=k[1], visible_to=v[0], is_subject=v[1])
            for k, v in found.items()
        ]
        topics += [
            PersonTopic(person_id=k[0], side=k[1], folded=k[2], label=v[0], visible_to=v[1])
            for k, v in build_topics(profile).items()
        ]
    PersonWord.objects.bulk_create(words, batch_size=_BATCH)
    learn_words({word for person in people for word in build_name_words(person)})
    PersonTopic.objects.bulk_create(topics, batch_size=_BATCH)


def _build_user(seed: PersonSeed) -> User:
    user = User(
        email=seed.email.lower(),
        first_name=seed.first_name,
        last_name=seed.last_name,
        language=seed.language,
        joined_at=seed.joined_at,
    )
    if seed.password:
        user.password = seed.password
    else:
        user.set_unusable_password()
    return user


def _build_membership(person: User, seed: PersonSeed) -> Membership:
    return Membership(
        person=person,
        company=seed.company,
        job_title=seed.job_title,
        function=seed.function,
        started_on=seed.started_on,
    )


def _build_profile(person: User, seed: PersonSeed) -> Profile:
    return Profile(
        person=person,
        about=seed.about,
        can_help_with=seed.can_help_with,
        looks_for=seed.looks_for,
        languages=seed.languages,
        phone=seed.phone,
        shows_attendance=seed.shows_attendance,
        sort_name=build_sort_name(person),
        updated_at=seed.joined_at,
        **seed.choices,
    )


def _batches(seeds: Iterable[PersonSeed]) -> Iterator[list[PersonSeed]]:
    rest = iter(seeds)
    while batch := list(islice(rest, _BATCH)):
        yield batch
