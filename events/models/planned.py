"""The dates of a draft, as they will be once it is published."""

from typing import Any

from django.core.exceptions import ValidationError

from events import rules
from events.models.dates import EventDate


def planned_dates_of(page: Any) -> list[EventDate]:
    """The dates as they are planned in a draft, with the state of those that are published.

    For previews: nothing is saved, and a plan that makes no sense yet is left out.
    """
    known = {d.planned_key: d for d in EventDate.objects.filter(page_id=page.pk)} if page.pk else {}
    planned = (_as_planned(page, plan, known.get(plan.key)) for plan in page.planned_dates.all())
    return sorted((d for d in planned if d is not None), key=lambda d: d.starts_at)


def _as_planned(page: Any, plan: Any, known: EventDate | None) -> EventDate | None:
    try:
        span = rules.build_span(plan)
    except (ValidationError, AttributeError, TypeError):
        return None
    shown = EventDate(
        planned_key=plan.key,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        is_all_day=span.is_all_day,
        time_zone=plan.time_zone,
        capacity=plan.capacity,
        kept_seats=min(plan.kept_seats or 0, plan.capacity or 0),
        closes_at=page.closes_at(span.starts_at, span.ends_at),
    )
    shown.page = page
    if known is not None:
        shown.status, shown.cancelled_at = known.status, known.cancelled_at
        shown.cancel_reason, shown.seats_taken = known.cancel_reason, known.seats_taken
        shown.kept_taken = known.kept_taken
    return shown
