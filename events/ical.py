"""What calendars are told about a date."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from club.lib.ical import CalendarFacts
from club.lib.urls import absolute_url
from events.models import EventDate, Registration
from notifications.models import CalendarEntry

#: The kind of the calendar entries of this app.
ENTRY_KIND = "events.date"


def facts(entry: CalendarEntry, person: User | None, language: str) -> CalendarFacts | None:
    """The words and times of an entry, as published now, in `language` ('' is the active one).

    The link to join, and an address that is not for all, are in the words of those who come, and
    of nobody else (R12).
    """
    event_date = EventDate.objects.filter(calendar_entry=entry).select_related("page").first()
    if event_date is None:
        return None
    with translation.override(language or translation.get_language()):
        return _build_facts(entry, event_date, comes=_comes(event_date, person))


def _build_facts(entry: CalendarEntry, event_date: EventDate, *, comes: bool) -> CalendarFacts:
    page = event_date.page
    lines = [str(page.summary)]
    if comes and event_date.join_link:
        lines.append(_("Join online: %(link)s") % {"link": event_date.join_link})
    starts_at, ends_at = _times(event_date)
    return entry.facts(
        summary=str(page.heading),
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=event_date.time_zone,
        location=event_date.place_for(comes=comes) or _("Online"),
        url=absolute_url(event_date.get_absolute_url()),
        description="\n\n".join(line for line in lines if line),
        updated_at=max(entry.updated_at, page.last_published_at or entry.updated_at),
    )


def _times(event_date: EventDate) -> tuple[datetime | date, datetime | date]:
    """Instants, or for whole days the first day and the day after the last one."""
    if not event_date.is_all_day:
        return event_date.starts_at, event_date.ends_at
    place = ZoneInfo(event_date.time_zone)
    return (
        event_date.starts_at.astimezone(place).date(),
        event_date.ends_at.astimezone(place).date(),
    )


def _comes(event_date: EventDate, person: User | None) -> bool:
    if person is None:
        return False
    rows = Registration.objects.coming()
    return rows.filter(date=event_date, person=person).exists()
