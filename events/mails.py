"""What the mails of the events app say, and whether they may still be said.

Each context is built when its mail is sent: what changed in between holds.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audience import viewer_for
from club.lib import clock, dates
from club.lib.urls import absolute_url
from events import rules, words
from events.models import EventDate, Registration
from notifications.enums import Purpose
from notifications.models import OutboxMail
from notifications.registry import PreferenceKind, Verb

GOING = "event.going"
WAITLISTED = "event.waitlisted"
PROMOTED = "event.promoted"
CANCELLED_BY_YOU = "event.cancelled_by_you"
DATE_CHANGED = "event.date_changed"
DATE_CANCELLED = "event.date_cancelled"


def going_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody with a seat, while they have it and may see the event."""
    registration = _registration(mail)
    if registration is None or not registration.holds_seat:
        return None
    if not _may_read(mail, registration.date):
        return None
    return {
        **_words(registration.date),
        "join_link": registration.date.join_link,
        "why": _("You receive this because you have a seat."),
    }


def waitlisted_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who waits, while they do, with their place in the line."""
    registration = _registration(mail)
    if registration is None or not registration.is_waiting:
        return None
    if not _may_read(mail, registration.date):
        return None
    return {
        **_words(registration.date),
        "position": registration.position,
        "why": _("You receive this because you joined the waiting list."),
    }


def cancelled_by_you_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who gave up their seat. It clears their calendar, so no right is asked."""
    registration = _registration(mail)
    if registration is None or registration.holds_seat:
        return None
    return {
        **_words(registration.date),
        "by_other": mail.caused_by_id not in {None, mail.person_id},
        "why": _("You receive this because you had a seat."),
    }


def date_changed_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For those with a seat and those who wait: what was, and what is now."""
    registration = _registration(mail)
    if registration is None or not (registration.holds_seat or registration.is_waiting):
        return None
    event_date = registration.date
    if event_date.is_cancelled or not _may_read(mail, event_date):
        return None
    return {
        **_words(event_date),
        **_old_words(mail.payload, event_date),
        "join_link": event_date.join_link if registration.holds_seat else "",
        "is_waiting": registration.is_waiting,
        "why": _("You receive this because you registered."),
    }


def date_cancelled_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For everybody who was invited or waited. The reason is for those who may still see it.

    Whoever has it in their calendar is told in any case, since that clears it; who only waited
    and is out of the audience since, or out of the club, is told nothing any more.
    """
    registration = _registration(mail)
    if registration is None or not registration.date.is_cancelled:
        return None
    event_date = registration.date
    if mail.guest_id is None and not _is_for(mail, event_date):
        return None
    return {
        **_words(event_date),
        "reason": event_date.cancel_reason if _may_see(mail, event_date) else "",
        "why": _("You receive this because you registered."),
    }


def _registration(mail: OutboxMail) -> Registration | None:
    """The receiver's registration that the mail is about, directly or through its date."""
    rows = Registration.objects.select_related("date__page", "person")
    found: Registration | None = None
    if isinstance(mail.subject, Registration):
        found = rows.filter(pk=mail.subject.pk).first()
    elif isinstance(mail.subject, EventDate):
        found = rows.filter(date=mail.subject, person=mail.person_id).first()
    return found


def _may_read(mail: OutboxMail, event_date: EventDate) -> bool:
    """Whether the event is still to come and still the receiver's to see."""
    return not event_date.is_over(clock.now()) and _may_see(mail, event_date)


def _may_see(mail: OutboxMail, event_date: EventDate) -> bool:
    return bool(event_date.page.live) and _is_for(mail, event_date)


def _is_for(mail: OutboxMail, event_date: EventDate) -> bool:
    """Whether the receiver is of the club, and the event, published or not, meant for them."""
    viewer = viewer_for(mail.person) if mail.person else None
    if viewer is None or viewer.is_stranger:
        return False
    return bool(event_date.page.is_visible_to(viewer))


def _words(event_date: EventDate) -> dict[str, Any]:
    """What every mail about a date names, on its own clock and on the receiver's."""
    zone = timezone.get_current_timezone_name()
    return {
        "event": event_date.page,
        "event_date": event_date,
        "when": words.when_and_zone(event_date),
        "own_clock": words.on_own_clock(event_date, zone),
        "where": event_date.place or _("Online"),
        "action_url": absolute_url(event_date.get_absolute_url()),
        "action_label": _("See the event"),
    }


def _old_words(payload: dict[str, Any], event_date: EventDate) -> dict[str, Any]:
    """What was told before: each only where it is another one now."""
    zone = payload["time_zone"]
    was = rules.when_in_words(
        datetime.fromisoformat(payload["starts_at"]),
        datetime.fromisoformat(payload["ends_at"]),
        zone,
        is_all_day=payload["is_all_day"],
    )
    if not payload["is_all_day"]:
        was = f"{was}, {dates.zone_phrase(zone)}"
    place = payload["place"] or _("Online")
    return {
        "was_when": was if was != words.when_and_zone(event_date) else "",
        "was_where": place if place != (event_date.place or _("Online")) else "",
        "is_new_link": payload["is_new_link"],
    }


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
        name=PROMOTED,
        purpose=Purpose.SERVICE,
        template="events/email/promoted",
        context=going_context,
        label=gettext_lazy("Seat from the waiting list"),
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
)
