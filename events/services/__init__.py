"""Everything that writes in this app. One subject a file."""

from events.services.answers import answer_maybe, answer_no, cancel_registration, decline
from events.services.changes import count_told_of_cancelling
from events.services.dates import cancel_date, publish_dates
from events.services.drafts import draft_event, duplicate_event, plan_series
from events.services.forgetting import forget_answers
from events.services.guests import set_guests
from events.services.narrowing import count_outside, find_outside, pages_with_outside
from events.services.notes import ask_for_notes
from events.services.offers import (
    approve_registration,
    fill_lines,
    lapse_offers,
    move_lines,
    refuse_registration,
)
from events.services.presence import check_in, mark_no_shows
from events.services.publishing import (
    PublishRefused,
    ask_colleague,
    build_notice,
    must_ask,
    publish_event,
    send_back,
    settle_outside,
    withdraw_request,
)
from events.services.registrations import register
from events.services.releasing import release_person
from events.services.reminders import send_reminders

__all__ = [
    "PublishRefused",
    "answer_maybe",
    "answer_no",
    "approve_registration",
    "ask_colleague",
    "ask_for_notes",
    "build_notice",
    "cancel_date",
    "cancel_registration",
    "check_in",
    "count_outside",
    "count_told_of_cancelling",
    "decline",
    "draft_event",
    "duplicate_event",
    "fill_lines",
    "find_outside",
    "forget_answers",
    "lapse_offers",
    "mark_no_shows",
    "move_lines",
    "must_ask",
    "pages_with_outside",
    "plan_series",
    "publish_dates",
    "publish_event",
    "refuse_registration",
    "register",
    "release_person",
    "send_back",
    "send_reminders",
    "set_guests",
    "settle_outside",
    "withdraw_request",
]
