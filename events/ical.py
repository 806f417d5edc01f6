"""What calendars are told about dates: in mails, in files, and where people subscribe."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, F, FilteredRelation, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import PerViewer, Viewer
from club.lib import clock
from club.lib.bilingual import pick
from club.lib.ical import CalendarFacts, Status
from club.lib.prepared import Columns, Param, PreparedColumns
from club.lib.urls import absolute_url
from events import rules
from events.enums import COMES, HOLDS_SEAT, SAID_NO, RegistrationStatus
from events.models import EventDate
from events.querysets import EventDateQuerySet
from notifications.models import CalendarEntry
from notifications.registry import FeedSource

#: The kind of the calendar entries of this app.
ENTRY_KIND = "events.date"
#: So far ahead what is open to a person stands in their calendar, and so many dates at most.
AHEAD = timedelta(days=365)
MOST = 1_000
#: These take the person's time; the others only could.
OWN = HOLDS_SEAT | {RegistrationStatus.MAYBE}


class _Row(NamedTuple):
    """A date with its words, its entry, and where one person stands. The names are look-ups."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    is_all_day: bool
    place: str
    address: str
    join_link: str
    calendar_entry_id: int
    calendar_entry__uid: str
    calendar_entry__sequence: int
    calendar_entry__status: str
    calendar_entry__created_at: datetime
    calendar_entry__updated_at: datetime
    page__slug: str
    page__title_fr: str
    page__title_en: str
    page__summary_fr: str
    page__summary_en: str
    page__hides_address: bool
    page__last_published_at: datetime | None
    own__status: str | None
    own__answered_at: datetime | None
    own__promoted_at: datetime | None
    own__approved_at: datetime | None

    @property
    def comes(self) -> bool:
        """Whether the person is sure to come, or came."""
        return self.own__status in COMES

    @property
    def is_own(self) -> bool:
        """Whether it takes the person's time."""
        return self.own__status in OWN

    @property
    def title(self) -> str:
        """The event's title in the active language."""
        return pick(self.page__title_fr, self.page__title_en)


def facts(entry: CalendarEntry, person: User | None, language: str) -> CalendarFacts | None:
    """The words and times of an entry, as published now, in `language` ('' is the active one).

    The link to join, and an address that is not for all, are in the words of those who come, and
    of nobody else (R12).
    """
    return facts_of_many([entry], person, language).get(entry.pk)


def facts_of_many(
    entries: Sequence[CalendarEntry], person: User | None, language: str
) -> Mapping[int, CalendarFacts]:
    """The same of several entries, by their ids, in one query."""
    dates = EventDate.objects.filter(calendar_entry__in=entries)
    with translation.override(language or translation.get_language()):
        rows = map(_Row._make, _rows(dates, person.pk if person else None))
        return {row.calendar_entry_id: _build_facts(row, row.title) for row in rows}


def find_for_feed(viewer: Viewer, since: datetime, with_open: bool) -> Columns:
    """The rows of what the viewer's calendar holds, the first date first, in one query.

    The dates that they come to, are offered a seat of, or may come to; with `with_open` those of
    the next year that are open to them, unless they said no. The team takes no seats: its calendar
    holds all that is published.
    """
    now = clock.now()
    with_open = with_open or viewer.is_staff
    rows: Columns = _in_feed(viewer, with_open, since=since, now=now, until=now + AHEAD)
    return rows


@partial(PerViewer, kind=PreparedColumns)
def _in_feed(viewer: Viewer, with_open: bool) -> Any:
    since, now, until = (Param(name, DateTimeField()) for name in ("since", "now", "until"))
    dates = EventDate.objects.visible_to(viewer).filter(ends_at__gt=since)
    wanted = Q(stands__in=OWN)
    if with_open:
        kept = Q() if viewer.is_staff else Q(ends_at__gt=now)  # what is over is open no more
        could = Q(stands=None) | ~Q(stands__in=SAID_NO)
        wanted |= kept & could & Q(starts_at__lt=until)
    return _rows(dates, viewer.user_id).filter(wanted).order_by("starts_at", "pk")[:MOST]


