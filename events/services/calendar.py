"""What people answer in their calendars: their own act, under the rules of every other one."""

from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction
from django.utils import translation

from accounts.models import ClubSettings, User
from events.enums import RefusalCode, RegistrationSource
from events.ical import ENTRY_KIND
from events.mails import ANSWER_FOREIGN, ANSWER_REFUSED
from events.models import EventDate
from events.rules import RegistrationRefused
from events.services.answers import answer_maybe, answer_no
from events.services.registrations import register
from notifications.enums import PartStat
from notifications.models import CalendarEntry
from notifications.registry import AnswerRefused, CalendarReplies
from notifications.services import notify, tell_unexpected

#: What does not hold for a "no": whoever does not come need not be told that nothing can be done.
_TOO_LATE = frozenset({RefusalCode.OVER, RefusalCode.CANCELLED, RefusalCode.HIDDEN})
#: Where the calendar is right, or was told already.
_NOTHING_TO_CLEAR = frozenset({RefusalCode.OVER, RefusalCode.CANCELLED, RefusalCode.CLOSED})


def lock_date(entry: CalendarEntry) -> None:
    """Take the lock under which every answer to the date of this entry is written."""
    rows = EventDate.objects.filter(calendar_entry=entry).order_by()
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))


def take_answer(entry: CalendarEntry, person: User, partstat: str, words: str) -> None:
    """The person's calendar said yes, no or perhaps: do it, as they would on the portal.

    What comes of it is told by mail, as always: a seat, a place in line, or why neither. Raises
    AnswerRefused, when that mail is written.
    """
    event_date = _date_of(entry)
    if event_date is None:
        raise AnswerRefused(RefusalCode.HIDDEN)
    with translation.override(person.language or ClubSettings.load().language):
        try:
            with transaction.atomic():
                _ACTS[PartStat(partstat)](event_date, person, words)
        except RegistrationRefused as refusal:
            if partstat == PartStat.DECLINED and refusal.code in _TOO_LATE:
                return
            _tell_refused(event_date, person, refusal)
            raise AnswerRefused(refusal.code) from refusal


def ask_again(entry: CalendarEntry, person: User, address: str) -> None:
    """Tell the person that an answer came from a foreign address and was not counted."""
    event_date = _date_of(entry)
    if event_date is not None:
        notify(ANSWER_FOREIGN, person=person, subject=event_date, payload={"address": address})


def tell_titles(entry_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Title, day and address of the dates of these entries, for the staff; one query."""
    rows = EventDate.objects.filter(calendar_entry__in=entry_ids).with_words()
    return {
        row.calendar_entry_id: (f"{row.page.heading}, {row.begins_on}", row.get_absolute_url())
        for row in rows
    }


def say_reason(code: str) -> Any:
    """Why an answer was refused, for the staff."""
    return RefusalCode(code).label if code in RefusalCode.values else ""


REPLIES = CalendarReplies(
    name=ENTRY_KIND,
    lock=lock_date,
    answer=take_answer,
    ask=ask_again,
    titles=tell_titles,
    reason=say_reason,
)


def _date_of(entry: CalendarEntry) -> EventDate | None:
    rows = EventDate.objects.filter(calendar_entry=entry)
    found: EventDate | None = rows.select_related("page", "calendar_entry").first()
    return found


def _accept(event_date: EventDate, person: User, words: str) -> None:
    register(event_date, person, by=person, note=words, source=RegistrationSource.CALENDAR)


def _doubt(event_date: EventDate, person: User, words: str) -> None:
    source = RegistrationSource.CALENDAR
    answer_maybe(event_date, person, by=person, reason=words, source=source)


def _decline(event_date: EventDate, person: User, words: str) -> None:
    source = RegistrationSource.CALENDAR
    answer_no(event_date, person, by=person, reason=words, source=source)


_ACTS: dict[PartStat, Callable[[EventDate, User, str], None]] = {
    PartStat.ACCEPTED: _accept,
    PartStat.DECLINED: _decline,
    PartStat.TENTATIVE: _doubt,
}


def _tell_refused(event_date: EventDate, person: User, refusal: RegistrationRefused) -> None:
    """Say why, and clear the calendar of what the person thinks they have."""
    payload = {"sentence": refusal.sentence}
    if refusal.code in _NOTHING_TO_CLEAR:
        notify(ANSWER_REFUSED, person=person, subject=event_date, payload=payload)
        return
    tell_unexpected(
        event_date.calendar_entry,
        person,
        verb=ANSWER_REFUSED,
        subject=event_date,
        by=None,
        payload=payload,
    )
