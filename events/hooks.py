"""What events add to places that belong to all: navigation, the day, search, profiles, meetings."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Min, Q, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.pages import find_pages
from accounts.registry import (
    DayCard,
    Hit,
    NavItem,
    ProfilePanel,
    SearchSource,
    day_cards,
    nav_items,
    profile_panels,
    search_sources,
)
from accounts.viewer import PerViewer, Viewer
from club.lib import clock
from club.lib.bilingual import pick
from club.lib.prepared import HouseNow
from events import words
from events.enums import COMES, HOLDS_SEAT, RegistrationStatus
from events.models import EventDate, EventPage, Registration
from events.models.seeing import seen_coming
from events.models.sight import NAMED
from events.querysets import page_texts
from events.reading import SAME_EVENT
from members.meetings import grounds
from members.models.arrival import words_of_newcomer
from members.models.search import split_words
from members.registry import DirectoryFacet, Gathering, Values, directory_facets, gatherings

#: Where a member has a seat, or waits for one.
HELD = (*HOLDS_SEAT, RegistrationStatus.WAITLISTED)
#: Rows on the member's day, and on a profile.
ROWS = 4
#: Among so many of the next dates a first one is chosen for a newcomer.
CHOSEN_FROM = 12
#: People scan each other's codes while they arrive, and when they leave.
BEFORE, AFTER = timedelta(hours=1), timedelta(hours=3)


def register_hooks() -> None:
    """Called once, when the app is ready."""
    grounds.register(SAME_EVENT)
    nav_items.register(NavItem("events", 20, _("Events"), "events:index", "calendar3"))
    day_cards.register(DayCard("events.lead", 10, "lead", "events/_day_lead.html", lead_card))
    day_cards.register(DayCard("events.next", 10, "main", "events/_day_next.html", next_card))
    search_sources.register(SearchSource("events", 30, _("Events"), find_events))
    gatherings.register(Gathering("events", 10, event_of_now))
    directory_facets.register(DirectoryFacet("event", 10, _("Comes to"), comes_to_q, count_coming))
    profile_panels.register(ProfilePanel("shared", 25, "events/_profile_shared.html", shared_panel))
    profile_panels.register(ProfilePanel("events", 20, "events/_profile_coming.html", coming_panel))


def lead_card(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """What waits for this member: an offered seat, else the next event, else the line."""
    if not viewer.is_member:
        return None
    own = _own_upcoming(viewer)
    offered = next((r for r in own if r.is_offered), None)
    chosen = offered or next((r for r in own if r.holds_seat), None) or next(iter(own), None)
    if chosen is None:
        return None
    return {
        "registration": chosen,
        "event_date": chosen.date,
        "page": chosen.date.page,
        "until_words": words.offered_until(chosen),
        "is_near": (chosen.date.local_start.date() - clock.today()).days <= 1,
        "position_words": words.in_line(chosen.position),
        "line": f"{chosen.date.when}, {words.place_within(chosen.date.page)}",
        "seated": _seated(viewer, chosen.date),
        "me": request.user if chosen.is_coming else None,
    }


def _seated(viewer: Viewer, event_date: EventDate) -> list[User]:
    """Whom the drawing of the table names."""
    if not event_date.capacity or event_date.capacity > NAMED:
        return []
    return [row.person for row in seen_coming(viewer, date=event_date.pk)]


@PerViewer
def _own_upcoming(viewer: Viewer) -> Any:
    rows = Registration.objects.visible_to(viewer).filter(person_id=viewer.user_id, status__in=HELD)
    upcoming = rows.filter(date__ends_at__gt=HouseNow(), date__cancelled_at__isnull=True)
    shown = upcoming.select_related("date__page").defer(*page_texts("date__page__"))
    return shown.order_by("date__starts_at", "pk")[:20]


def next_card(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """The next dates: the viewer's own come before those that are open to them.

    A member for whom nothing is planned is not shown an empty place. A newcomer who comes nowhere
    yet is shown one, chosen for them.
    """
    words = words_of_newcomer(request.user) if viewer.is_member else None
    rows = _coming_up(viewer, ROWS if words is None else CHOSEN_FROM)
    if words is not None and rows and not any(row.is_own for row in rows):
        return _choose(rows, words)
    found = sorted(rows[:ROWS], key=lambda row: (row.starts_at, row.pk))
    if viewer.is_member and not found:
        return None
    return {"rows": found, "has_own": any(row.is_own for row in found)}


@PerViewer
def _coming_up(viewer: Viewer, count: int) -> Any:
    is_own = Case(
        When(own_status__in=HELD, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    rows = EventDate.objects.visible_to(viewer).upcoming(HouseNow())
    listed = rows.filter(cancelled_at__isnull=True).with_words().with_status_of(viewer)
    return listed.annotate(is_own=is_own).order_by("-is_own", "starts_at", "pk")[:count]


def _choose(rows: list[EventDate], words: frozenset[str]) -> dict[str, Any]:
    """The one of these that speaks of most of the newcomer's subjects, then one with a free seat,
    then the next."""

    def shared(row: EventDate) -> frozenset[str]:
        return words & split_words([str(row.page.heading), str(row.page.summary)])

    chosen = max(rows, key=lambda row: (len(shared(row)), not row.is_full, -rows.index(row)))
    return {"rows": [chosen], "has_own": False, "is_chosen": True, "fits": bool(shared(chosen))}


def find_events(viewer: Viewer, query: str, limit: int) -> Iterable[Hit]:
    """Events whose title, summary, place or text holds every word of the query."""
    pages = find_pages(EventPage.objects.visible_to(viewer), query, limit)
    dates = _shown_dates(viewer, [page.pk for page in pages])
    return [_hit(page, dates.get(page.pk)) for page in pages]


def _shown_dates(viewer: Viewer, page_ids: list[int]) -> dict[int, EventDate]:
    """The next date of each of these pages, else its last one."""
    now = clock.now()
    shown: dict[int, EventDate] = {}
    rows = EventDate.objects.visible_to(viewer).filter(page__in=page_ids).order_by("starts_at")
    for row in rows:
        known = shown.get(row.page_id)
        if known is None or known.is_over(now):
            shown[row.page_id] = row
    return shown


def _hit(page: Any, event_date: EventDate | None) -> Hit:
    where = page.place_name or page.get_format_display()
    parts = [str(page.get_event_type_display()), event_date.when if event_date else "", str(where)]
    return Hit(
        title=str(page.heading),
        url=page.path_on_site,
        detail=" · ".join(part for part in parts if part),
        starts_at=event_date.local_start if event_date else None,
    )


def comes_to_q(viewer: Viewer, slugs: Values) -> Q:
    """Memberships of people who come to one of these events, as far as the viewer may know."""
    coming = _named_upcoming(viewer).filter(date__page__slug__in=slugs)
    return Q(person__in=coming.values("person_id"))


def count_coming(viewer: Viewer, memberships: Any) -> Any:
    """How many of these people come to each event that is ahead; the best attended ones."""
    first = pick("fr", "en")
    second = "en" if first == "fr" else "fr"
    named = NullIf(F(f"date__page__title_{first}"), Value(""))
    return (
        _named_upcoming(viewer)
        .filter(person__in=memberships.values("person_id"))
        .order_by()
        .values("date__page__slug")
        .annotate(
            facet=Value("event"),
            name=Min(Coalesce(named, F(f"date__page__title_{second}"))),
            people=Count("person_id", distinct=True),
        )
        .values_list("facet", "date__page__slug", "name", "people")
    )


def _named_upcoming(viewer: Viewer) -> Any:
    """Who comes to what is ahead and agreed to be named, whoever asks."""
    rows = Registration.objects.visible_to(viewer).coming().filter(is_listed=True)
    return rows.filter(date__ends_at__gt=HouseNow(), date__cancelled_at__isnull=True)


def shared_panel(request: HttpRequest, person: User) -> dict[str, Any] | None:
    """Dates that the person and the viewer both were at, or both come to.

    Only where both agreed to be named: neither learns of the other what the list of those who come
    does not say.
    """
    viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.is_member or viewer.user_id == person.pk:
        return None
    visible = Registration.objects.visible_to(viewer).coming().filter(is_listed=True)
    own = visible.filter(person_id=viewer.user_id)
    rows = (
        visible.filter(person=person, date__in=own.values("date_id"))
        .filter(date__cancelled_at__isnull=True)
        .select_related("date__page")
        .defer(*page_texts("date__page__"))
        .order_by("-date__starts_at", "pk")[:ROWS]
    )
    now = clock.now()
    found = [{"date": row.date, "is_over": row.date.is_over(now)} for row in rows]
    return {"rows": found} if found else None


def coming_panel(request: HttpRequest, person: User) -> dict[str, Any] | None:
    """Upcoming dates that the person comes to, as far as the viewer may know."""
    viewer = request.viewer  # type: ignore[attr-defined]
    rows = (
        Registration.objects.visible_to(viewer)
        .coming()
        .filter(person=person, date__ends_at__gt=clock.now(), date__cancelled_at__isnull=True)
        .select_related("date__page")
        .defer(*page_texts("date__page__"))
        .order_by("date__starts_at", "pk")[:ROWS]
    )
    found = [row.date for row in rows]
    return {"rows": found} if found else None


def event_of_now(viewer: Viewer, now: datetime) -> str:
    """The title of the event at which the viewer is just now, by their own seat; '' without one."""
    if not viewer.is_member:
        return ""
    dates = EventDate.objects.visible_to(viewer).filter(
        starts_at__lte=now + BEFORE, ends_at__gte=now - AFTER, cancelled_at__isnull=True
    )
    own = dates.filter(
        registrations__person=viewer.user_id, registrations__status__in=COMES
    ).select_related("page")
    found = own.order_by("starts_at", "pk").first()
    return str(found.page.heading) if found else ""
