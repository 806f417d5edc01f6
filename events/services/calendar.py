"""What people answer in their calendars: their own act, under the rules of every other one."""

from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction
from django.db.models import Q, Subquery
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import ClubSettings, User
from club.lib import clock
from events.enums import HOLDS_SEAT, UNDECIDED, DateStatus, RefusalCode, RegistrationSource
from events.ical import ENTRY_KIND
from events.mails import ANSWER_FOREIGN, ANSWER_REFUSED
from events.models import EventDate, Registration
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
_NOTHING_TO_CLEAR = frozenset(
    {RefusalCode.OVER, RefusalCode.CANCELLED, RefusalCode.CLOSED, RefusalCode.ALL_DATES}
)


def lock_date(entry: CalendarEntry) -> None:
    """Take the lock under which every answer to the date of this entry is written."""
    page = EventDate.objects.filter(calendar_entry=entry).values("page_id")[:1]
    together = Q(calendar_entry=entry) | Q(page__takes_all_dates=True)
    rows = EventDate.objects.filter(together, page_id=Subquery(page)).order_by("pk")
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
                _refuse_part_of_all(event_date, person, PartStat(partstat))
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


def _refuse_part_of_all(event_date: EventDate, person: User, partstat: PartStat) -> None:
    """Raise RegistrationRefused for a no or a perhaps to one of several dates that are taken
    together: nobody loses a whole course because one evening does not suit them.
    """
    if partstat == PartStat.ACCEPTED or not event_date.page.takes_all_dates:
        return
    now = clock.now()
    rows = Registration.objects.filter(person=person, date__page=event_date.page_id)
    coming = rows.filter(date__ends_at__gt=now, date__status=DateStatus.SCHEDULED)
    own = list(coming.values_list("date_id", "status"))
    standing = [pk for pk, status in own if status in HOLDS_SEAT | UNDECIDED]
    if event_date.pk in standing and len(standing) > 1:
        raise RegistrationRefused(
            RefusalCode.ALL_DATES,
            _(
                "Your calendar answered for one date. You are registered for all dates together, "
                "and that stays as it is. If you cannot come any more, give all of them back here."
            ),
        )


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
    payload = {"sentence": refusal.sentence, "keeps": refusal.code == RefusalCode.ALL_DATES}
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
