"""Many companies at once, for imports: the same rows as the services write one by one.

`create_companies` and `change_companies` are tested to be equal to `create_company` and
`change_company`, derived rows (search words, sort names) included.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction

from accounts.audit import note_act
from accounts.models import Company, CompanyTag, Membership, Sector, Segment, Tier, User
from accounts.services import (
    CHANGEABLE,
    DECIDED,
    find_tag,
    numbered,
    tell_access_changed,
    tell_companies_changed,
)
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


@transaction.atomic
def assign_companies(
    companies: Sequence[Company],
    *,
    by: User | None,
    tier: Tier | None = None,
    account_manager: User | None = None,
) -> int:
    """Give many companies a tier or an account manager; returns how many had another one.

    Whoever gains or loses by it learns of it at the next request.
    """
    given = {"tier": tier, "account_manager": account_manager}
    wanted = {name: value for name, value in given.items() if value is not None}
    others = [
        company
        for company in companies
        if any(getattr(company, f"{name}_id") != value.pk for name, value in wanted.items())
    ]
    change_companies([(company, wanted) for company in others], by=by)
    for name, value in wanted.items():
        note_act(DECIDED[name], by=by, number=len(others), to=value.pk, of=_ids(others))
    if "tier" in wanted:
        _tell_members(others)
    return len(others)


@transaction.atomic
def place_companies(companies: Sequence[Company], sector: Sector, *, by: User | None) -> int:
    """Put many companies in a sector; returns how many were in another one, or in none."""
    others = [company for company in companies if company.sector_id != sector.pk]
    change_companies([(company, {"sector": sector}) for company in others], by=by)
    _tell_members(others)
    return len(others)


@transaction.atomic
def tag_companies(
    companies: Sequence[Company], tag: CompanyTag, *, by: User | None, present: bool = True
) -> int:
    """Put a tag on many companies, or take it off; returns how many changed.

    Segments by rule follow, and with them what members see.
    """
    links = Company.tags.through.objects
    wearing = set(
        links.filter(companytag=tag, company__in=companies).values_list("company_id", flat=True)
    )
    changed = [company for company in companies if (company.pk in wearing) is not present]
    if present:
        rows = [links.model(company=company, companytag=tag) for company in changed]
        links.bulk_create(rows, batch_size=BATCH)
    else:
        links.filter(companytag=tag, company__in=changed).delete()
    _tell_members(changed)
    return len(changed)


def tags_by_company(ids: Sequence[int]) -> dict[int, list[str]]:
    """The names of the tags of these companies."""
    found: dict[int, list[str]] = defaultdict(list)
    for batch in _batches(ids):
        links = Company.tags.through.objects.filter(company_id__in=batch)
        for company_id, name in links.values_list("company_id", "companytag__name"):
            found[company_id].append(name)
    return found


@transaction.atomic
def set_tags(wanted: Sequence[tuple[Company, Iterable[str]]], *, by: User | None) -> None:
    """Let each company wear exactly these tags, as `set_company_tags` does for one."""
    names = {" ".join(name.split()) for _company, given in wanted for name in given}
    tags = {name: find_tag(name) for name in sorted(names)}
    links = Company.tags.through.objects
    ids = [company.pk for company, _given in wanted]
    old = {
        (link.company_id, link.companytag_id): link.pk
        for batch in _batches(ids)
        for link in links.filter(company_id__in=batch)
    }
    new = {
        (company.pk, tags[" ".join(name.split())].pk) for company, given in wanted for name in given
    }
    for batch in _batches([old[pair] for pair in sorted(old.keys() - new)]):
        links.filter(pk__in=batch).delete()
    added = sorted(new - old.keys())
    rows = [links.model(company_id=company, companytag_id=tag) for company, tag in added]
    links.bulk_create(rows, batch_size=BATCH)
    changed = {company for company, _tag in old.keys() ^ new}
    _tell_members([company for company, _given in wanted if company.pk in changed])


@transaction.atomic
def list_companies(
    companies: Sequence[Company], segment: Segment, *, by: User | None, present: bool = True
) -> int:
    """Put many companies on a segment's list, or off it; returns how many changed.

    A company that fits the segment's rule stays in it whatever the list says.
    """
    listed = set(segment.companies.values_list("pk", flat=True))
    changed = [company for company in companies if (company.pk in listed) is not present]
    change = segment.companies.add if present else segment.companies.remove
    change(*changed)
    _tell_members(changed)
    return len(changed)


def _ids(companies: Sequence[Company]) -> list[int]:
    return [company.pk for company in companies]


def _tell_members(companies: Sequence[Company]) -> None:
    members = Membership.objects.open().filter(company__in=companies)
    tell_access_changed(list(members.values_list("person_id", flat=True)))


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    every = list(rows)
    return (every[start : start + BATCH] for start in range(0, len(every), BATCH))
