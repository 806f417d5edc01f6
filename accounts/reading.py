"""Who a person is to the club, asked by every request and therefore in one prepared query.

The statement is a union: the person, the roles, the active membership, the audiences that name
them, the segments, and which audience names which segment. Its rows have one set of columns, of
which each part fills its own.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    Exists,
    F,
    Field,
    JSONField,
    OuterRef,
    Q,
    Value,
)
from django.db.models.functions import Cast

from accounts.enums import STAFF_ROLES, Role
from accounts.models import Audience, CompanyTag, Membership, Segment, User
from accounts.registry import gates, person_values
from accounts.rules import fits_rule
from club.lib.prepared import Param, Prepared, make_row

#: What `FoundMembership` holds: the look-up from a membership, and the type of the column.
_MEMBERSHIP: dict[str, tuple[str, Any]] = {
    "pk": ("pk", BigIntegerField()),
    "company_id": ("company_id", BigIntegerField()),
    "tier_id": ("company__tier_id", BigIntegerField()),
    "sector": ("company__sector__slug", CharField()),
    "size": ("company__size", CharField()),
    "region": ("company__region", CharField()),
    "tier": ("company__tier__slug", CharField()),
}
#: The columns of audiences and segments; the last ones of each row.
_REACH: dict[str, Any] = {
    "audience": BigIntegerField(),
    "segment": BigIntegerField(),
    "rule": JSONField(),
    "listed": BooleanField(),
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


@dataclass(frozen=True, slots=True)
class Access:
    """What decides what a person may see and do, at one moment.

    The audiences are those that reach the member, for staff all of them. A segment is the
    company's where it lists the company or its rule fits.
    """

    roles: frozenset[Role] = frozenset()
    membership: FoundMembership | None = None
    audience_ids: frozenset[int] = frozenset()
    segment_ids: frozenset[int] = frozenset()


def find_access(user_id: int) -> Access:
    """What decides what this person may do: one query, and one more where a rule asks for tags."""
    return _access(_split(_person(user=user_id)))


def find_user(user_id: int) -> User | None:
    """The person, with `access` and `read_along`, in the same query; None without such a person."""
    found = _split(_person(user=user_id))
    if found.person is None:
        return None
    fields = User._meta.concrete_fields
    person = make_row(User, [found.person[field.attname] for field in fields])
    values: dict[str, Any] = {value.name: found.person[value.alias] for value in person_values}
    person.read_along = values
    person.access = _access(found)
    return person


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows of the statement, by its parts."""

    person: Mapping[str, Any] | None
    membership: Mapping[str, Any] | None
    roles: frozenset[Role]
    reach: list[Sequence[Any]]


def _split(rows: Sequence[Sequence[Any]]) -> _Found:
    names = _names()
    a_person, a_role, a_membership = (names.index(n) for n in ("id", "role", "membership_pk"))
    person = membership = None
    roles, reach = [], []
    for row in rows:
        if row[a_person] is not None:
            person = dict(zip(names, row, strict=True))
        elif row[a_role] is not None:
            roles.append(Role(row[a_role]))
        elif row[a_membership] is not None:
            membership = dict(zip(names, row, strict=True))
        else:
            reach.append(row[-len(_REACH) :])
    return _Found(person, membership, frozenset(roles), reach)


def _access(found: _Found) -> Access:
    roles = found.roles
    if roles & STAFF_ROLES:
        every = frozenset(audience for audience, segment, *_rest in found.reach if segment is None)
        return Access(roles, audience_ids=every)
    if found.membership is None:
        return Access(roles)
    membership = _membership(found.membership)
    return Access(roles, membership, *_audiences_and_segments(membership, found.reach))


def _membership(row: Mapping[str, Any]) -> FoundMembership:
    held_by = frozenset(gate.name for gate in gates if row[gate.alias])
    return FoundMembership(
        **{name: row[f"membership_{name}"] for name in _MEMBERSHIP}, held_by=held_by
    )


def _audiences_and_segments(
    membership: FoundMembership, rows: list[Sequence[Any]]
) -> tuple[frozenset[int], frozenset[int]]:
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


# --- The query ------------------------------------------------------------------------------
_USER = Param("user", BigAutoField())


@Prepared
def _person() -> Any:
    parts = [_roles(), _memberships(), _audiences(), _segments(), _links()]
    return _people().union(*parts, all=True)


@cache
def _names() -> tuple[str, ...]:
    return tuple(_columns())


def _columns() -> dict[str, "Field[Any, Any]"]:
    """The columns of every row, in order, and their types."""
    return {
        **{field.attname: field for field in User._meta.concrete_fields},
        **{value.alias: value.kind for value in person_values},
        "role": CharField(),
        **{f"membership_{name}": kind for name, (_path, kind) in _MEMBERSHIP.items()},
        **{gate.alias: BooleanField() for gate in gates},
        **_REACH,
    }


def _part(rows: Any, nothing: Any = Value, **own: Any) -> Any:
    """These rows with these columns of their own, and nothing in the others."""
    columns = {
        f"x_{name}": own.get(name, nothing(None, output_field=kind))
        for name, kind in _columns().items()
    }
    return rows.order_by().annotate(**columns).values_list(*columns)


def _people() -> Any:
    """The person. Stands first, where PostgreSQL learns the types of the columns."""
    return _part(
        User.objects.filter(pk=_USER),
        nothing=Cast,
        **{field.attname: F(field.attname) for field in User._meta.concrete_fields},
        **{value.alias: value.of_person() for value in person_values},
    )


def _roles() -> Any:
    groups = User.groups.through.objects.filter(
        user_id=_USER, group__name__in=[role.value for role in Role]
    )
    return _part(groups, role=F("group__name"))


def _memberships() -> Any:
    return _part(
        _own_membership(),
        **{f"membership_{name}": F(path) for name, (path, _kind) in _MEMBERSHIP.items()},
        **{gate.alias: gate.is_shut() for gate in gates},
    )


def _audiences() -> Any:
    """Those that name the member by more than a segment; of staff, all."""
    company = _own_membership().values("company_id")[:1]
    tier = _own_membership().values("company__tier_id")[:1]
    named: Any = Audience.objects.naming(user_id=_USER, company_id=company, tier_id=tier)
    return _part(named | Audience.objects.filter(_is_staff()), audience=F("pk"))


def _segments() -> Any:
    company = _own_membership().values("company_id")[:1]
    listing = Segment.companies.through.objects.filter(
        segment_id=OuterRef("pk"), company_id=company
    )
    return _part(Segment.objects.all(), segment=F("pk"), rule=F("rule"), listed=Exists(listing))


def _links() -> Any:
    links = Audience.segments.through.objects.all()
    return _part(links, audience=F("audience_id"), segment=F("segment_id"))


def _own_membership() -> Any:
    return Membership.objects.active().filter(person=_USER)


def _is_staff() -> Q:
    roles = [role.value for role in STAFF_ROLES]
    groups = User.groups.through.objects.filter(user_id=_USER, group__name__in=roles)
    return Q(Exists(groups))
