"""A first event, written from a short form instead of the page editor."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Audience, ClubSettings, User
from accounts.pages import free_slug
from club.lib import clock
from club.lib.text import ascii_slug
from events.models import EventIndexPage, EventPage, PlannedDate
from home.services.opening import lock_club


@dataclass(frozen=True)
class EventWords:
    """What the short form asks. Times are those of the club's zone; no seats means no limit."""

    title: str
    summary: str
    event_type: str
    starts_on: date
    starts_time: time | None
    ends_time: time | None
    place_name: str
    address: str
    capacity: int | None
    audience: Audience


@transaction.atomic
def write_event(words: EventWords, *, by: User, key: UUID, publish: bool) -> EventPage:
    """An event page with one date, published or kept as a draft, in the club's language.

    It stays a draft where the club wants a second person to publish events. The same `key` a second
    time gives the page of the first. Raises ValidationError, keyed by the names of `EventWords`,
    for what cannot be.
    """
    club = lock_club()
    known = PlannedDate.objects.filter(key=key).select_related("page").first()
    if known is not None:
        page: EventPage = known.page
        return page
    if words.starts_on < clock.now().astimezone(ZoneInfo(club.time_zone)).date():
        raise ValidationError({"starts_on": _("This day is over. An event needs one to come.")})
    parent = EventIndexPage.objects.get()
    page, plan = _page(words, club, parent, by), _plan(words, club, key)
    plan.clean_fields(exclude=["page"])
    plan.clean()
    page.planned_dates = [plan]  # type: ignore[misc]
    page.clean()
    parent.add_child(instance=page)
    revision = page.save_revision(user=by)
    if publish and not club.events_need_second_person:
        # Who opens a club may lack the organiser's rights; the opening itself gives this one.
        revision.publish(user=by, skip_permission_checks=True)
        page.refresh_from_db(fields=["live"])
    return page


def _page(words: EventWords, club: ClubSettings, parent: EventIndexPage, by: User) -> EventPage:
    return EventPage(
        slug=free_slug(ascii_slug(words.title, "event")[:200], parent),
        audience=words.audience,
        event_type=words.event_type,
        place_name=words.place_name,
        address=words.address,
        owner=by,
        live=False,
        **{f"title_{club.language}": words.title, f"summary_{club.language}": words.summary},
    )


def _plan(words: EventWords, club: ClubSettings, key: UUID) -> PlannedDate:
    return PlannedDate(
        key=key,
        starts_on=words.starts_on,
        starts_time=words.starts_time,
        ends_time=words.ends_time,
        time_zone=club.time_zone,
        capacity=words.capacity,
    )
