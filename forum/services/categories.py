"""Rooms: made, changed, archived, opened again."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.db import transaction

from accounts.models import Audience, User
from accounts.services import tell_access_changed
from club.lib import clock
from club.lib.text import ascii_slug
from forum.models import Category

_FIELDS = [
    "slug",
    "name_fr",
    "name_en",
    "description_fr",
    "description_en",
    "audience",
    "order",
    "is_announcements",
]
_SLUG_LENGTH = 50
#: Addresses beside the rooms.
_RESERVED = frozenset({"read"})


@transaction.atomic
def create_category(
    name_fr: str, name_en: str = "", *, audience: Audience, by: User | None, **fields: Any
) -> Category:
    """A room with an audience; its address is made of its name unless `slug` is given.

    Raises ValidationError.
    """
    category = Category(name_fr=name_fr, name_en=name_en, audience=audience, **fields)
    category.slug = category.slug or _free_slug(name_fr or name_en)
    category.full_clean()
    category.save()
    return category


@transaction.atomic
def change_category(category: Category, *, by: User | None, **changes: Any) -> Category:
    """Change words, audience, order or who writes; what is not given stays.

    Another audience counts from the next request on, in every page, mail and socket: open sockets
    are looked at again. Raises ValidationError.
    """
    given = [name for name in _FIELDS if name in changes]
    for name in given:
        setattr(category, name, changes[name])
    category.full_clean()
    category.save(update_fields=given)
    if "audience" in given:
        tell_access_changed(None)
    return category


def archive_category(category: Category, *, by: User | None) -> Category:
    """Stop writing in it; all stays readable. A second time nothing happens."""
    if category.archived_at is None:
        category.archived_at = clock.now()
        category.save(update_fields=["archived_at"])
    return category


def reopen_category(category: Category, *, by: User | None) -> Category:
    """Let people write in it again."""
    category.archived_at = None
    category.save(update_fields=["archived_at"])
    return category


def _free_slug(name: str) -> str:
    base = ascii_slug(name, "category")[:_SLUG_LENGTH].strip("-")
    taken = set(Category.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in _numbered(base) if slug not in taken | _RESERVED)


def _numbered(base: str) -> Iterable[str]:
    yield base
    yield from (f"{base}-{n}" for n in count(2))
