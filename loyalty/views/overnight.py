"""What changed since yesterday in somebody's own portfolio."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from accounts.viewer import Viewer
from loyalty.querysets import portfolio_q
from participation.enums import Side
from participation.kinds import kinds, names_of_side
from participation.models import Participation

#: A client is told with so many kinds of acts; the rest is on its page.
TOLD = 2


@dataclass(frozen=True)
class Night:
    """One client and what its people did since yesterday."""

    name: str
    slug: str
    words: str


def changes_since_yesterday(viewer: Viewer, today: date) -> list[Night]:
    """The clients whose people did something, those with most kinds of acts first. One query."""
    rows = (
        Participation.objects.usable()
        .filter(
            portfolio_q(viewer),
            company__left_on__isnull=True,
            occurred_on__gte=today - timedelta(days=1),
            kind__in=names_of_side(Side.CLIENT),
        )
        .order_by()
        .values_list("company__name", "company__slug", "kind")
        .annotate(n=Count("pk"))
    )
    acts: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for name, slug, kind, count in rows:
        acts[name, slug].append((count, kind))
    nights = [Night(name, slug, _words(found)) for (name, slug), found in acts.items()]
    sizes = {slug: len(found) for (_name, slug), found in acts.items()}
    return sorted(nights, key=lambda night: (-sizes[night.slug], night.name))


def _words(found: list[tuple[int, str]]) -> str:
    """`came to an event (2), answered a call`."""
    top = sorted(found, key=lambda row: (-row[0], row[1]))[:TOLD]
    told = [_once_or_more(str(kinds.get(kind).label), count) for count, kind in top]
    return ", ".join(told)


def _once_or_more(label: str, count: int) -> str:
    return f"{label} ({count})" if count > 1 else label
