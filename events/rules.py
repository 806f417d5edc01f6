"""Predicates and pure calculations about dates and registrations. No database, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.viewer import Viewer
from club.lib import dates
from club.lib.zones import to_utc
from events.enums import CardState, DateStatus, RefusalCode, ReminderKind

#: How long before it begins somebody is reminded, and of whole days at which hour.
_BEFORE = {ReminderKind.DAY: timedelta(days=1), ReminderKind.HOUR: timedelta(hours=1)}
_REMINDED_AT = time(9)
#: No reminder is due earlier than this before a date begins.
REMINDERS_BEGIN = timedelta(hours=26)


class RegistrationRefused(Exception):
    """The act is not possible now. The text is one sentence for the person who tried."""

    def __init__(self, code: RefusalCode, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class Plan(Protocol):
    """A date as an organiser plans it: wall-clock days and times in a zone."""

    starts_on: date
    starts_time: time | None
    ends_on: date | None
    ends_time: time | None
    time_zone: str


@dataclass(frozen=True)
class Span:
    """From instant to instant. For whole days: midnight to the midnight after the last day."""

    starts_at: datetime
    ends_at: datetime
    is_all_day: bool


def place_in_line(place: str, address: str, *, shows_address: bool) -> str:
    """Where it is, with the address where that is shown; '' for what is online only."""
    return ", ".join(part for part in (place, address if shows_address else "") if part)


def build_span(plan: Plan) -> Span:
    """The instants that a planned date means.

    A time that clocks show twice is the first of the two. Raises ValidationError, one sentence per
    field, for an end before the start, an end without its time, and times that clocks skip.
    """
    last_day = plan.ends_on or plan.starts_on
    if last_day < plan.starts_on:
        raise ValidationError({"ends_on": _("The event ends on a day before it starts.")})
    if plan.starts_time is None:
        if plan.ends_time is not None:
            raise ValidationError(
                {"starts_time": _("Say when it starts too, or leave both times empty.")}
            )
        return Span(
            _midnight(plan.starts_on, plan.time_zone),
            _midnight(last_day + timedelta(days=1), plan.time_zone),
            is_all_day=True,
        )
    if plan.ends_time is None:
        raise ValidationError({"ends_time": _("Say when it ends: calendars need to know.")})
    starts_at = _instant("starts_time", plan.starts_on, plan.starts_time, plan.time_zone)
    ends_at = _instant("ends_time", last_day, plan.ends_time, plan.time_zone)
    if ends_at <= starts_at:
        raise ValidationError({"ends_time": _("The event ends before it starts.")})
    return Span(starts_at, ends_at, is_all_day=False)


def _instant(field: str, day: date, clock_time: time, zone: str) -> datetime:
    try:
        return to_utc(datetime.combine(day, clock_time), zone)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error


def _midnight(day: date, zone: str) -> datetime:
    """The first instant of a day. Where clocks skip midnight, the instant they jump from."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def due_reminder(event_date: Any, now: datetime) -> tuple[ReminderKind, datetime] | None:
    """Which reminder of a date is due at this moment, and since when; None when none is.

    Never both: in the last hour the day's is due no more, and none once it has begun. They are
    counted in elapsed time, so that a change of the clocks in between neither repeats nor skips
    one. Whole days begin at no hour: they have one reminder, in the morning of the day before.
    """
    starts_at = event_date.starts_at
    if now >= starts_at:
        return None
    if event_date.is_all_day:
        place = ZoneInfo(event_date.time_zone)
        day = starts_at.astimezone(place).date() - timedelta(days=1)
        since = {ReminderKind.DAY: datetime.combine(day, _REMINDED_AT, tzinfo=place)}
    else:
        since = {kind: starts_at - before for kind, before in _BEFORE.items()}
    due = [(kind, moment) for kind, moment in since.items() if moment <= now]
    return max(due, key=lambda pair: pair[1], default=None)


def refuse_act(viewer: Viewer, page: Any, event_date: Any, now: datetime) -> None:
    """Raise RegistrationRefused unless the person may answer to this date at this moment.

    `viewer` is the person whose answer it is, not who types it in.
    """
    if viewer.is_staff:
        raise RegistrationRefused(
            RefusalCode.STAFF,
            _("You belong to the club’s team: the seats are for its members."),
        )
    if not (viewer.is_member and page.live and page.is_visible_to(viewer)):
        raise RegistrationRefused(RefusalCode.HIDDEN, _("This event is not open to this person."))
    refuse_time(event_date, now)


