"""People who registered and may see the event no more: an audience became smaller, or they left it.

Whoever publishes says what becomes of them, and so does the desk when an audience, a tier or a
segment changed elsewhere: they keep what they have, and the right to see the event; or it is taken
back, in a mail that says so.
"""

from collections import Counter

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.log_actions import log

from accounts.enums import AudienceKey
from accounts.models import Audience, User
from accounts.services import archive_audience, create_audience
from club.lib import clock
from events.enums import DateStatus
from events.mails import CLOSED_TO_YOU
from events.models import EventPage, Registration
from events.services.changes import IN_CALENDARS, IN_LINE
from events.services.dates import TOLD
from events.services.offers import take_back
from events.services.rows import find_row
from events.services.seats import fill_seats
from events.services.speaking import require_organiser
from events.services.together import lock_with

#: Everybody of the club is reached by these.
_ALL = {AudienceKey.MEMBERS, AudienceKey.PUBLIC}
_NAME_LENGTH = 80


def find_outside(page: EventPage, audience: Audience) -> QuerySet[Registration]:
    """What members of the club have of the page's coming dates whom this audience does not reach.

    Whoever is suspended or left is no matter of the audience, and is not among them.
    """
    rows: QuerySet[Registration] = _standing().filter(date__page=page.pk)
    return _outside(rows, audience).order_by("company__name", "person__last_name", "date_id")


def count_outside(page: EventPage, audience: Audience) -> int:
    """How many people that are."""
    return find_outside(page, audience).order_by().values("person").distinct().count()


def pages_with_outside() -> dict[int, int]:
    """The published events of which somebody lost sight, and how many people did; two queries for
    each audience that does not reach everybody.
    """
    found: Counter[int] = Counter()
    rows = _standing().filter(date__page__live=True)
    used = rows.order_by().values("date__page__audience")
    for audience in Audience.objects.filter(pk__in=used):
        of_audience = rows.filter(date__page__audience=audience)
        pairs = _outside(of_audience, audience).order_by().values_list("date__page", "person")
        found.update(page for page, _person in set(pairs))
    return dict(found)


def _standing() -> QuerySet[Registration]:
    rows: QuerySet[Registration] = Registration.objects.filter(
        status__in=[*IN_CALENDARS, *IN_LINE],
        date__status=DateStatus.SCHEDULED,
        date__ends_at__gt=clock.now(),
    )
    return rows


def _outside(rows: QuerySet[Registration], audience: Audience) -> QuerySet[Registration]:
    if audience.key in _ALL:
        return rows.none()
    members = User.objects.active_members()
    reached = Q(person__in=audience.members().values("pk"))
    return rows.filter(~reached, person__in=members.values("pk"))


@transaction.atomic
def keep_outside(page: EventPage, *, by: User) -> int:
    """They keep what they have, and see the event; returns how many people.

    The event gets an audience of its own: the one that it has, and these people. It is archived at
    once, so that nothing else is given it. Raises RegistrationRefused for anybody but an organiser.
    """
    require_organiser(by)
    row = EventPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    audience = row.audience
    people = list(User.objects.filter(pk__in=find_outside(row, audience).values("person")))
    if not people:
        return 0
    row.audience = _widened(row, audience, people, by=by)
    row.save(update_fields=["audience"])
    for revision in {row.live_revision, row.latest_revision} - {None}:
        if revision.content.get("audience") == audience.pk:
            revision.content["audience"] = row.audience_id
            revision.save(update_fields=["content"])
    return len(people)


def _widened(page: EventPage, audience: Audience, people: list[User], *, by: User) -> Audience:
    made = create_audience(
        f"{audience.name_fr} + {page.title_fr or page.title}"[:_NAME_LENGTH],
        f"{audience.name_en} + {page.title_en or page.title}"[:_NAME_LENGTH],
        by=by,
        tiers=audience.tiers.all(),
        companies=audience.companies.all(),
        segments=audience.segments.all(),
        people=[*audience.people.all(), *people],
    )
    archive_audience(made, by=by)
    return made


@transaction.atomic
def release_outside(page: EventPage, *, by: User, reason: str = "") -> int:
    """What they have is taken back: they are told why, and calendars are cleared; returns how many
    people. Seats go to who waits. Raises RegistrationRefused for anybody but an organiser.
    """
    require_organiser(by)
    row = EventPage.objects.get(pk=page.pk)
    told: set[int] = set()
    standing = find_outside(row, row.audience).order_by("date_id", "pk")
    for date_id, person in list(standing.values_list("date_id", "person")):
        event_date, taken = lock_with(date_id)
        own = find_row(event_date, User.objects.get(pk=person))
        if own is None or own.status not in {*IN_CALENDARS, *IN_LINE}:
            continue
        take_back(taken, own, verb=CLOSED_TO_YOU, reason=reason, by=by)
        fill_seats(taken, by=by)
        told.add(person)
    if told:
        data = {"told": len(told), "offered": 0}
        log(row, TOLD, user=by, data=data, revision=row.live_revision)
    return len(told)
