"""Our effort beside their response, over the same days: counts of facts, kind by kind."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import BigAutoField, Count, DateTimeField, Q

from accounts.models import Company
from club.lib import clock
from club.lib.prepared import Param, PreparedRows
from participation.enums import Side
from participation.kinds import kinds
from participation.models import Participation

#: The days that are compared.
DAYS = 90


@dataclass(frozen=True)
class Effort:
    """What each side did lately: the label of a kind, and how often. `ever`: facts of each kind."""

    ours: list[tuple[str, int]]
    theirs: list[tuple[str, int]]
    ever: dict[str, int]


def build_effort(company: Company) -> Effort:
    """The facts of the last days, the most frequent kind first. One query."""
    since = clock.now() - timedelta(days=DAYS)
    rows = _counts(company=company.pk, since=since)
    counts = {name: (ever, lately) for name, ever, lately in rows}
    sides: dict[str, list[tuple[str, int]]] = {Side.CLUB: [], Side.CLIENT: []}
    for name, (_ever, lately) in sorted(counts.items(), key=lambda row: (-row[1][1], row[0])):
        if lately and name in kinds:
            kind = kinds.get(name)
            sides[kind.side].append((str(kind.label), lately))
    ever = {name: count for name, (count, _lately) in counts.items()}
    return Effort(ours=sides[Side.CLUB], theirs=sides[Side.CLIENT], ever=ever)


@PreparedRows
def _counts() -> Any:
    """Kind, how often at all, how often since."""
    lately = Q(occurred_at__gte=Param("since", DateTimeField()))
    rows = Participation.objects.usable().filter(company_id=Param("company", BigAutoField()))
    kinds_of = rows.order_by().values_list("kind")
    return kinds_of.annotate(ever=Count("pk"), n=Count("pk", filter=lately))
