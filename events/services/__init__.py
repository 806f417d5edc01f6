"""Everything that writes in this app. One subject a file."""

from events.services.dates import cancel_date, publish_dates
from events.services.presence import check_in, mark_no_shows
from events.services.registrations import cancel_registration, decline, register

__all__ = [
    "cancel_date",
    "cancel_registration",
    "check_in",
    "decline",
    "mark_no_shows",
    "publish_dates",
    "register",
]
