"""Audiences, and the segments that they name."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.models import Audience, Company, Segment, Tier, User
from accounts.services.rows import write_fields
from accounts.services.telling import tell_access_changed
from club.lib import clock


@transaction.atomic
def create_audience(
    name_fr: str,
    name_en: str,
    *,
    by: User | None = None,
    tiers: Iterable[Tier] = (),
    companies: Iterable[Company] = (),
    segments: Iterable[Any] = (),
    people: Iterable[User] = (),
) -> Audience:
    """A named row saying who may see something."""
    audience = Audience.objects.create(name_fr=name_fr, name_en=name_en)
    audience.tiers.set(tiers)
    audience.companies.set(companies)
    audience.segments.set(segments)
    audience.people.set(people)
    return audience


@transaction.atomic
def change_audience(audience: Audience, *, by: User | None = None, **changes: Any) -> Audience:
    """Rename an audience or change whom it names: name_fr, name_en, tiers, companies, segments,
    people; what is not given stays. Raises ValueError for a built-in one.
    """
    if audience.key:
        raise ValueError("A built-in audience stays as it is.")
    write_fields(audience, ["name_fr", "name_en"], changes)
    _link(audience, ["tiers", "companies", "segments", "people"], changes)
    tell_access_changed(None)
    return audience


@transaction.atomic
def create_segment(
    name: str,
    *,
    by: User | None = None,
    companies: Iterable[Company] = (),
    rule: dict[str, list[str]] | None = None,
) -> Segment:
    """A named set of companies: those listed, and those that fit the rule."""
    segment = Segment(name=name, rule=rule or {})
    segment.full_clean()
    segment.save()
    segment.companies.set(companies)
    return segment


@transaction.atomic
def change_segment(segment: Segment, *, by: User | None = None, **changes: Any) -> Segment:
    """Change name, rule or companies of a segment; what is not given stays."""
    write_fields(segment, ["name", "rule"], changes)
    _link(segment, ["companies"], changes)
    tell_access_changed(None)
    return segment


def _link(row: Any, relations: list[str], changes: dict[str, Any]) -> None:
    for name in relations:
        if name in changes:
            getattr(row, name).set(changes[name])


def archive_audience(audience: Audience, *, by: User | None = None) -> None:
    """Offer an audience no more. Raises ValueError for a built-in one."""
    if audience.key:
        raise ValueError("A built-in audience stays.")
    audience.archived_at = clock.now()
    audience.save(update_fields=["archived_at"])
