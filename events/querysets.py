"""Queries of the events app. What a viewer may see of dates and registrations is decided here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from accounts.enums import Role
from accounts.models import Tier, User
from accounts.querysets import restricted_q
from accounts.viewer import Viewer
from club.lib.prepared import HouseNow
from events.enums import (
    COMES,
    HOLDS_SEAT,
    UNDECIDED,
    DateStatus,
    LineOrder,
    RegistrationStatus,
    ReminderKind,
)
from members.querysets import apart_q, rivals_q

if TYPE_CHECKING:
    from events.models import EventDate, Registration


#: The long texts of a page, which lists do not need.
PAGE_TEXTS = ("body_fr", "body_en", "agenda", "documents", "notes_fr", "notes_en")


def page_texts(prefix: str) -> list[str]:
    """The same, for `defer` on rows that reach the page by `prefix`."""
    return [f"{prefix}{name}" for name in PAGE_TEXTS]


def visible_date_q(viewer: Viewer, prefix: str = "") -> Q:
    """Dates of published pages whose audience includes the viewer."""
    return Q(**{f"{prefix}page__live": True}) & restricted_q(viewer, f"{prefix}page__audience_id")


def _room_q() -> Q:
    """Dates with a seat that members can take."""
    free = F("capacity") - F("kept_seats") + F("kept_taken")
    return Q(capacity=None) | Q(seats_taken__lt=free)


def _rank_of(viewer: Viewer) -> Subquery:
    """The rank of the viewer's tier, 0 the highest; NULL without one."""
    return Subquery(Tier.objects.filter(pk=viewer.tier_id or 0).values("rank"))


class Group(NamedTuple):
    """How many dates of one kind and format begin in one month."""

    kind: str
    format: str
    month: int
    number: int


