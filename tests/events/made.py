"""Events for tests, made and published as an organiser does it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.models import Audience, User
from club.lib import clock
from club.lib.text import ascii_slug
from events.models import EventDate, EventIndexPage, EventPage, PlannedDate, Registration
from events.querysets import seats_differ
from events.services import publish_dates
from tests.factories.accounts import AudienceFactory, CompanyFactory, audience, member, tier

MORNING, NOON = time(9), time(12, 30)


def plan(
    day: date | int = 24,
    starts: time | None = MORNING,
    ends: time | None = NOON,
    *,
    seats: int | None = 20,
    kept: int = 0,
    zone: str = "Europe/Paris",
    until: date | None = None,
) -> PlannedDate:
    """A planned date; a number means so many days from today."""
    if isinstance(day, int):
        day = clock.now().date() + timedelta(days=day)
    return PlannedDate(
        starts_on=day,
        starts_time=starts,
        ends_on=until,
        ends_time=ends,
        time_zone=zone,
        capacity=seats,
        kept_seats=kept,
    )


def draft(*plans: PlannedDate, by: User | None = None, **words: Any) -> EventPage:
    """An event page that was saved but never published."""
    page = _new(*plans, **words)
    page.save_revision(user=by)
    return page


def _new(*plans: PlannedDate, title: str = "Line 9, from the inside", **words: Any) -> EventPage:
    """An event page in the tree, of which nothing is kept yet."""
    facts = {
        "title_fr": f"{title} (fr)",
        "title_en": title,
        "slug": ascii_slug(title),
        "audience": audience("members"),
        "event_type": "preview",
        "place_name": "Saint-Égrève",
        "address": "14, rue des Forges",
        "live": False,
    }
    page = EventPage(**{**facts, **words})
    page.planned_dates = list(plans) or [plan()]
    EventIndexPage.objects.get().add_child(instance=page)
    return page


def event(*plans: PlannedDate, by: User | None = None, **words: Any) -> EventPage:
    """A published event, without what only the desk reads of it: `publish(draft())` for that.

    A page of the tree comes to be live through a revision and two entries of Wagtail's log, which
    cost three times as much as the event.
    """
    now = clock.now()
    page = _new(*plans, live=True, first_published_at=now, last_published_at=now, **words)
    publish_dates(page, by=by)
    return EventPage.objects.get(pk=page.pk)


def publish(page: EventPage, by: User | None = None) -> EventPage:
    """Publish the page as it is in memory."""
    page.save_revision(user=by).publish(user=by)
    return EventPage.objects.get(pk=page.pk)


def the_date(page: EventPage) -> EventDate:
    """The only date of a page, fresh from the database."""
    return EventDate.objects.select_related("page", "calendar_entry").get(page=page)


def fresh(row: Any) -> Any:
    """The row as the database has it now."""
    return type(row).objects.get(pk=row.pk)


def gold_only() -> Audience:
    """An audience of gold clients."""
    return AudienceFactory.create(name_fr="Or", name_en="Gold", tiers=[tier("gold")])


def crowd(count: int, **facts: Any) -> list[User]:
    """Members of one company more."""
    company = CompanyFactory.create()
    return [member(company, **facts) for _n in range(count)]


def assert_seats_right() -> None:
    """The counter of every date is the number of registrations that hold a seat."""
    assert list(seats_differ(EventDate.objects.all())) == []


def status_of(date: EventDate, person: User) -> str:
    """Where the person stands with the date; '' without a row."""
    row = Registration.objects.filter(date=date, person=person).first()
    return str(row.status) if row else ""


def soon(days: int = 24, hour: int = 10) -> datetime:
    """So many days from now, at this hour, UTC."""
    return (clock.now() + timedelta(days=days)).replace(hour=hour, minute=0)
