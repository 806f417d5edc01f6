"""Finding what one viewer sees of one event, in a number of queries that does not grow."""

from collections.abc import Sequence
from typing import Any

from django.db.models import BigAutoField

from accounts.viewer import PerViewer, Viewer
from club.lib import clock
from club.lib.prepared import Param
from events import rules
from events.enums import CardState
from events.models.dates import EventDate, quota_left
from events.models.registrations import Registration
from events.models.sight import NAMED, EventSight

#: Where a yes can be said, so that the questions are asked.
ASKING = frozenset({CardState.OPEN, CardState.FULL, CardState.MAYBE})


def see_event(
    page: Any,
    event_dates: Sequence[EventDate],
    chosen: EventDate | None,
    viewer: Viewer,
    person: Any,
) -> EventSight:
    """The event as the viewer sees it, with `chosen` in the middle.

    A date that is only planned is shown to the team as members will see it.
    """
    own = _own_registrations(event_dates, viewer)
    mine = own.get(chosen.pk) if chosen is not None else None
    if chosen is not None:
        chosen.page = page
    if mine is not None and chosen is not None:
        mine.date = chosen
    opens_at = page.opens_for(viewer)
    taken, closing = _taken(page, chosen, event_dates)
    is_full = any(d.is_full for d in taken)
    closes_at = closing.closes_at if closing else None
    now = clock.now()
    state = rules.card_state(
        viewer, chosen, mine, opens_at, now, closes_at=closes_at, is_full=is_full
    )
    if state == CardState.TEAM and chosen is not None and chosen.pk is None:
        state = CardState.FULL if is_full else CardState.OPEN
    return EventSight(
        page=page,
        dates=event_dates,
        date=chosen,
        viewer=viewer,
        person=person,
        state=state,
        own=mine,
        opens_at=opens_at,
        questions=list(page.questions.all()) if state in ASKING else [],
        quota_left=_quota_left(taken, viewer),
        statuses={pk: registration.status for pk, registration in own.items() if pk},
        people=_people(chosen, viewer),
        together=taken if len(taken) > 1 else [],
        closing=closing,
    )


def _taken(
    page: Any, chosen: EventDate | None, event_dates: Sequence[EventDate]
) -> tuple[list[EventDate], EventDate | None]:
    """The dates that one answer to the chosen one is about, and the one whose time counts."""
    if chosen is None:
        return [], None
    if page.takes_all_dates:
        for event_date in event_dates:
            event_date.page = page
    taken = rules.taken_with(chosen, event_dates, clock.now())
    return taken, rules.closing_date(chosen, event_dates)


def _quota_left(taken: Sequence[EventDate], viewer: Viewer) -> int | None:
    if not viewer.is_member or any(d.pk is None for d in taken):
        return None
    return quota_left(taken, viewer.company_id)


def _own_registrations(
    event_dates: Sequence[EventDate], viewer: Viewer
) -> dict[int | None, Registration]:
    published = [event_date.pk for event_date in event_dates if event_date.pk]
    if not viewer.is_member or not published:
        return {}
    rows = Registration.objects.filter(person_id=viewer.user_id, date__in=published)
    return {row.date_id: row for row in rows}


def _people(chosen: EventDate | None, viewer: Viewer) -> list[Registration]:
    """Whom the viewer may see coming: who answered first stands first."""
    if chosen is None or chosen.pk is None or viewer.is_stranger:
        return []
    rows: list[Registration] = seen_coming(viewer, date=chosen.pk)
    return rows


@PerViewer
def seen_coming(viewer: Viewer) -> Any:
    """The first ones of those whom a viewer may see coming to a `date`."""
    rows = Registration.objects.visible_to(viewer).coming()
    there = rows.filter(date_id=Param("date", BigAutoField())).with_people()
    return there.order_by("answered_at", "pk")[:NAMED]
