"""Models of the notifications app, one subject a file."""

from notifications.models.bell import BellItem, BellState, LiveEpoch, Preference
from notifications.models.calendar import CalendarEntry, CalendarGuest
from notifications.models.due import DueRun
from notifications.models.feed import CalendarFeed
from notifications.models.kept import KeptMail
from notifications.models.outbox import PLANNED, OutboxMail
from notifications.models.replies import CalendarReply, MailboxState

__all__ = [
    "PLANNED",
    "BellItem",
    "BellState",
    "CalendarEntry",
    "CalendarFeed",
    "CalendarGuest",
    "CalendarReply",
    "DueRun",
    "KeptMail",
    "LiveEpoch",
    "MailboxState",
    "OutboxMail",
    "Preference",
]