def tell_for_feed(columns: tuple[Any, ...], viewer: Viewer) -> CalendarFacts:
    """What a row of `find_for_feed` says in the active language."""
    row = _Row._make(columns)
    return _build_facts(
        row,
        _title_in_feed(row, viewer),
        status=_status_in_feed(row),
        is_free=not row.is_own or row.calendar_entry__status == Status.CANCELLED,
    )


FEED = FeedSource("events", 10, find_for_feed, tell_for_feed)


def _rows(dates: EventDateQuerySet, person_id: int | None) -> Any:
    """The dates as rows for `_Row`, each with the person's registration where there is one.

    To be filtered by `stands`: a condition on `own` would join the registrations once more.
    """
    own = FilteredRelation("registrations", condition=Q(registrations__person=person_id or 0))
    return dates.annotate(own=own).alias(stands=F("own__status")).values_list(*_Row._fields)


def _build_facts(
    row: _Row, title: str, *, status: Status | None = None, is_free: bool = False
) -> CalendarFacts:
    starts_at, ends_at = _times(row)
    return CalendarFacts(
        uid=row.calendar_entry__uid,
        sequence=row.calendar_entry__sequence,
        summary=title,
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=row.calendar_entry__created_at,
        updated_at=max(moment for moment in _changes(row) if moment is not None),
        time_zone=row.time_zone,
        location=_place(row) or _("Online"),
        url=absolute_url(f"{_page_path(row.page__slug)}?date={row.pk}"),
        description=_description(row),
        status=status or Status(row.calendar_entry__status),
        is_free=is_free,
    )


def _changes(row: _Row) -> tuple[datetime | None, ...]:
    """When what the calendar shows was last changed: the event, its words, the own answer."""
    return (
        row.calendar_entry__updated_at,
        row.page__last_published_at,
        row.own__answered_at,
        row.own__promoted_at,
        row.own__approved_at,
    )


def _place(row: _Row) -> str:
    shows = row.comes or not row.page__hides_address
    return rules.place_in_line(row.place, row.address, shows_address=shows)


def _description(row: _Row) -> str:
    """The summary, and the link to join for those who come."""
    lines = [pick(row.page__summary_fr, row.page__summary_en)]
    if row.join_link and row.comes:
        lines.append(_("Join online: %(link)s") % {"link": row.join_link})
    return "\n\n".join(line for line in lines if line)


def _title_in_feed(row: _Row, viewer: Viewer) -> str:
    """The title, with what programs do not show otherwise: many know no STATUS."""
    named = {"title": row.title}
    if row.calendar_entry__status == Status.CANCELLED:
        return _("Cancelled: %(title)s") % named
    if row.own__status == RegistrationStatus.OFFERED:
        return _("Seat offered to you: %(title)s") % named
    if row.own__status == RegistrationStatus.WAITLISTED:
        return _("You wait in line: %(title)s") % named
    if row.own__status == RegistrationStatus.PENDING:
        return _("You asked for a seat: %(title)s") % named
    if row.is_own or viewer.is_staff:
        return row.title
    return _("Open to you: %(title)s") % named


def _status_in_feed(row: _Row) -> Status:
    if row.calendar_entry__status == Status.CANCELLED:
        return Status.CANCELLED
    unsure = {RegistrationStatus.MAYBE, RegistrationStatus.OFFERED}
    return Status.TENTATIVE if row.own__status in unsure else Status.CONFIRMED


@lru_cache(maxsize=2_000)
def _page_path(slug: str) -> str:
    """`EventPage.path_on_site` of this slug; finding an address costs as much as writing a line."""
    return reverse("events:page", args=[slug])


def _times(row: _Row) -> tuple[datetime | date, datetime | date]:
    """Instants, or for whole days the first day and the day after the last one."""
    if not row.is_all_day:
        return row.starts_at, row.ends_at
    place = ZoneInfo(row.time_zone)
    return row.starts_at.astimezone(place).date(), row.ends_at.astimezone(place).date()
