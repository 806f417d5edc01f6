"""Everything that writes in this app. One subject a file."""

from events.services.dates import cancel_date, publish_dates
from events.services.forgetting import forget_answers
from events.services.guests import set_guests
from events.services.offers import (
    approve_registration,
    fill_lines,
    lapse_offers,
    move_lines,
    refuse_registration,
)
from events.services.presence import check_in, mark_no_shows
from events.services.registrations import answer_maybe, cancel_registration, decline, register
from events.services.reminders import send_reminders

__all__ = [
    "answer_maybe",
    "approve_registration",
    "cancel_date",
    "cancel_registration",
    "check_in",
    "decline",
    "fill_lines",
    "forget_answers",
    "lapse_offers",
    "mark_no_shows",
    "move_lines",
    "publish_dates",
    "refuse_registration",
    "register",
    "send_reminders",
    "set_guests",
]
