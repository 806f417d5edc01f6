"""The day and the hour before: a mail to those who come, once for each start.

The clock of the house asks every minute. A reminder is a row and a mail in one transaction, under
the date's lock, so that two clocks, a restart or a move at the same moment make no second one.
Whether the person may still read it, wants it, and whether it is still in time is asked again
when the mail leaves.
"""

from django.db import transaction

from club.lib import clock
from events import rules
from events.enums import ReminderKind
from events.mails import REMINDER_DAY, REMINDER_HOUR
from events.models import EventDate, Registration, Reminder
from notifications.services import notify

#: So many mails are written in one go at most; the rest is a minute later.
BATCH = 500
_VERBS = {ReminderKind.DAY: REMINDER_DAY, ReminderKind.HOUR: REMINDER_HOUR}


def send_reminders(limit: int = BATCH) -> int:
    """Write the reminders that are due now, at most `limit`; returns how many."""
    now, written = clock.now(), 0
    for event_date in EventDate.objects.begins_within(now, rules.REMINDERS_BEGIN):
        due = rules.due_reminder(event_date, now)
        if due is None or not Registration.objects.to_remind(event_date, *due).exists():
            continue
        written += _remind(event_date, limit - written)
        if written >= limit:
            break
    return written


@transaction.atomic
def _remind(event_date: EventDate, limit: int) -> int:
    """Write the reminders of one date, as it is now that it is locked."""
    locked = EventDate.objects.locked(event_date.pk)
    due = rules.due_reminder(locked, clock.now())
    if due is None or locked.is_cancelled:
        return 0
    kind, since = due
    rows = list(
        Registration.objects.to_remind(locked, kind, since).select_related("person")[:limit]
    )
    Reminder.objects.bulk_create(
        Reminder(registration=row, kind=kind, starts_at=locked.starts_at) for row in rows
    )
    payload = {"starts_at": locked.starts_at.isoformat()}
    for row in rows:
        notify(_VERBS[kind], person=row.person, subject=row, payload=payload)
    return len(rows)
