"""What each mail of the events app says, and whether it may still be said.

Each context is built when its mail is sent: what changed in between holds.
"""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from club.lib import clock, dates
from club.lib.urls import absolute_url
from events import words
from events.enums import EndedBy, RegistrationSource, RegistrationStatus
from events.mails.parts import (
    date_words,
    find_registration,
    find_standing,
    is_by_other,
    is_for,
    may_read,
    may_see,
    old_words,
)
from events.models import EventDate, Registration
from notifications.enums import SkipReason
from notifications.models import OutboxMail
from notifications.skipping import Skipped


def going_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who comes, while they do and may see the event."""
    registration = find_standing(mail, lambda row: row.is_coming)
    if registration is None:
        return None
    return {
        **date_words(registration.date, mail.person_id, comes=True),
        "by_other": is_by_other(mail),
        "why": _("You receive this because you have a seat."),
    }


def waitlisted_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who waits, while they do, with their place in the line."""
    registration = find_standing(mail, lambda row: row.is_waiting)
    if registration is None:
        return None
    return {
        **date_words(registration.date, mail.person_id),
        "position": registration.position,
        "clears_calendar": mail.guest_id is not None,
        "why": _("You receive this because you joined the waiting list."),
    }


def pending_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who asked for a seat, until an organiser has decided."""
    registration = find_standing(mail, lambda row: row.is_pending)
    if registration is None:
        return None
    return {
        **date_words(registration.date, mail.person_id),
        "clears_calendar": mail.guest_id is not None,
        "by_other": is_by_other(mail),
        "why": _("You receive this because you asked for a seat."),
    }


def maybe_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who comes perhaps, while that is their answer."""
    registration = find_standing(mail, lambda row: row.is_maybe)
    if registration is None:
        return None
    return {
        **date_words(registration.date, mail.person_id),
        "from_calendar": registration.source == RegistrationSource.CALENDAR,
        "why": _("You receive this because you answered that you may come."),
    }


def offered_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody to whom a seat is offered, while it is, with the time until which."""
    registration = find_standing(mail, lambda row: row.is_offered)
    if registration is None:
        return None
    return {
        **date_words(registration.date, mail.person_id),
        "until": words.offered_until(registration),
        "action_label": _("Confirm my seat"),
        "why": _("You receive this because you were waiting for a seat."),
    }


def offer_lapsed_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who did not confirm in time. It clears their calendar, so no right is asked."""
    registration = find_registration(mail)
    if registration is None or registration.ended_by != EndedBy.TIME:
        return None
    return {
        **date_words(registration.date, mail.person_id),
        "why": _("You receive this because a seat was offered to you."),
    }


def not_approved_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody whom the organisers had to refuse, with their reason."""
    registration = find_registration(mail)
    if registration is None or registration.ended_by != EndedBy.CLUB:
        return None
    if mail.guest_id is None and not is_for(mail, registration.date):
        return None
    return {
        **date_words(registration.date),
        "reason": registration.reason,
        "why": _("You receive this because you asked for a seat."),
    }


def closed_to_you_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody for whom the event is no more. It says what they knew, and no right is asked.

    Only who belongs to the club no more is not told, unless it clears their calendar.
    """
    registration = find_registration(mail)
    if registration is None or registration.ended_by != EndedBy.CLUB:
        return None
    viewer = viewer_for(mail.person) if mail.person else None
    if mail.guest_id is None and (viewer is None or viewer.is_stranger):
        return None
    return {
        **date_words(registration.date),
        "reason": registration.reason,
        "clears_calendar": mail.guest_id is not None,
        "action_url": absolute_url(reverse("events:index")),
        "action_label": _("See the other events"),
        "why": _("You receive this because you registered."),
    }


