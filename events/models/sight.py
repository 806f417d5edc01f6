"""What one viewer sees of one event, fetched in a number of queries that does not grow."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.viewer import Viewer
from club.lib import clock, dates
from events import rules, words
from events.enums import CardState, EventFormat
from events.models.dates import EventDate
from events.models.registrations import Registration

#: So many people are drawn at the table and named at most; the list of all has its own page.
NAMED = 20
NAMED_IN_LIST = 8
#: A longer name of a place does not fit on the drawn table.
TITLE_FITS = 32


@dataclass
class EventSight:
    """One event and one of its dates in the eyes of one viewer.

    `own` is the viewer's registration for the chosen date, `statuses` their status by date.
    `people` are registrations of those whom the viewer may see coming.
    """

    page: Any
    dates: Sequence[EventDate]
    date: EventDate | None
    viewer: Viewer
    person: Any
    state: CardState
    own: Registration | None = None
    statuses: dict[int, str] = field(default_factory=dict)
    people: list[Registration] = field(default_factory=list)

    @property
    def is_held(self) -> bool:
        """Whether the viewer comes to this date: the seat is theirs."""
        return self.own is not None and self.own.is_coming

    @property
    def me(self) -> Any | None:
        """The viewer's person where one of the seats is theirs."""
        return self.person if self.is_held else None

    @property
    def seated(self) -> list[Any]:
        """The people whom the drawing names."""
        return [registration.person for registration in self.people]

    @property
    def named(self) -> list[Registration]:
        """The people whom the short list names."""
        return self.people[:NAMED_IN_LIST]

    @property
    def has_more_people(self) -> bool:
        """Whether the page of all attendees names more people."""
        return len(self.people) > NAMED_IN_LIST

    @cached_property
    def position(self) -> int | None:
        """The viewer's place in the waiting list."""
        return self.own.position if self.own else None

    @cached_property
    def waiting_count(self) -> int:
        """How many people wait for a seat; asked only where all are taken."""
        if self.date is None or not self.date.is_full or self.date.pk is None:
            return 0
        count: int = self.date.registrations.waiting().count()
        return count

    @property
    def own_clock(self) -> str:
        """The date on the viewer's own clock, in words, where that shows another time; else ''."""
        zone = timezone.get_current_timezone_name()
        return words.on_own_clock(self.date, zone) if self.date else ""

    @property
    def address(self) -> str:
        """Street and town, as far as the viewer may know them."""
        if self.page.format == EventFormat.ONLINE:
            return ""
        if self.is_held or self.viewer.is_organiser:
            return str(self.page.address)
        return str(self.page.open_address)

    @property
    def hides_address(self) -> bool:
        """Whether there is an address that the viewer will see once they come."""
        return bool(self.page.address) and not self.address

    @property
    def shows_link(self) -> bool:
        """Whether the link to join is the viewer's to know: they come, or they run the event."""
        return bool(self.page.join_link) and (self.is_held or self.viewer.is_organiser)

    @property
    def choices(self) -> list[tuple[EventDate, str]]:
        """All dates of the event, each with what it is to the viewer."""
        return [(d, words.state(d, self.statuses.get(d.pk))) for d in self.dates]

    @property
    def position_words(self) -> str:
        """The viewer's place in the waiting list, in words."""
        return words.in_line(self.position)

    @property
    def bar_words(self) -> str:
        """Where the viewer stands, in a few words."""
        return words.bar(self.state, self.date, self.position) if self.date else ""

    @property
    def waiting_words(self) -> str:
        """How many people wait, in words; '' for none."""
        return words.waiting(self.waiting_count)

    @property
    def caption(self) -> str:
        """What the drawing of the seats shows."""
        return words.caption(self.date, is_mine=self.is_held) if self.date else ""

    @property
    def quiet_words(self) -> str:
        """What stands in place of names where nobody agreed to be named."""
        return words.quiet_people(self.date) if self.date else ""

    @property
    def place(self) -> str:
        """The short name of where it is."""
        return words.place(self.page)

    @property
    def shows_people(self) -> bool:
        """Whether it is told who comes: to the club, about a date that takes place."""
        hidden = {CardState.UNPLANNED, CardState.CANCELLED, CardState.STRANGER}
        return self.state not in hidden

    @property
    def shows_seats(self) -> bool:
        """Whether the seats are drawn: where they are counted and can still be taken."""
        counted = self.date is not None and bool(self.date.capacity)
        return counted and self.shows_people and self.state != CardState.PAST

    @property
    def table_title(self) -> str:
        """What stands on the drawn table."""
        if self.date is None:
            return ""
        day = dates.day_month(self.date.local_start)
        place = "" if self.page.format == EventFormat.ONLINE else self.page.place_name
        return f"{place}, {day}" if 0 < len(place) <= TITLE_FITS else day

    @cached_property
    def is_listed_first(self) -> bool:
        """How the question “may the others see that I come?” is answered at first."""
        if self.own is not None:
            return self.own.is_listed
        profile = getattr(self.person, "profile", None)
        return bool(profile and profile.shows_attendance)


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
    state = rules.card_state(viewer, chosen, mine, clock.now())
    if state == CardState.TEAM and chosen is not None and chosen.pk is None:
        state = CardState.FULL if chosen.is_full else CardState.OPEN
    return EventSight(
        page=page,
        dates=event_dates,
        date=chosen,
        viewer=viewer,
        person=person,
        state=state,
        own=mine,
        statuses={pk: registration.status for pk, registration in own.items() if pk},
        people=_people(chosen, viewer),
    )


def _own_registrations(
    event_dates: Sequence[EventDate], viewer: Viewer
) -> dict[int | None, Registration]:
    if not viewer.is_member:
        return {}
    rows = Registration.objects.filter(person_id=viewer.user_id, date__in=list(event_dates))
    return {row.date_id: row for row in rows}


def _people(chosen: EventDate | None, viewer: Viewer) -> list[Registration]:
    """Whom the viewer may see coming: who answered first stands first."""
    if chosen is None or chosen.pk is None or viewer.is_stranger:
        return []
    rows = Registration.objects.visible_to(viewer).filter(date=chosen).coming()
    return list(rows.with_people().order_by("answered_at", "pk")[:NAMED])


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
