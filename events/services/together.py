"""The dates that one answer is about: one alone, or all of an event that takes them together.

Each date has its own counters and registrations; what is done to one is done to all of them in one
transaction, under the locks of all.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from club.lib import clock
from events import rules
from events.enums import HOLDS_SEAT, RegistrationStatus
from events.models import EventDate, EventPage, Registration
from events.services.rows import find_row

#: Who came is recorded: no answer changes that.
RECORDED = HOLDS_SEAT - {RegistrationStatus.GOING, RegistrationStatus.OFFERED}


@dataclass(frozen=True)
class Taken:
    """Locked dates that one answer is about, the first one first.

    `chosen` is the one that was answered to, and among `dates`. `closing` says until when people
    register. `first` is the first date of them all, over or not: once it begins nothing is offered.
    """

    chosen: EventDate
    dates: list[EventDate]
    closing: EventDate
    first: EventDate

    @property
    def page(self) -> EventPage:
        """The event."""
        page: EventPage = self.chosen.page
        return page

    @property
    def others(self) -> list[EventDate]:
        """All but the chosen one."""
        return [event_date for event_date in self.dates if event_date is not self.chosen]

    @property
    def is_full(self) -> bool:
        """Whether one of them has no seat for members any more."""
        return any(event_date.is_full for event_date in self.dates)

    def rows_of(self, person: User) -> Iterator[tuple[EventDate, Registration | None]]:
        """The other dates, each with the person's row; those where it is recorded who came are
        left out.
        """
        for event_date in self.others:
            row = find_row(event_date, person)
            if row is None or row.status not in RECORDED:
                yield event_date, row


def lock_dates(date_id: int) -> Taken:
    """Lock this date, and those that are taken together with it."""
    return take(date_id, EventDate.objects.locked_together(date_id))


def lock_with(date_id: int) -> tuple[EventDate, Taken]:
    """The same, with the date itself, whether or not it can still be answered to."""
    locked = EventDate.objects.locked_together(date_id)
    itself = next(event_date for event_date in locked if event_date.pk == date_id)
    return itself, take(date_id, locked)


def take(date_id: int, locked: list[EventDate]) -> Taken:
    """What an answer to this one of the locked dates is about.

    Of dates that are taken together the first that can still be answered to stands for one that is
    cancelled or over.
    """
    now = clock.now()
    chosen = next(event_date for event_date in locked if event_date.pk == date_id)
    if chosen.page.takes_all_dates and (chosen.is_cancelled or chosen.is_over(now)):
        in_order = sorted(locked, key=lambda d: (d.starts_at, d.pk))
        chosen = rules.choose_date(in_order, None, now) or chosen
    dates = rules.taken_with(chosen, locked, now)
    held = [d for d in locked if not d.is_cancelled] or [chosen]
    first = min(held, key=lambda d: d.starts_at) if chosen.page.takes_all_dates else chosen
    return Taken(chosen, dates, rules.closing_date(chosen, locked), first)
