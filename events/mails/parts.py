"""What mails about a date share: whom they are about, whether they may be said, what they name."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from club.lib import clock, dates
from club.lib.urls import absolute_url
from events import rules, words
from events.enums import DateStatus
from events.links import answer_url
from events.models import EventDate, Registration
from notifications.models import OutboxMail


def find_registration(mail: OutboxMail) -> Registration | None:
    """The receiver's registration that the mail is about, directly or through its date."""
    rows = Registration.objects.select_related("date__page", "person")
    found: Registration | None = None
    if isinstance(mail.subject, Registration):
        found = rows.filter(pk=mail.subject.pk).first()
    elif isinstance(mail.subject, EventDate):
        found = rows.filter(date=mail.subject, person=mail.person_id).first()
    return found


def find_standing(mail: OutboxMail, stands: Callable[[Registration], bool]) -> Registration | None:
    """The receiver's registration while it stands so, about what is to come and theirs to see."""
    registration = find_registration(mail)
    if registration is None or not stands(registration):
        return None
    return registration if may_read(mail, registration.date) else None


def is_by_other(mail: OutboxMail) -> bool:
    """Whether somebody else did what the mail tells."""
    return mail.caused_by_id not in {None, mail.person_id}


def may_read(mail: OutboxMail, event_date: EventDate) -> bool:
    """Whether the event is still to come and still the receiver's to see."""
    return not event_date.is_over(clock.now()) and may_see(mail, event_date)


def may_see(mail: OutboxMail, event_date: EventDate) -> bool:
    """Whether the event is published and the receiver's to see."""
    return bool(event_date.page.live) and is_for(mail, event_date)


def is_for(mail: OutboxMail, event_date: EventDate) -> bool:
    """Whether the receiver is of the club, and the event, published or not, meant for them."""
    viewer = viewer_for(mail.person) if mail.person else None
    if viewer is None or viewer.is_stranger:
        return False
    return bool(event_date.page.is_visible_to(viewer))


def date_words(
    event_date: EventDate, person_id: int | None = None, *, comes: bool = False
) -> dict[str, Any]:
    """What every mail about a date names, on its own clock and on the receiver's.

    `person_id` is who may answer with the link in the mail.
    The link to join, and an address that is not for all, are for who `comes`.
    """
    zone = timezone.get_current_timezone_name()
    number, count = place_among(event_date)
    return {
        "event": event_date.page,
        "part": words.part(number, count),
        "together": words.together(number, count),
        "event_date": event_date,
        "when": words.when_and_zone(event_date),
        "own_clock": words.on_own_clock(event_date, zone),
        "where": event_date.place_for(comes=comes) or _("Online"),
        "join_link": event_date.join_link if comes else "",
        "action_url": absolute_url(event_date.get_absolute_url()),
        "action_label": _("See the event"),
        "answer_url": answer_url(event_date.page.slug, event_date.pk, person_id),
    }


def place_among(event_date: EventDate) -> tuple[int, int]:
    """Which of how many dates that are taken together it is; 0 of 0 where each has own seats."""
    if not event_date.page.takes_all_dates:
        return 0, 0
    rows = EventDate.objects.filter(page=event_date.page_id, status=DateStatus.SCHEDULED)
    found = list(rows.order_by("starts_at", "pk").values_list("pk", flat=True))
    return (found.index(event_date.pk) + 1, len(found)) if event_date.pk in found else (0, 0)


def old_words(payload: dict[str, Any], event_date: EventDate, *, comes: bool) -> dict[str, Any]:
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
    shows = comes or not event_date.page.hides_address
    old = rules.place_in_line(payload["place"], payload.get("address", ""), shows_address=shows)
    place = old or _("Online")
    return {
        "was_when": was if was != words.when_and_zone(event_date) else "",
        "was_where": place if place != (event_date.place_for(comes=comes) or _("Online")) else "",
        "is_new_link": payload["is_new_link"],
    }
