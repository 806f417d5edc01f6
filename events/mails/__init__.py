"""The mails of the events app: their names, what they say, and who may still be told."""

from events.mails.contexts import cancelled_words, changed_words
from events.mails.names import (
    ANSWER_FOREIGN,
    ANSWER_REFUSED,
    CANCELLED_BY_YOU,
    CLOSED_TO_YOU,
    DATE_CANCELLED,
    DATE_CHANGED,
    GOING,
    MAYBE,
    NOT_APPROVED,
    OFFER_LAPSED,
    OFFERED,
    PENDING,
    REMINDER_DAY,
    REMINDER_HOUR,
    WAITLISTED,
)
from events.mails.verbs import REMINDERS, SEATS, VERBS

__all__ = [
    "ANSWER_FOREIGN",
    "ANSWER_REFUSED",
    "CANCELLED_BY_YOU",
    "CLOSED_TO_YOU",
    "DATE_CANCELLED",
    "DATE_CHANGED",
    "GOING",
    "MAYBE",
    "NOT_APPROVED",
    "OFFERED",
    "OFFER_LAPSED",
    "PENDING",
    "REMINDERS",
    "REMINDER_DAY",
    "REMINDER_HOUR",
    "SEATS",
    "VERBS",
    "WAITLISTED",
    "cancelled_words",
    "changed_words",
]
