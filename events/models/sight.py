"""What one viewer sees of one event. `events.models.seeing` fetches it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.viewer import Viewer
from club.lib import clock, dates
from events import rules, words
from events.enums import HOLDS_SEAT, CardState, EventFormat
from events.models.dates import EventDate
from events.models.registrations import Registration
from events.models.terms import EventQuestion
from members.models import shows_attendance

#: So many people are drawn at the table and named at most; the list of all has its own page.
NAMED = 20
NAMED_IN_LIST = 8
#: With fewer seats the drawn table is round, and too narrow for a name.
WIDE_TABLE = 12
#: So many letters fit on a table of that size, and two more for each seat more.
TITLE_FITS = 28


@dataclass
class EventSight:
    """One event and one of its dates in the eyes of one viewer.

    `own` is the viewer's registration for the chosen date, `statuses` their status by date.
    `people` are registrations of those whom the viewer may see coming. `together` are the dates
    that one answer is about, where these are several, and `closing` is the date whose time counts.
    """

    page: Any
    dates: Sequence[EventDate]
    date: EventDate | None
    viewer: Viewer
    person: Any
    state: CardState
    own: Registration | None = None
    opens_at: datetime | None = None
    questions: list[EventQuestion] = field(default_factory=list)
    quota_left: int | None = None
    statuses: dict[int, str] = field(default_factory=dict)
    people: list[Registration] = field(default_factory=list)
    together: list[EventDate] = field(default_factory=list)
    closing: EventDate | None = None

    @property
    def tight(self) -> EventDate | None:
        """The date that decides whether there is a seat: of those taken together the fullest."""
        counted = [d for d in self.together if d.seats_left is not None]
        return min(counted, key=lambda d: d.seats_left or 0, default=self.date)

    @property
    def together_words(self) -> str:
        """That one registration counts for all dates, and what that means; '' where it does not."""
        return words.taken_together(len(self.together)) if self.together else ""

    @property
    def is_held(self) -> bool:
        """Whether the viewer comes to this date: the seat is theirs."""
        return self.own is not None and self.own.is_coming

    @property
    def waits_for_quota(self) -> bool:
        """Whether the viewer's company has all of the seats that it may have."""
        return self.quota_left == 0

    @property
    def quota_words(self) -> str:
        """How many seats the viewer's company may have; '' without a limit."""
        if self.page.company_quota is None or not self.viewer.is_member:
            return ""
        return words.quota(self.page.company_quota, self.quota_left)

    @property
    def go_words(self) -> str:
        """What the button of a yes does."""
        if self.page.needs_approval:
            return _("Ask for a seat")
        if self.waits_for_quota or (self.tight is not None and self.tight.is_full):
            return _("Join the waiting list")
        if self.together:
            return words.come_to_all(len(self.together))
        return _("I will come")

    @property
    def opens_words(self) -> str:
        """When registration opens for the viewer, in words."""
        if self.opens_at is None or self.date is None:
            return ""
        return rules.moment_in_words(self.opens_at, self.date.time_zone)

    @property
    def closes_words(self) -> str:
        """Until when people register, in words; '' where that is until the end."""
        closing = self.closing
        if closing is None or (not self.together and closing.closes_at >= closing.ends_at):
            return ""
        return rules.moment_in_words(closing.closes_at, closing.time_zone)

    @property
    def until_words(self) -> str:
        """Until when the seat is offered to the viewer, in words."""
        return words.offered_until(self.own) if self.own else ""

    @property
    def brings_guests(self) -> bool:
        """Whether the viewer may bring people from outside, or does."""
        return self.is_held and bool(self.page.guests_allowed or self.own.guest_count)  # type: ignore[union-attr]

    @cached_property
    def guest_names(self) -> list[str]:
        """The viewer's guests, and as many blanks as more may come."""
        if not self.brings_guests or self.own is None:
            return []
        names = [guest.name for guest in self.own.guests.all()]
        return names + [""] * (self.page.guests_allowed - len(names))

    @property
    def answers_for_others(self) -> bool:
        """Whether the viewer may answer in the name of somebody else."""
        if self.date is None or self.date.pk is None or self.date.is_cancelled:
            return False
        if self.date.is_over(clock.now()):
            return False
        if self.viewer.is_member:
            waits = self.state in {CardState.NOT_OPEN, CardState.CLOSED}
            return bool(self.page.allows_colleagues) and not waits
        return self.viewer.has_role(Role.ORGANISER, Role.ACCOUNT_MANAGER)

    @property
    def came(self) -> bool:
        """Whether the viewer had a seat for one of the dates that are over."""
        return any(self.statuses.get(d.pk) in HOLDS_SEAT and d.has_ended for d in self.dates)

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
        if self.date is None or self.tight is None:
            return 0
        if not self.tight.is_full or self.date.pk is None:
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
        return words.bar(self.state, self.tight, self.position) if self.tight else ""

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
        wider = (self.date.capacity or 0) - WIDE_TABLE
        title = place if self.together and place else f"{place}, {day}"
        return title if place and wider >= 0 and len(title) <= TITLE_FITS + 2 * wider else day

    @cached_property
    def is_listed_first(self) -> bool:
        """How the question “may the others see that I come?” is answered at first."""
        if self.own is not None:
            return self.own.is_listed
        return shows_attendance(self.person)
