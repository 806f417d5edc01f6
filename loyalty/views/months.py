"""The signal of one client month by month, as its own page needs it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import DateField, OuterRef, Subquery, TextField
from django.db.models.functions import Cast, JSONArray

from club.lib.json_rows import JsonRows
from club.lib.prepared import Param
from loyalty.models import Signal

MONTHS_SHOWN = 24


@dataclass(frozen=True)
class Month:
    """The signal at the end of a month, or on the last day.

    `parts` and `why` are the JSON texts of `contributions` and `causes`: of two years, two months
    are asked for them.
    """

    day: date
    state: str
    value: float | None
    change: float | None
    friction_points: float
    letter: str
    parts: str
    why: str

    @cached_property
    def contributions(self) -> list[dict[str, Any]]:
        """Of each dimension the points reached and possible."""
        found: list[dict[str, Any]] = json.loads(self.parts)
        return found

    @cached_property
    def causes(self) -> dict[Any, float]:
        """What the change is made of: points of each `Cause`."""
        found: dict[Any, float] = json.loads(self.why)
        return found


def with_months(companies: Any) -> Any:
    """Companies with their `months` since the day `since`, a parameter, and with `kinds` and
    `parameters` of the version that made the last one."""
    own = Signal.objects.filter(company=OuterRef("pk")).order_by()
    shown = own.filter(day__gte=Param("since", DateField())).values("company")
    columns = ("day", "state", "value", "change", "friction_points", "letter")
    texts = (Cast(name, TextField()) for name in ("contributions", "causes"))
    latest = own.order_by("-day")
    return companies.annotate(
        months=Subquery(shown.annotate(rows=JsonRows(JSONArray(*columns, *texts))).values("rows")),
        kinds=Subquery(latest.values("version__kinds")[:1]),
        parameters=Subquery(latest.values("version__parameters")[:1]),
    )


def first_day(today: date) -> date:
    """From which day on the months are shown."""
    return today - timedelta(days=31 * MONTHS_SHOWN)


def read_months(rows: Iterable[Sequence[Any]] | None) -> list[Month]:
    """The months of a company `with_months`, the oldest first."""
    found = (Month(date.fromisoformat(day), *rest) for day, *rest in rows or ())
    return sorted(found, key=lambda month: month.day)
