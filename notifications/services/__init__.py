"""Everything that writes in this app. One subject a file."""

from notifications.services.bell import mark_bell_read, mark_read_about, tell
from notifications.services.calendar import (
    cancel_entry,
    create_entry,
    invite_guest,
    tell_guests,
    touch_entry,
    withdraw_guest,
)
from notifications.services.cleared import resend_invitation, tell_unexpected
from notifications.services.delivery import DeliveryCounts, deliver_due
from notifications.services.feed import (
    StaleProposal,
    accept_address,
    find_feed,
    note_fetch,
    propose_address,
    revoke_feed,
    set_feed_choices,
)
from notifications.services.mailbox import read_replies
from notifications.services.outbox import NotRetryable, give_up_mail, notify, retry_mail
from notifications.services.preferences import set_preference
from notifications.services.replies import mark_reply_done, take_mail
from notifications.services.schedule import run_due
from notifications.services.series import cancel_one_date, tell_date, tell_moved_dates

__all__ = [
    "DeliveryCounts",
    "NotRetryable",
    "StaleProposal",
    "accept_address",
    "cancel_entry",
    "cancel_one_date",
    "create_entry",
    "deliver_due",
    "find_feed",
    "give_up_mail",
    "invite_guest",
    "mark_bell_read",
    "mark_read_about",
    "mark_reply_done",
    "note_fetch",
    "notify",
    "propose_address",
    "read_replies",
    "resend_invitation",
    "retry_mail",
    "revoke_feed",
    "run_due",
    "set_feed_choices",
    "set_preference",
    "take_mail",
    "tell",
    "tell_date",
    "tell_guests",
    "tell_moved_dates",
    "tell_unexpected",
    "touch_entry",
    "withdraw_guest",
]
