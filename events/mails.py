"""What the mails of the events app say, and whether they may still be said.

Each context is built when its mail is sent: what changed in between holds.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audience import viewer_for
from club.lib import clock, dates
from club.lib.urls import absolute_url
from events import rules, words
from events.enums import EndedBy, RegistrationStatus
from events.links import answer_url
from events.models import EventDate, Registration
from notifications.enums import Purpose, SkipReason
from notifications.models import OutboxMail
from notifications.registry import PreferenceKind, Verb
from notifications.skipping import Skipped

GOING = "event.going"
WAITLISTED = "event.waitlisted"
PENDING = "event.pending"
MAYBE = "event.maybe"
OFFERED = "event.offered"
OFFER_LAPSED = "event.offer_lapsed"
NOT_APPROVED = "event.not_approved"
CANCELLED_BY_YOU = "event.cancelled_by_you"
DATE_CHANGED = "event.date_changed"
DATE_CANCELLED = "event.date_cancelled"
ANSWER_REFUSED = "event.answer_refused"
ANSWER_FOREIGN = "event.answer_foreign"
REMINDER_DAY = "events.reminder_day"
REMINDER_HOUR = "events.reminder_hour"


def going_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who comes, while they do and may see the event."""
    registration = _standing(mail, lambda row: row.is_coming)
    if registration is None:
        return None
    return {
        **_words(registration.date, mail.person_id, comes=True),
        "by_other": _is_by_other(mail),
        "why": _("You receive this because you have a seat."),
    }


def waitlisted_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who waits, while they do, with their place in the line."""
    registration = _standing(mail, lambda row: row.is_waiting)
    if registration is None:
        return None
    return {
        **_words(registration.date, mail.person_id),
        "position": registration.position,
        "clears_calendar": mail.guest_id is not None,
        "why": _("You receive this because you joined the waiting list."),
    }


def pending_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who asked for a seat, until an organiser has decided."""
    registration = _standing(mail, lambda row: row.is_pending)
    if registration is None:
        return None
    return {
        **_words(registration.date, mail.person_id),
        "clears_calendar": mail.guest_id is not None,
        "by_other": _is_by_other(mail),
        "why": _("You receive this because you asked for a seat."),
    }


def maybe_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who comes perhaps, while that is their answer."""
    registration = _standing(mail, lambda row: row.is_maybe)
    if registration is None:
        return None
    return {
        **_words(registration.date, mail.person_id),
        "why": _("You receive this because you answered that you may come."),
    }


def offered_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody to whom a seat is offered, while it is, with the time until which."""
    registration = _standing(mail, lambda row: row.is_offered)
    if registration is None:
        return None
    return {
        **_words(registration.date, mail.person_id),
        "until": words.offered_until(registration),
        "action_label": _("Confirm my seat"),
        "why": _("You receive this because you were waiting for a seat."),
    }


def offer_lapsed_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who did not confirm in time. It clears their calendar, so no right is asked."""
    registration = _registration(mail)
    if registration is None or registration.ended_by != EndedBy.TIME:
        return None
    return {
        **_words(registration.date, mail.person_id),
        "why": _("You receive this because a seat was offered to you."),
    }


def not_approved_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody whom the organisers had to refuse, with their reason."""
    registration = _registration(mail)
    if registration is None or registration.ended_by != EndedBy.CLUB:
        return None
    if mail.guest_id is None and not _is_for(mail, registration.date):
        return None
    return {
        **_words(registration.date),
        "reason": registration.reason,
        "why": _("You receive this because you asked for a seat."),
    }


def cancelled_by_you_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody who gave up their seat. It clears their calendar, so no right is asked.

    Where their own calendar had declined, there is nothing to clear.
    """
    registration = _registration(mail)
    if registration is None or registration.holds_seat:
        return None
    return {
        **_words(registration.date, mail.person_id),
        "by_other": _is_by_other(mail),
        "clears_calendar": mail.guest_id is not None,
        "why": _("You receive this because the event was in your calendar."),
    }


def date_changed_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For those with a seat and those who may get one: what was, and what is now."""
    registration = _standing(mail, lambda row: row.is_open)
    if registration is None or registration.date.is_cancelled:
        return None
    return changed_words(registration, mail.payload)