class _Step(Func):
    """The number of the first edge before which (with `back`: not before which) a moment lies.

    The same as a `Case` of as many `When`s, whose SQL takes longer to make than to run.
    """

    output_field = IntegerField()

    def __init__(self, moment: str, edges: Sequence[datetime], *, back: bool) -> None:
        super().__init__(F(moment))
        self.edges, self.sign = tuple(edges), ">=" if back else "<"

    def as_sql(
        self, compiler: Any, connection: Any, *_args: Any, **_words: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """The CASE, with the edges as parameters."""
        column, given = compiler.compile(self.source_expressions[0])
        whens = [f"WHEN {column} {self.sign} %s THEN {n}" for n in range(len(self.edges))]
        adapt = connection.ops.adapt_datetimefield_value
        params = (one for edge in self.edges for one in (*given, adapt(edge)))
        return f"CASE {' '.join(whens)} ELSE {len(self.edges)} END", tuple(params)


class EventDateQuerySet(models.QuerySet[Any]):
    """Dates of events."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return self.filter(visible_date_q(viewer))

    def upcoming(self, now: datetime | HouseNow) -> Self:
        """Not over yet, the next one first; cancelled ones included."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def begins_within(self, now: datetime, span: timedelta) -> Self:
        """Those of published pages that take place and begin within this time from now."""
        soon = self.filter(starts_at__gt=now, starts_at__lte=now + span, page__live=True)
        return soon.filter(status=DateStatus.SCHEDULED).order_by("starts_at", "pk")

    def past(self, now: datetime) -> Self:
        """Over and held, the last one first."""
        return self.filter(ends_at__lte=now, status=DateStatus.SCHEDULED).order_by(
            "-starts_at", "-pk"
        )

    def with_words(self) -> Self:
        """With the page's words that a list shows and whom it honours, without its long texts."""
        rows = self.select_related("page__audience").defer(*page_texts("page__"))
        return rows.prefetch_related("page__audience__tiers")

    def with_room_for(self, viewer: Viewer, now: datetime) -> Self:
        """Those with a seat that is free and can be asked for now, where the viewer has none yet.

        Of dates that are taken together none has room while one is full. What the viewer's company
        has already is asked when the seat is taken.
        """
        opened = Q(page__opens_at=None) | Q(page__opens_at__lte=now)
        early = Q(pk__in=self._open_early_for(viewer, now))
        full = self.model._default_manager.upcoming(now).filter(
            ~_room_q(), page=OuterRef("page"), status=DateStatus.SCHEDULED
        )
        with_room = self.filter(_room_q(), opened | early, status=DateStatus.SCHEDULED)
        with_room = with_room.exclude(Exists(full), page__takes_all_dates=True)
        return with_room.filter(closes_at__gt=now).exclude(pk__in=self._taken_by(viewer.user_id))

    def _open_early_for(self, viewer: Viewer, now: datetime) -> list[int]:
        """Those that are open to the viewer's tier and not yet to all; they are few."""
        early = self.filter(
            page__opens_at__gt=now, page__early_tier__rank__gte=_rank_of(viewer)
        ).values_list("pk", "page__opens_at", "page__early_hours")
        return [pk for pk, at, hours in early if at - timedelta(hours=hours) <= now]

    def count_in_groups(self, edges: Sequence[datetime], *, back: bool) -> list["Group"]:
        """How many there are of each kind and format in each month.

        Month n lies before the n-th of `edges` (with `back`: at or after it), and not before an
        earlier one; what lies beyond them all is month `len(edges)`.
        """
        rows = self.order_by().annotate(month=_Step("starts_at", edges, back=back))
        columns = rows.values_list("page__event_type", "page__format", "month")
        return [Group(*row) for row in columns.annotate(n=Count("pk"))]

    def with_status_of(self, viewer: Viewer) -> Self:
        """Annotated with `own_status`: where the viewer stands, or None; and with what a yes takes.

        `is_early`: registration opens earlier for the viewer's company; `asks`: something must be
        answered.
        """
        own = self._registrations().filter(date=OuterRef("pk"), person_id=viewer.user_id)
        rank = _rank_of(viewer)
        return self.annotate(
            own_status=Subquery(own.values("status")[:1]),
            is_early=Case(
                When(page__early_tier__rank__gte=rank, then=Value(True)), default=Value(False)
            ),
            asks=self._asks(),
        )

    def with_room_and_line(self, now: datetime) -> Self:
        """To come, with a seat that members can take, and somebody who waits for one."""
        waits = RegistrationStatus.WAITLISTED
        waiting = self._registrations().filter(date=OuterRef("pk"), status=waits)
        upcoming = self.filter(_room_q(), status=DateStatus.SCHEDULED, starts_at__gt=now)
        return upcoming.filter(Exists(waiting)).order_by("pk")

    def is_answered(self) -> Self:
        """Those for which somebody stands in some way: a seat, a place in line, a perhaps."""
        stands = self._registrations().filter(status__in=[*HOLDS_SEAT, *UNDECIDED])
        return self.filter(Exists(stands.filter(date=OuterRef("pk"))))

    def taken_by(self, person_id: int | None) -> Self:
        """Those where this person has a seat or waits for one."""
        return self.filter(pk__in=self._taken_by(person_id))

    def _taken_by(self, person_id: int | None) -> "models.QuerySet[Any]":
        statuses = [*HOLDS_SEAT, RegistrationStatus.WAITLISTED]
        held = self._registrations().filter(person_id=person_id, status__in=statuses)
        return held.values("date")

    def locked(self, pk: int) -> "EventDate":
        """The row, held until the transaction ends, with its page, and whether that `asks`.

        PostgreSQL locks the row; SQLite's transactions begin IMMEDIATE and hold the whole file.
        """
        rows = self.select_related("page", "calendar_entry").select_for_update(
            of=("self",), no_key=True
        )
        found: EventDate = rows.annotate(asks=self._asks()).get(pk=pk)
        return found

    def locked_together(self, pk: int) -> list["EventDate"]:
        """The same, with the other dates of an event whose dates are taken together.

        All who answer lock them in the order of their ids. Raises DoesNotExist.
        """
        page = self.model._default_manager.filter(pk=pk).values("page_id")[:1]
        rows = self.filter(
            Q(pk=pk) | Q(page__takes_all_dates=True), page_id=Subquery(page)
        ).select_related("page", "calendar_entry")
        held = rows.select_for_update(of=("self",), no_key=True).annotate(asks=self._asks())
        found = list(held.order_by("pk"))
        if not found:
            raise self.model.DoesNotExist
        for event_date in found[1:]:
            event_date.page = found[0].page
        return found

    def _asks(self) -> Exists:
        """Whether the event has a question that must be answered."""
        page = self.model._meta.get_field("page").related_model
        questions = page.questions.rel.related_model._default_manager
        return Exists(questions.filter(page=OuterRef("page"), is_required=True))

    def _registrations(self) -> "models.QuerySet[Any]":
        related = self.model._meta.get_field("registrations").related_model
        rows: models.QuerySet[Any] = related._default_manager.all()
        return rows


class RegistrationQuerySet(models.QuerySet[Any]):
    """Who stands where with which date."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Organisers see all; others their own and those who come and agreed to be shown.

        Of two companies that compete nobody sees the other's people come, contacts neither.
        """
        visible = self.filter(visible_date_q(viewer, "date__"))
        if viewer.has_role(Role.ORGANISER):
            return visible
        if viewer.is_stranger:
            return self.none()
        people = User.objects.visible_to(viewer)
        shown = Q(is_listed=True, status__in=COMES, person__in=people.values("pk"))
        shown &= ~apart_q(viewer) & ~rivals_q(viewer)
        return visible.filter(shown | Q(person_id=viewer.user_id))

    def holding_seat(self) -> Self:
        """Those that occupy a seat."""
        return self.filter(status__in=HOLDS_SEAT)

    def coming(self) -> Self:
        """People who will be there, or were."""
        return self.filter(status__in=COMES)

    def waiting(self) -> Self:
        """Those who wait, who joined first stands first."""
        return self.filter(status=RegistrationStatus.WAITLISTED).order_by("waitlisted_at", "pk")

    def in_line_for(self, event_date: "EventDate") -> Self:
        """The waiting list of a date, the first in line first, as the event orders it."""
        waiting = self.waiting().filter(date=event_date)
        if event_date.page.line_order == LineOrder.TIER:
            return waiting.order_by("company__tier__rank", "waitlisted_at", "pk")
        return waiting

    def to_remind(self, event_date: "EventDate", kind: ReminderKind, since: datetime) -> Self:
        """Who comes to the date, knew so before `since`, and was not reminded of this start yet.

        Whoever said so, or got the seat, later than that has just been told when it is.
        """
        told = self._reminders().filter(
            registration=OuterRef("pk"), kind=kind, starts_at=event_date.starts_at
        )
        seated = Greatest(
            "answered_at",
            Coalesce("approved_at", "answered_at"),
            Coalesce("promoted_at", "answered_at"),
        )
        coming = self.filter(~Exists(told), date=event_date, status=RegistrationStatus.GOING)
        return coming.alias(seated_at=seated).filter(seated_at__lt=since).order_by("pk")

    def _reminders(self) -> "models.QuerySet[Any]":
        related = self.model._meta.get_field("reminders").related_model
        rows: models.QuerySet[Any] = related._default_manager.all()
        return rows

    def ahead_of(self, registration: "Registration") -> Self:
        """Who waits for the same date and comes before this one."""
        event_date = registration.date
        earlier = Q(waitlisted_at__lt=registration.waitlisted_at) | Q(
            waitlisted_at=registration.waitlisted_at, pk__lt=registration.pk
        )
        if event_date.page.line_order == LineOrder.TIER:
            rank = registration.company.tier.rank
            earlier = Q(company__tier__rank__lt=rank) | (Q(company__tier__rank=rank) & earlier)
        return self.waiting().filter(earlier, date=event_date)

    def count_seats(self) -> int:
        """How many seats these registrations hold, guests included."""
        total: int | None = self.holding_seat().aggregate(n=Sum(seats_expression()))["n"]
        return total or 0

    def with_people(self) -> Self:
        """With person, face and company, for a list."""
        return self.select_related("person__profile", "company")

    def offers_due(self, now: datetime) -> Self:
        """Offered seats that were not confirmed in time, the oldest first."""
        offered = self.filter(
            status=RegistrationStatus.OFFERED,
            offered_until__lte=now,
            date__status=DateStatus.SCHEDULED,
        )
        return offered.order_by("offered_until", "pk")

    def count_by_status(self) -> dict[str, int]:
        """How many registrations have each status."""
        rows = self.order_by().values_list("status").annotate(n=Count("pk"))
        return {str(status): n for status, n in rows}

    def count_by_company(self) -> list[tuple[str, int]]:
        """How many people come of each company, guests included, the largest first."""
        rows = self.coming().order_by().values_list("company__name")
        rows = rows.annotate(n=Sum(seats_expression()))
        return [(str(name), n) for name, n in rows.order_by("-n", "company__name")]


class PublishRequestQuerySet(models.QuerySet[Any]):
    """Who asked whom to publish what."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Organisers see all; nobody else any."""
        return self.all() if viewer.has_role(Role.ORGANISER) else self.none()

    def open(self) -> Self:
        """Those that nobody has decided."""
        return self.filter(outcome="")


def seats_expression(prefix: str = "") -> Any:
    """How many seats a registration stands for: the person's and one for each guest."""
    return F(f"{prefix}guest_count") + 1


def seats_differ(event_dates: EventDateQuerySet) -> EventDateQuerySet:
    """Dates whose counters are not the sums of the registrations that hold a seat; none, ever."""
    holds = Q(registrations__status__in=HOLDS_SEAT)
    each = seats_expression("registrations__")
    kept = holds & Q(registrations__uses_kept_seat=True)
    differing: EventDateQuerySet = event_dates.annotate(
        held=Coalesce(Sum(each, filter=holds), 0),
        held_kept=Coalesce(Sum(each, filter=kept), 0),
    ).exclude(held=F("seats_taken"), held_kept=F("kept_taken"))
    return differing


EventDateManager = models.Manager.from_queryset(EventDateQuerySet)
RegistrationManager = models.Manager.from_queryset(RegistrationQuerySet)
PublishRequestManager = models.Manager.from_queryset(PublishRequestQuerySet)
