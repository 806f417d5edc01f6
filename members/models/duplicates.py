"""Records that may be there twice: looked for by name, never merged by themselves."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from accounts.models import Company, User
from members.crm.values import bare_name

#: So many pairs are shown.
PAIRS = 20
#: So many records a search finds.
FOUND = 50

Pair = tuple[Any, Any]


def people() -> "QuerySet[User]":
    """Everybody but the club's own team, the departed included."""
    rows: QuerySet[User] = User.objects.filter(is_staff=False, is_active=True)
    return rows.prefetch_related("memberships__company")


def same_named_people() -> list[Pair]:
    """Pairs of people with one name, the older record first."""
    named = {"first": Lower("first_name"), "last": Lower("last_name")}
    rows: QuerySet[Any] = people().exclude(last_name="").annotate(**named)
    twice = rows.order_by().values("first", "last").annotate(n=Count("pk")).filter(n__gt=1)
    wanted = Q(pk__in=[])
    for name in twice[:PAIRS]:
        wanted |= Q(first=name["first"], last=name["last"])
    found = rows.filter(wanted).order_by("pk")
    return _pairs(found, lambda person: f"{person.first} {person.last}")


def same_named_companies() -> list[Pair]:
    """Pairs of companies with one name but for legal form, accents and capitals, the older one
    first. Looks at every company's name: one query.
    """
    names = Company.objects.order_by("pk").values_list("pk", "name")
    groups = _groups(names, lambda row: bare_name(row[1]))
    ids = [pk for group in groups[:PAIRS] for pk, _name in group]
    found = Company.objects.filter(pk__in=ids).order_by("pk")
    return _pairs(found, lambda company: bare_name(company.name))


def find_people(query: str) -> "QuerySet[User]":
    """People with every word of the query in their name or address."""
    found = people()
    for word in query.split()[:6]:
        found = found.filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
        )
    return found.order_by("last_name", "first_name", "pk")[:FOUND]


def find_companies(query: str) -> "QuerySet[Company]":
    """Companies with every word of the query in their name, city or ids."""
    found = Company.objects.all()
    for word in query.split()[:6]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(city__icontains=word)
            | Q(legal_id__icontains=word)
            | Q(external_id__icontains=word)
        )
    return found.order_by("name", "pk")[:FOUND]


def _pairs(rows: Iterable[Any], key: Callable[[Any], str]) -> list[Pair]:
    groups = _groups(rows, key)
    return [(group[0], other) for group in groups for other in group[1:]][:PAIRS]


def _groups(rows: Iterable[Any], key: Callable[[Any], str]) -> list[list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return [group for group in found.values() if len(group) > 1]