def changed_words(registration: Registration, told: dict[str, Any]) -> dict[str, Any]:
    """What was `told` before, and what is now, for somebody who stands so."""
    event_date = registration.date
    return {
        **_words(event_date, registration.person_id, comes=registration.is_coming),
        **_old_words(told, event_date, comes=registration.is_coming),
        "is_waiting": registration.is_waiting,
        "has_seat": registration.holds_seat,
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
    return cancelled_words(
        event_date, event_date.cancel_reason if _may_see(mail, event_date) else ""
    )


def cancelled_words(event_date: EventDate, reason: str = "") -> dict[str, Any]:
    """That it does not take place, and why where that is to be said."""
    return {
        **_words(event_date),
        "reason": reason,
        "why": _("You receive this because you registered."),
    }


def answer_refused_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For somebody whose calendar said what cannot be: why, as they were told when they tried."""
    event_date = mail.subject
    if not isinstance(event_date, EventDate) or not _may_see(mail, event_date):
        return None
    can_answer = not (event_date.is_cancelled or event_date.is_over(clock.now()))
    return {
        **_words(event_date, mail.person_id if can_answer else None),
        "sentence": mail.payload.get("sentence", ""),
        "clears_calendar": mail.guest_id is not None,
        "why": _("You receive this because your calendar answered the invitation."),
    }


def answer_foreign_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For the guest whose invitation was answered from an address that is not known as theirs."""
    event_date = mail.subject
    if not isinstance(event_date, EventDate) or event_date.is_cancelled:
        return None
    if not _may_read(mail, event_date):
        return None
    found = _words(event_date, mail.person_id)
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
    registration = _registration(mail)
    if registration is None or registration.status != RegistrationStatus.GOING:
        return None
    event_date, now = registration.date, clock.now()
    if event_date.is_cancelled or not _may_read(mail, event_date):
        return None
    if datetime.fromisoformat(mail.payload["starts_at"]) != event_date.starts_at:
        raise Skipped(SkipReason.SUPERSEDED)
    if event_date.starts_at <= now:
        raise Skipped(SkipReason.PAST)
    begins = event_date.local_start
    return {
        **_words(event_date, mail.person_id, comes=True),
        "place": event_date.place_for(comes=True),
        "is_today": begins.date() == now.astimezone(begins.tzinfo).date(),
        "begins": dates.clock_time(begins),
        "zone": dates.zone_phrase(event_date.time_zone),
        "why": _("You receive this because you have a seat."),
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


def _standing(mail: OutboxMail, stands: Callable[[Registration], bool]) -> Registration | None:
    """The receiver's registration while it stands so, about what is to come and theirs to see."""
    registration = _registration(mail)
    if registration is None or not stands(registration):
        return None
    return registration if _may_read(mail, registration.date) else None


def _is_by_other(mail: OutboxMail) -> bool:
    """Whether somebody else did what the mail tells."""
    return mail.caused_by_id not in {None, mail.person_id}


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


def _words(
    event_date: EventDate, person_id: int | None = None, *, comes: bool = False
) -> dict[str, Any]:
    """What every mail about a date names, on its own clock and on the receiver's.

    `person_id` is who may answer with the link in the mail.
    The link to join, and an address that is not for all, are for who `comes`.
    """
    zone = timezone.get_current_timezone_name()
    return {
        "event": event_date.page,
        "event_date": event_date,
        "when": words.when_and_zone(event_date),
        "own_clock": words.on_own_clock(event_date, zone),
        "where": event_date.place_for(comes=comes) or _("Online"),
        "join_link": event_date.join_link if comes else "",
        "action_url": absolute_url(event_date.get_absolute_url()),
        "action_label": _("See the event"),
        "answer_url": answer_url(event_date.page.slug, event_date.pk, person_id),
    }


def _old_words(payload: dict[str, Any], event_date: EventDate, *, comes: bool) -> dict[str, Any]:
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
    shown = comes or not event_date.page.hides_address
    old = [payload["place"], payload.get("address", "") if shown else ""]
    place = ", ".join(part for part in old if part) or _("Online")
    return {
        "was_when": was if was != words.when_and_zone(event_date) else "",
        "was_where": place if place != (event_date.place_for(comes=comes) or _("Online")) else "",
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
