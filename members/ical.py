"""What the calendars of members say about meetings of two contacts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.db.models import DateTimeField, Value
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import PerViewer, Viewer
from club.lib.ical import CalendarFacts, Status
from club.lib.prepared import Columns, Param, PreparedColumns
from club.lib.urls import absolute_url
from members.enums import MeetingState
from members.models import Meeting
from notifications.models import CalendarEntry
from notifications.registry import FeedSource

#: The kind of the calendar entries of this app.
ENTRY_KIND = "members.meeting"
#: So many stand in a calendar to subscribe to, at most.
MOST = 500


class _Row(NamedTuple):
    """A meeting with its entry and the names of the two. The names are look-ups."""

    pk: int
    starts_at: datetime
    minutes: int
    time_zone: str
    line: str
    place: str
    link: str
    state: str
    by_id: int | None
    by__first_name: str | None
    by__last_name: str | None
    by__email: str | None
    guest__first_name: str | None
    guest__last_name: str | None
    guest__email: str | None
    calendar_entry_id: int
    calendar_entry__uid: str
    calendar_entry__sequence: int
    calendar_entry__created_at: datetime
    calendar_entry__updated_at: datetime
    reader: int


def facts(entry: CalendarEntry, person: User | None, language: str) -> CalendarFacts | None:
    """What a meeting is to one of the two; nothing for anybody else."""
    return facts_of_many([entry], person, language).get(entry.pk)


def facts_of_many(
    entries: Sequence[CalendarEntry], person: User | None, language: str
) -> Mapping[int, CalendarFacts]:
    """The same of several entries, by their ids, in one query."""
    if person is None:
        return {}
    rows = _rows(Meeting.objects.of(person.pk).filter(calendar_entry__in=entries), Value(person.pk))
    with translation.override(language or translation.get_language()):
        return {row.calendar_entry_id: _build(row) for row in map(_Row._make, rows)}


def find_for_feed(viewer: Viewer, since: datetime, with_open: bool) -> Columns:
    """The viewer's own meetings that were agreed, those called off too, in one query."""
    rows: Columns = _in_feed(viewer, since=since - timedelta(days=1))
    return rows


@partial(PerViewer, kind=PreparedColumns)
def _in_feed(viewer: Viewer) -> Any:
    rows = Meeting.objects.visible_to(viewer).filter(
        calendar_entry__isnull=False, starts_at__gt=Param("since", DateTimeField())
    )
    return _rows(rows, viewer.user_id or Value(0)).order_by("starts_at", "pk")[:MOST]


def tell_for_feed(columns: tuple[Any, ...], viewer: Viewer) -> CalendarFacts:
    """What a row of `find_for_feed` says in the active language."""
    row = _Row._make(columns)
    return _build(row, in_feed=True)


FEED = FeedSource("members.meetings", 20, find_for_feed, tell_for_feed)


def _rows(meetings: Any, reader: Any) -> Any:
    names = [name for name in _Row._fields if name != "reader"]
    return meetings.annotate(reader=reader).values_list(*names, "reader")


def _build(row: _Row, *, in_feed: bool = False) -> CalendarFacts:
    is_off = row.state == MeetingState.CANCELLED
    title = _("Meeting with %(name)s") % {"name": _other(row)}
    if is_off and in_feed:
        title = _("Cancelled: %(title)s") % {"title": title}
    return CalendarFacts(
        uid=row.calendar_entry__uid,
        sequence=row.calendar_entry__sequence,
        summary=title,
        starts_at=row.starts_at,
        ends_at=row.starts_at + timedelta(minutes=row.minutes),
        created_at=row.calendar_entry__created_at,
        updated_at=row.calendar_entry__updated_at,
        time_zone=row.time_zone,
        location=row.place or row.link,
        url=absolute_url(reverse("members:meeting", args=[row.pk])),
        description="\n\n".join(filter(None, (row.line, row.link))),
        status=Status.CANCELLED if is_off else Status.CONFIRMED,
        is_free=is_off,
    )


def _other(row: _Row) -> str:
    """The other one's name, as `User.full_name` says it."""
    if row.by_id == row.reader:
        first, last, email = row.guest__first_name, row.guest__last_name, row.guest__email
    else:
        first, last, email = row.by__first_name, row.by__last_name, row.by__email
    if email is None:  # of a deleted account
        return _("former member")
    return f"{first} {last}".strip() or email.partition("@")[0]