def refuse_time(event_date: Any, now: datetime) -> None:
    """Raise RegistrationRefused for a date that is cancelled or over."""
    if event_date.is_cancelled:
        raise RegistrationRefused(RefusalCode.CANCELLED, _("This date is cancelled."))
    if event_date.is_over(now):
        raise RegistrationRefused(RefusalCode.OVER, _("This date is over."))


def refuse_window(viewer: Viewer, page: Any, event_date: Any, now: datetime) -> None:
    """Raise RegistrationRefused before registration opens for this person, and once it is closed.

    Organisers who register somebody are not held to it.
    """
    if event_date.closes_at <= now:
        raise RegistrationRefused(
            RefusalCode.TOO_LATE,
            _("Registration is closed since %(when)s. Write to the organisers: they may help.")
            % {"when": moment_in_words(event_date.closes_at, event_date.time_zone)},
        )
    opens_at = page.opens_for(viewer)
    if opens_at is not None and opens_at > now:
        raise RegistrationRefused(
            RefusalCode.NOT_OPEN,
            _("Registration opens on %(when)s.")
            % {"when": moment_in_words(opens_at, event_date.time_zone)},
        )


def taken_with(event_date: Any, event_dates: Iterable[Any], now: datetime) -> list[Any]:
    """The dates that one answer to this date is about, the first one first.

    Alone where each date has its own seats; where the event's dates are taken together, with all
    of them that take place and are not over. Of a date that is cancelled or over there is no
    other to answer to.
    """
    if not event_date.page.takes_all_dates:
        return [event_date]
    open_dates = [d for d in event_dates if not d.is_cancelled and not d.is_over(now)]
    found = sorted(open_dates, key=lambda d: (d.starts_at, d.pk or 0))
    return found if any(d is event_date for d in found) else [event_date]


def closing_date(event_date: Any, event_dates: Iterable[Any]) -> Any:
    """The date whose closing time counts: its own, or the first of those taken together."""
    if not event_date.page.takes_all_dates:
        return event_date
    held = [d for d in event_dates if not d.is_cancelled]
    return min(held or [event_date], key=lambda d: d.closes_at)


def missing_answers(questions: Iterable[Any], answers: Mapping[str, str]) -> list[Any]:
    """The questions that must be answered and are not."""
    return [q for q in questions if q.is_required and not answers.get(str(q.key))]


def card_state(
    viewer: Viewer,
    event_date: Any | None,
    own: Any | None,
    opens_at: datetime | None,
    now: datetime,
    *,
    closes_at: datetime | None = None,
    is_full: bool | None = None,
) -> CardState:
    """Which of its states the registration card of a date is in, for this viewer.

    `opens_at` is when registration opens for them; None: it is open. `closes_at` and `is_full` are
    those of all dates that are taken together; None: the date's own.
    """
    if event_date is None:
        return CardState.UNPLANNED
    standing = (
        (event_date.is_cancelled, CardState.CANCELLED),
        (event_date.is_over(now), CardState.PAST),
        (viewer.is_stranger, CardState.STRANGER),
        (viewer.is_staff, CardState.TEAM),
        (own is not None and own.is_offered, CardState.OFFERED),
        (own is not None and own.holds_seat, CardState.COMING),
        (own is not None and own.is_waiting, CardState.WAITING),
        (own is not None and own.is_pending, CardState.PENDING),
        (own is not None and own.is_maybe, CardState.MAYBE),
        ((closes_at or event_date.closes_at) <= now, CardState.CLOSED),
        (opens_at is not None and opens_at > now, CardState.NOT_OPEN),
    )
    state = next((state for holds, state in standing if holds), None)
    if is_full is None:
        is_full = event_date.is_full
    return state or (CardState.FULL if is_full else CardState.OPEN)


#: Somebody who is offered a seat has until tomorrow noon; less where the event is near.
_NOON, _NEAR, _LEAST = time(12), timedelta(hours=12), timedelta(minutes=30)


