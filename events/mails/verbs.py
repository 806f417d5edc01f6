"""The kinds of mail of the events app, and what people may choose about them."""

from django.utils.translation import gettext_lazy

from events.mails.contexts import (
    answer_foreign_context,
    answer_refused_context,
    cancelled_by_you_context,
    closed_to_you_context,
    date_cancelled_context,
    date_changed_context,
    going_context,
    maybe_context,
    not_approved_context,
    offer_lapsed_context,
    offered_context,
    pending_context,
    reminder_context,
    waitlisted_context,
)
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
from notifications.enums import Purpose
from notifications.registry import PreferenceKind, Verb

SEATS = PreferenceKind(
    "events.seats",
    800,
    gettext_lazy("Your seats"),
    detail=gettext_lazy(
        "Confirmed, on the waiting list, moved or cancelled, with the entry for your calendar."
    ),
    always=gettext_lazy(
        "You asked for these seats, or hold one: you must know what becomes of them."
    ),
)
REMINDERS = PreferenceKind(
    "events.reminders",
    60,
    gettext_lazy("Reminders"),
    detail=gettext_lazy(
        "The day and the hour before a date that you come to, with the place or the link to join."
    ),
    rings=False,
)
VERBS = (
    Verb(
        name=GOING,
        purpose=Purpose.ANSWER,
        template="events/email/going",
        context=going_context,
        label=gettext_lazy("Seat confirmed"),
        preference=SEATS.name,
    ),
    Verb(
        name=WAITLISTED,
        purpose=Purpose.ANSWER,
        template="events/email/waitlisted",
        context=waitlisted_context,
        label=gettext_lazy("On the waiting list"),
        preference=SEATS.name,
    ),
    Verb(
        name=PENDING,
        purpose=Purpose.ANSWER,
        template="events/email/pending",
        context=pending_context,
        label=gettext_lazy("Seat asked for"),
        preference=SEATS.name,
    ),
    Verb(
        name=MAYBE,
        purpose=Purpose.ANSWER,
        template="events/email/maybe",
        context=maybe_context,
        label=gettext_lazy("Perhaps"),
        preference=SEATS.name,
    ),
    Verb(
        name=OFFERED,
        purpose=Purpose.SERVICE,
        template="events/email/offered",
        context=offered_context,
        label=gettext_lazy("Seat offered"),
        preference=SEATS.name,
    ),
    Verb(
        name=OFFER_LAPSED,
        purpose=Purpose.SERVICE,
        template="events/email/offer_lapsed",
        context=offer_lapsed_context,
        label=gettext_lazy("Offer of a seat over"),
        preference=SEATS.name,
    ),
    Verb(
        name=NOT_APPROVED,
        purpose=Purpose.SERVICE,
        template="events/email/not_approved",
        context=not_approved_context,
        label=gettext_lazy("No seat"),
        preference=SEATS.name,
    ),
    Verb(
        name=CANCELLED_BY_YOU,
        purpose=Purpose.ANSWER,
        template="events/email/cancelled_by_you",
        context=cancelled_by_you_context,
        label=gettext_lazy("Seat given up"),
        preference=SEATS.name,
    ),
    Verb(
        name=CLOSED_TO_YOU,
        purpose=Purpose.SERVICE,
        template="events/email/closed_to_you",
        context=closed_to_you_context,
        label=gettext_lazy("Seat taken back"),
        preference=SEATS.name,
    ),
    Verb(
        name=DATE_CHANGED,
        purpose=Purpose.SERVICE,
        template="events/email/date_changed",
        context=date_changed_context,
        label=gettext_lazy("Event moved"),
        preference=SEATS.name,
    ),
    Verb(
        name=DATE_CANCELLED,
        purpose=Purpose.SERVICE,
        template="events/email/date_cancelled",
        context=date_cancelled_context,
        label=gettext_lazy("Event cancelled"),
        preference=SEATS.name,
    ),
    Verb(
        name=ANSWER_REFUSED,
        purpose=Purpose.ANSWER,
        template="events/email/answer_refused",
        context=answer_refused_context,
        label=gettext_lazy("Answer not possible"),
        preference=SEATS.name,
    ),
    Verb(
        name=ANSWER_FOREIGN,
        purpose=Purpose.SERVICE,
        template="events/email/answer_foreign",
        context=answer_foreign_context,
        label=gettext_lazy("Answer from another address"),
        preference=SEATS.name,
    ),
    Verb(
        name=REMINDER_DAY,
        purpose=Purpose.ACTIVITY,
        template="events/email/reminder_day",
        context=reminder_context,
        label=gettext_lazy("Reminder, the day before"),
        preference=REMINDERS.name,
    ),
    Verb(
        name=REMINDER_HOUR,
        purpose=Purpose.ACTIVITY,
        template="events/email/reminder_hour",
        context=reminder_context,
        label=gettext_lazy("Reminder, the hour before"),
        preference=REMINDERS.name,
    ),
)
