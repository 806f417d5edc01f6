"""What a viewer is made of, asked by every request and therefore by prepared queries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigAutoField,
    BigIntegerField,
    CharField,
    Exists,
    JSONField,
    OuterRef,
    Value,
)

from accounts.enums import Role
from accounts.models import Audience, CompanyTag, Membership, Segment, User
from accounts.registry import gates
from accounts.rules import fits_rule
from club.lib.prepared import Param, Prepared

_ROLES = tuple(Role)
#: What `FoundMembership` holds: the look-up from a membership, and the type of the column.
_COLUMNS: dict[str, tuple[str, Any]] = {
    "pk": ("pk", BigIntegerField()),
    "company_id": ("company_id", BigIntegerField()),
    "tier_id": ("company__tier_id", BigIntegerField()),
    "sector": ("company__sector__slug", CharField()),
    "size": ("company__size", CharField()),
    "region": ("company__region", CharField()),
    "tier": ("company__tier__slug", CharField()),
}


@dataclass(frozen=True, slots=True)
class FoundMembership:
    """A person's active membership, with what decides where it leads."""

    pk: int
    company_id: int
    tier_id: int
    sector: str | None
    size: str
    region: str
    tier: str
    held_by: frozenset[str]


def find_person(user_id: int) -> tuple[frozenset[Role], FoundMembership | None]:
    """The person's roles, and the active membership if there is one."""
    roles: frozenset[Role] = frozenset()
    membership = None
    for row in _person(user=user_id):
        columns, flags = row[: len(_COLUMNS)], row[len(_COLUMNS) :]
        if columns[0] is None:
            roles = frozenset(role for role, has_it in zip(_ROLES, flags, strict=False) if has_it)
        else:
            shut = zip(gates, flags[len(_ROLES) :], strict=True)
            held_by = frozenset(gate.name for gate, is_shut in shut if is_shut)
            named = dict(zip(_COLUMNS, columns, strict=True))
            membership = FoundMembership(**named, held_by=held_by)
    return roles, membership


def find_all_audiences() -> frozenset[int]:
    """Every audience: those of the staff."""
    return frozenset(pk for (pk,) in _all_audiences())


def find_audiences(
    user_id: int, membership: FoundMembership
) -> tuple[frozenset[int], frozenset[int]]:
    """The audiences that reach this member, and the company's segments.

    A segment is the company's where it lists the company or its rule fits. Costs a query more
    where a rule asks for tags.
    """
    rows = _audiences(user=user_id, company=membership.company_id, tier=membership.tier_id)
    named = {audience for audience, segment, _rule, _listed in rows if segment is None}
    rules = {
        s: (json.loads(rule), listed) for audience, s, rule, listed in rows if audience is None
    }
    facts = _facts(membership, any(rule and "tag" in rule for rule, _listed in rules.values()))
    segments = {s for s, (rule, listed) in rules.items() if listed or fits_rule(rule, facts)}
    through = {audience for audience, s, _rule, _listed in rows if audience and s in segments}
    return frozenset(named | through), frozenset(segments)


def _facts(membership: FoundMembership, with_tags: bool) -> Mapping[str, list[str]]:
    """What a segment's rule may look at."""
    tags = CompanyTag.objects.filter(companies=membership.company_id) if with_tags else ()
    return {
        "sector": [membership.sector] if membership.sector else [],
        "size": [membership.size],
        "region": [membership.region],
        "tier": [membership.tier],
        "tag": [tag.name for tag in tags],
    }


# --- The queries ----------------------------------------------------------------------------
_USER = Param("user", BigAutoField())
_COMPANY = Param("company", BigAutoField())
_TIER = Param("tier", BigAutoField())


@Prepared
def _person() -> Any:
    """The columns of the active membership, and whether each gate is shut; then, in a row without
    such columns, whether the person has each role."""
    shut = {gate.alias: gate.is_shut() for gate in gates}
    groups = User.groups.through.objects.filter(user_id=OuterRef("pk"))
    has = {f"is_{role}": Exists(groups.filter(group__name=role.value)) for role in _ROLES}
    memberships = Membership.objects.active().filter(person=_USER)
    roles = User.objects.order_by().filter(pk=_USER)
    nothing = {f"no_{name}": _none(kind) for name, (_path, kind) in _COLUMNS.items()}
    return (
        memberships.order_by()
        .annotate(**dict.fromkeys(has, Value(False)), **shut)
        .values_list(*(path for path, _type in _COLUMNS.values()), *has, *shut)
        .union(
            roles.annotate(**nothing, **has, **dict.fromkeys(shut, Value(False))).values_list(
                *nothing, *has, *shut
            ),
            all=True,
        )
    )


@Prepared
def _all_audiences() -> Any:
    return Audience.objects.order_by().values_list("pk")


@Prepared
def _audiences() -> Any:
    """Audience, segment, rule, listed: audiences that name the member; then every segment; then
    which audience names which segment."""
    named: Any = Audience.objects.naming(user_id=_USER, company_id=_COMPANY, tier_id=_TIER)
    listed = Segment.companies.through.objects.filter(
        segment_id=OuterRef("pk"), company_id=_COMPANY
    )
    links: Any = Audience.segments.through.objects.annotate(
        no_rule=_none(JSONField()), no=Value(False)
    )
    nothing = {"no_id": _none(BigIntegerField()), "no_rule": _none(JSONField()), "no": Value(False)}
    return (
        named.order_by()
        .annotate(**nothing)
        .values_list("pk", "no_id", "no_rule", "no")
        .union(
            Segment.objects.order_by()
            .annotate(**nothing, listed=Exists(listed))
            .values_list("no_id", "pk", "rule", "listed"),
            links.values_list("audience_id", "segment_id", "no_rule", "no"),
            all=True,
        )
    )


def _none(field: Any) -> Value:
    return Value(None, output_field=field)