def offer_ends_at(event_date: Any, now: datetime) -> datetime:
    """Until when a seat is offered to one person: noon of the next day where the event is.

    Nearer than half a day to its start: half of the time that is left, at least half an hour, so
    that others in line get their chance; never later than the start.
    """
    here = now.astimezone(ZoneInfo(event_date.time_zone))
    noon = datetime.combine(here.date() + timedelta(days=1), _NOON, tzinfo=here.tzinfo)
    if noon <= event_date.starts_at - _NEAR:
        return noon.astimezone(UTC)
    half = now + (event_date.starts_at - now) / 2
    until: datetime = min(max(half, now + _LEAST), event_date.starts_at)
    return until.replace(second=0, microsecond=0)


def offers_seats(event_date: Any, now: datetime) -> bool:
    """Whether a seat that comes free is still offered: until shortly before the start."""
    if event_date.is_cancelled:
        return False
    return bool(now + timedelta(minutes=1) < event_date.starts_at)


def can_answer_for(by: Viewer, person: Viewer, manager_id: int | None, page: Any) -> bool:
    """Whether somebody may register, and cancel, in the name of this person.

    Organisers may for everybody, account managers for the people of their clients (`manager_id` is
    who looks after the person's company), and members for colleagues where the event allows it.
    """
    if by.user_id == person.user_id or by.has_role(Role.ORGANISER):
        return True
    if by.has_role(Role.ACCOUNT_MANAGER) and manager_id == by.user_id:
        return True
    same = by.is_member and by.company_id == person.company_id
    return bool(same and page.allows_colleagues)


def choose_date(event_dates: Sequence[Any], wanted: str | None, now: datetime) -> Any | None:
    """The date of a page that an address means.

    `wanted` is its id as it came in the query string; None when it names none of these dates.
    Without it: the next one that takes place, else the next at all, else the last.
    """
    if wanted is not None:
        return next((d for d in event_dates if str(d.pk) == wanted), None)
    coming = [d for d in event_dates if not d.is_over(now)]
    taking_place = [d for d in coming if d.status == DateStatus.SCHEDULED]
    return next(iter(taking_place or coming or event_dates[-1:]), None)


#: What makes a calendar wrong when it changes, and among it what makes an answer doubtful.
_TIMES = frozenset({"starts_at", "ends_at", "is_all_day"})
_PLACES = frozenset({"place", "address", "join_link"})


def material_changes(changed: Iterable[str]) -> frozenset[str]:
    """Those of the changed fields that calendars must be told of (RFC 5546 2.1.4)."""
    return (_TIMES | _PLACES) & frozenset(changed)


def moves_time(changed: Iterable[str]) -> bool:
    """Whether the answers given so far were to another time."""
    return not _TIMES.isdisjoint(changed)


def moves_into_past(event_date: Any, span: Span, now: datetime) -> bool:
    """Whether a date that is still to come would be over at once: nobody could be told in time."""
    return bool(not event_date.is_cancelled and not event_date.is_over(now) and span.ends_at <= now)


def when_in_words(
    starts_at: datetime, ends_at: datetime, zone: str, *, is_all_day: bool, language: str = ""
) -> str:
    """`Wednesday 16 December 2026, 09:00 to 12:30`, on the clocks of `zone`."""
    first, last = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    if not is_all_day:
        return dates.when(first, last, language)
    end_day = (last - timedelta(hours=12)).date()
    if end_day <= first.date():
        return dates.long_date(first, language)
    return _("%(first)s to %(last)s") % {
        "first": dates.long_date(first, language),
        "last": dates.long_date(end_day, language),
    }


def moment_in_words(moment: datetime, zone: str) -> str:
    """`Wednesday 16 December, 09:00, Paris time`, on the clocks of `zone`."""
    return f"{dates.date_time(moment.astimezone(ZoneInfo(zone)))}, {dates.zone_phrase(zone)}"


def hours_in_words(
    starts_at: datetime, ends_at: datetime, zone: str, *, is_all_day: bool, language: str = ""
) -> str:
    """`09:00 to 12:30`, or `All day`."""
    if is_all_day:
        return _("All day")
    place = ZoneInfo(zone)
    return dates.time_range(starts_at.astimezone(place), ends_at.astimezone(place), language)


def differs_from(zone: str, own_zone: str, moment: datetime) -> bool:
    """Whether clocks in the two zones show different times at this moment."""
    there = moment.astimezone(ZoneInfo(zone)).utcoffset()
    return there != moment.astimezone(ZoneInfo(own_zone)).utcoffset()
