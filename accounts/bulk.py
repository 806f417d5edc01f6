"""Many companies at once, for imports: the same rows as the services write one by one.

`create_companies` and `change_companies` are tested to be equal to `create_company` and
`change_company`, derived rows (search words, sort names) included.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction

from accounts.models import Company, User
from accounts.services import CHANGEABLE, numbered, tell_companies_changed
from club.lib.text import ascii_slug

#: Rows that go to the database together.
BATCH = 500
#: Rows of other tables: whoever calls has fetched them from there.
_RELATIONS = {"sector", "tier", "account_manager"}


@transaction.atomic
def create_companies(rows: Sequence[Mapping[str, Any]], *, by: User | None) -> list[Company]:
    """Companies with these fields, `name` and `tier` among them, each with a slug of its own.

    Raises ValidationError for a field that does not fit, IntegrityError for an id that is taken.
    """
    taken = set(Company.objects.values_list("slug", flat=True))
    companies = []
    for row in rows:
        company = Company(**row, slug=_free_slug(row["name"], taken))
        company.clean_fields(exclude=_RELATIONS)
        companies.append(company)
    for batch in _batches(companies):
        Company.objects.bulk_create(batch)
        tell_companies_changed([company.pk for company in batch])
    return companies


def _free_slug(name: str, taken: set[str]) -> str:
    base = ascii_slug(name, "company")[:72]
    slug = next(s for s in numbered(base, len(taken)) if s not in taken)
    taken.add(slug)
    return slug


@transaction.atomic
def change_companies(
    changes: Sequence[tuple[Company, Mapping[str, Any]]], *, by: User | None
) -> None:
    """Change fields of many companies. Raises as `change_company` does."""
    for company, fields in changes:
        unknown = set(fields) - set(CHANGEABLE)
        if unknown:
            raise TypeError(f"A company has no {', '.join(sorted(unknown))} to change.")
        for name, value in fields.items():
            setattr(company, name, value)
        others = {f.name for f in Company._meta.fields} - set(fields)
        company.clean_fields(exclude=others | _RELATIONS)
    ordered = sorted(changes, key=lambda change: sorted(change[1]))
    for names, group in groupby(ordered, key=lambda change: sorted(change[1])):
        Company.objects.bulk_update([company for company, _f in group], names, batch_size=BATCH)
    for batch in _batches([company.pk for company, _f in changes]):
        tell_companies_changed(batch)


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    every = list(rows)
    return (every[start : start + BATCH] for start in range(0, len(every), BATCH))
