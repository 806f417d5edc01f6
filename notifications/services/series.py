"""What the guests of a series are told about single dates of it.

A message has one event in it, as some readers refuse more: a series is told by its rule, a date
that moved or was dropped by a message of its own, which names the date by the start that was
planned (RECURRENCE-ID, RFC 5546 3.2.2 and 3.2.5). So `invite_guest` and `tell_guests` are followed
by `tell_moved_dates`. The others' entries stay as they are; SEQUENCE rises for the whole series
(`touch_entry` with `time_changed=False`, as the answers to the other dates still count).
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from club.lib.recurrence import in_utc
from notifications.enums import CalendarMethod
from notifications.ical import facts_of
from notifications.models import PLANNED, CalendarEntry, CalendarGuest
from notifications.services.calendar import invited_guests, queue_mails


@transaction.atomic
def tell_date(
    entry: CalendarEntry,
    planned: datetime | date,
    *,
    verb: str,
    subject: Model | None,
    by: User | None,
    person: User | None = None,
    payload: dict[str, Any] | None = None,
) -> int:
    """Mail everybody who is invited (or this person) with one date as it is now; how many."""
    words = {"verb": verb, "subject": subject, "by": by, "payload": payload}
    return _queue(entry, _guests(entry, person), CalendarMethod.REQUEST, planned, words)


@transaction.atomic
def cancel_one_date(
    entry: CalendarEntry,
    planned: datetime | date,
    *,
    verb: str,
    subject: Model | None,
    by: User | None,
    person: User | None = None,
    payload: dict[str, Any] | None = None,
) -> int:
    """One date is off, or off for this person: mail them, and clear that day; returns how many.

    Says STATUS:CANCELLED where the facts of the entry have dropped the date.
    """
    words = {"verb": verb, "subject": subject, "by": by, "payload": payload}
    return _queue(entry, _guests(entry, person), CalendarMethod.CANCEL, planned, words)


@transaction.atomic
def tell_moved_dates(
    entry: CalendarEntry,
    *,
    verb: str,
    subject: Model | None,
    by: User | None,
    person: User | None = None,
    payload: dict[str, Any] | None = None,
) -> int:
    """After the series was told as a whole: a mail for each of its moved dates; how many mails."""
    facts = facts_of(entry)
    moved = [each.planned for each in facts.dates() if each.is_moved] if facts else []
    guests = _guests(entry, person)
    words = {"verb": verb, "subject": subject, "by": by, "payload": payload}
    return sum(_queue(entry, guests, CalendarMethod.REQUEST, each, words) for each in moved)


def _guests(entry: CalendarEntry, person: User | None) -> list[CalendarGuest]:
    guests = invited_guests(entry)
    return [guest for guest in guests if person is None or guest.person_id == person.pk]


def _queue(
    entry: CalendarEntry,
    guests: Sequence[CalendarGuest],
    method: CalendarMethod,
    planned: datetime | date,
    words: dict[str, Any],
) -> int:
    """One mail each about this date. What waits for the guest already is about others: it stays."""
    payload = {**(words["payload"] or {}), PLANNED: in_utc(planned).isoformat()}
    return len(queue_mails(entry, guests, method, {**words, "payload": payload}))
