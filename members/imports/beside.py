"""A record on the review list beside the one that it may be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model

from accounts.enums import CompanySize, JobFunction
from accounts.models import Company, User
from club.lib import dates
from members.crm.fields import COMPANY_FIELDS, PERSON_FIELDS, Field
from members.crm.values import words
from members.enums import ImportSubject
from members.imports.cells import COMPANY_CELLS, PERSON_CELLS
from members.imports.wording import label_of, shown
from members.models import ImportReview, KnownPerson


@dataclass(frozen=True)
class Pair:
    """One field: what the file says, what the club has, and whether both say the same."""

    label: str
    incoming: str
    present: str

    @property
    def is_same(self) -> bool:
        """Equal but for accents, capitals and blanks."""
        return bool(self.incoming) and words(self.incoming) == words(self.present)


def pairs_of(review: ImportReview) -> list[Pair]:
    """Every field that the file or the club fills, side by side."""
    if review.subject == ImportSubject.COMPANY:
        return list(_pairs(review, Company, COMPANY_CELLS, review.company))
    present: Any = review.known_person or _as_known(review.member)
    return list(_pairs(review, KnownPerson, PERSON_CELLS, present))


def people_of(review: ImportReview) -> list[str]:
    """Who comes with a company: its people on the same lines and on others."""
    if review.subject != ImportSubject.COMPANY:
        return []
    names = []
    for row in review.rows:
        name = f"{row.get(Field.FIRST_NAME, '')} {row.get(Field.LAST_NAME, '')}".strip()
        if name or row.get(Field.EMAIL):
            names.append(name or row[Field.EMAIL])
    return names


def _as_known(member: User | None) -> KnownPerson | None:
    if member is None:
        return None
    return KnownPerson(email=member.email, first_name=member.first_name, last_name=member.last_name)


def _pairs(
    review: ImportReview, model: type[Model], cells: dict[str, Field], present: Any
) -> Iterator[Pair]:
    own = COMPANY_FIELDS if model is Company else PERSON_FIELDS
    for name, field in cells.items():
        told = next((row[field.value] for row in review.rows if row.get(field.value)), "")
        now = shown(model, name, getattr(present, name)) if present is not None else ""
        now = "" if now == "–" else now
        if field in own and (told or now):
            yield Pair(label_of(model, name), _readable(field, told), now)


def _readable(field: Field, text: str) -> str:
    """What a review keeps, as a person reads it."""
    if not text:
        return ""
    if field == Field.SIZE:
        return str(CompanySize(text).label)
    if field == Field.FUNCTION:
        return str(JobFunction(text).label)
    if field in {Field.CLIENT_SINCE, Field.RENEWAL}:
        return dates.short_date(date.fromisoformat(text))
    return text
