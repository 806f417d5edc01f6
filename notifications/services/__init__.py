"""Everything that writes in this app. One subject a file."""

from notifications.services.calendar import (
    cancel_entry,
    create_entry,
    invite_guest,
    tell_guests,
    touch_entry,
    withdraw_guest,
)
from notifications.services.delivery import DeliveryCounts, deliver_due
from notifications.services.outbox import NotRetryable, give_up_mail, notify, retry_mail
from notifications.services.schedule import run_due

__all__ = [
    "DeliveryCounts",
    "NotRetryable",
    "cancel_entry",
    "create_entry",
    "deliver_due",
    "give_up_mail",
    "invite_guest",
    "notify",
    "retry_mail",
    "run_due",
    "tell_guests",
    "touch_entry",
    "withdraw_guest",
]