def cancelled_by_you_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who gave up their seat. It clears their calendar, so no right is asked.

    Where their own calendar had declined, there is nothing to clear.
    """
    registration = find_registration(mail)
    if registration is None or registration.holds_seat:
        return None
    return {
        **date_words(registration.date, mail.person_id),
        "by_other": is_by_other(mail),
        "clears_calendar": mail.guest_id is not None,
        "may_return": is_for(mail, registration.date),
        "why": _("You receive this because the event was in your calendar."),
    }


def date_changed_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For those with a seat and those who may get one: what was, and what is now."""
    registration = find_standing(mail, lambda row: row.is_open)
    if registration is None or registration.date.is_cancelled:
        return None
    return changed_words(registration, mail.payload)


def changed_words(registration: Registration, told: dict[str, Any]) -> dict[str, Any]:
    """What was `told` before, and what is now, for somebody who stands so."""
    event_date = registration.date
    return {
        **date_words(event_date, registration.person_id, comes=registration.is_coming),
        **old_words(told, event_date, comes=registration.is_coming),
        "is_waiting": registration.is_waiting,
        "has_seat": registration.holds_seat,
        "why": _("You receive this because you registered."),
    }


def date_cancelled_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For everybody who was invited or waited. The reason is for those who may still see it.

    Whoever has it in their calendar is told in any case, since that clears it; who only waited
    and is out of the audience since, or out of the club, is told nothing any more.
    """
    registration = find_registration(mail)
    if registration is None or not registration.date.is_cancelled:
        return None
    event_date = registration.date
    if mail.guest_id is None and not is_for(mail, event_date):
        return None
    return cancelled_words(
        event_date, event_date.cancel_reason if may_see(mail, event_date) else ""
    )


def cancelled_words(event_date: EventDate, reason: str = "") -> dict[str, Any]:
    """That it does not take place, and why where that is to be said."""
    return {
        **date_words(event_date),
        "reason": reason,
        "why": _("You receive this because you registered."),
    }


def answer_refused_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody whose calendar said what cannot be: why, as they were told when they tried."""
    event_date = mail.subject
    if not isinstance(event_date, EventDate) or not may_see(mail, event_date):
        return None
    can_answer = not (event_date.is_cancelled or event_date.is_over(clock.now()))
    return {
        **date_words(event_date, mail.person_id if can_answer else None),
        "sentence": mail.payload.get("sentence", ""),
        "clears_calendar": mail.guest_id is not None,
        "keeps_seat": mail.payload.get("keeps", False),
        "why": _("You receive this because your calendar answered the invitation."),
    }


def answer_foreign_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For the guest whose invitation was answered from an address that is not known as theirs."""
    event_date = mail.subject
    if not isinstance(event_date, EventDate) or event_date.is_cancelled:
        return None
    if not may_read(mail, event_date):
        return None
    found = date_words(event_date, mail.person_id)
    return {
        **found,
        "action_url": found["answer_url"],
        "action_label": _("Answer here"),
        "address": mail.payload.get("address", ""),
        "why": _("You receive this because you were invited."),
    }


def reminder_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who comes, as long as it has not begun and starts when it did.

    Raises Skipped for a mail that could not leave in time, and for one about another start.
    """
    registration = find_registration(mail)
    if registration is None or registration.status != RegistrationStatus.GOING:
        return None
    event_date, now = registration.date, clock.now()
    if event_date.is_cancelled or not may_read(mail, event_date):
        return None
    if datetime.fromisoformat(mail.payload["starts_at"]) != event_date.starts_at:
        raise Skipped(SkipReason.SUPERSEDED)
    if event_date.starts_at <= now:
        raise Skipped(SkipReason.PAST)
    begins = event_date.local_start
    return {
        **date_words(event_date, mail.person_id, comes=True),
        "place": event_date.place_for(comes=True),
        "is_today": begins.date() == now.astimezone(begins.tzinfo).date(),
        "begins": dates.clock_time(begins),
        "zone": dates.zone_phrase(event_date.time_zone),
        "why": _("You receive this because you have a seat."),
    }
