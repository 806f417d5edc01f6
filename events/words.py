"""Sentences about a date, put together from its parts. No database.

They stand here and not in templates, where blanks and commas between the parts get lost.
"""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from club.lib import clock, dates
from events import rules
from events.enums import HOLDS_SEAT, CardState, EventFormat, RegistrationStatus

#: Above this number the drawing of the seats is a bar, not circles.
DRAWN_SINGLY = 200


def when_and_zone(event_date: Any) -> str:
    """`Wednesday 16 December 2026, 09:00 to 12:30, Paris time`; whole days need no zone."""
    if event_date.is_all_day:
        return str(event_date.when)
    return f"{event_date.when}, {dates.zone_phrase(event_date.time_zone)}"


def on_own_clock(event_date: Any, zone: str) -> str:
    """`On your clock: …` in `zone`; '' where that shows the same time."""
    when = event_date.when_in(zone)
    if not when:
        return ""
    phrase = {"when": when, "zone": dates.zone_phrase(zone)}
    return _("On your clock: %(when)s, %(zone)s") % phrase


def begins(event_date: Any) -> str:
    """The hour of the start, for a list; with the last day where that is another one."""
    hour = _("All day") if event_date.is_all_day else dates.clock_time(event_date.local_start)
    if event_date.is_one_day:
        return hour
    last = {"hour": hour, "day": dates.day_month(event_date.local_end)}
    if event_date.is_all_day:
        return _("until %(day)s") % last
    return _("%(hour)s, until %(day)s") % last


def place(page: Any) -> str:
    """The short name of where it is."""
    return _("Online") if page.format == EventFormat.ONLINE else str(page.place_name)


def place_within(page: Any) -> str:
    """The same within a line, after other words."""
    return _("online") if page.format == EventFormat.ONLINE else str(page.place_name)


def seats_free(event_date: Any) -> str:
    """`6 seats free`, `Full`, or that there is room where nobody counts."""
    if event_date.capacity is None:
        return _("There is room for you")
    if event_date.is_full:
        return _("Full")
    left = event_date.seats_left
    return ngettext("%(left)s seat free", "%(left)s seats free", left) % {"left": left}


def row(event_date: Any) -> str:
    """The second line of a date in a list: hour, place, seats."""
    zone = event_date.foreign_zone
    hour = f"{begins(event_date)} ({dates.zone_phrase(zone)})" if zone else begins(event_date)
    parts = [", ".join(part for part in (hour, place_within(event_date.page)) if part)]
    if event_date.capacity and not event_date.is_cancelled and not event_date.has_ended:
        parts.append(_seats_of_row(event_date))
    return " · ".join(parts)


def _seats_of_row(event_date: Any) -> str:
    seats, left = event_date.capacity, event_date.seats_left
    if event_date.is_full:
        text = ngettext("the only seat is taken", "all %(seats)s seats are taken", seats)
        return text % {"seats": seats}
    text = ngettext("%(left)s of %(seats)s seat free", "%(left)s of %(seats)s seats free", seats)
    return text % {"left": left, "seats": seats}


def state(event_date: Any, status: str | None) -> str:
    """One of several dates, for somebody with this status there."""
    standing = (
        (event_date.is_cancelled, _("Cancelled")),
        (event_date.has_ended, _("Over")),
        (status == RegistrationStatus.OFFERED, _("A seat is kept for you")),
        (status in HOLDS_SEAT, _("You are coming")),
        (status == RegistrationStatus.PENDING, _("Asked for")),
        (status == RegistrationStatus.MAYBE, _("You may come")),
        (status == RegistrationStatus.WAITLISTED, _("You wait in line")),
        (event_date.capacity is None, _("Open")),
    )
    return next((words for holds, words in standing if holds), seats_free(event_date))


def part(number: int, count: int) -> str:
    """`2 of 4`, of dates that are taken together; '' where each has its own seats."""
    if count < 2:
        return ""
    return _("%(number)s of %(count)s") % {"number": number, "count": count}


def together(number: int, count: int) -> str:
    """Which of the dates that one registration counts for; '' where each has its own seats."""
    if count < 2:
        return ""
    return _(
        "This is date %(number)s of %(count)s. One registration counts for all of them, and each "
        "date has an invitation of its own."
    ) % {"number": number, "count": count}


def come_to_all(count: int) -> str:
    """The button of a yes to dates that are taken together."""
    return _("I will come to all %(count)s dates") % {"count": count}


def taken_together(count: int) -> str:
    """What it means that dates are taken together."""
    return _(
        "One registration counts for all %(count)s dates: you have a seat on each. While one of "
        "them is full, you wait in line for all, and are offered a seat once each date has one. "
        "Who gives it back gives back all."
    ) % {"count": count}


def in_line(position: int | None) -> str:
    """`You are number 2 in line`."""
    return _("You are number %(position)s in line") % {"position": position}


def standing(event_date: Any, own: Any | None) -> str:
    """Where a person stands with a date, or the question where they have not answered."""
    if event_date.is_cancelled:
        return _("This event is cancelled")
    if own is None:
        return _("Are you coming?")
    if own.is_waiting:
        return in_line(own.position)
    said: dict[str, str] = {
        RegistrationStatus.OFFERED: _("A seat is free for you"),
        RegistrationStatus.PENDING: _("Your request is with the organisers"),
        RegistrationStatus.MAYBE: _("You said that you may come"),
        RegistrationStatus.DECLINED: _("You are not coming"),
        RegistrationStatus.CANCELLED: _("You are not coming"),
        RegistrationStatus.INVITED: _("Are you coming?"),
    }
    return said.get(own.status, _("You are coming"))


def bar(card: CardState, event_date: Any, position: int | None) -> str:
    """The bar above the thumb: where the viewer stands, in a few words."""
    if card == CardState.WAITING:
        return in_line(position)
    fixed = {
        CardState.COMING: _("You are coming"),
        CardState.OFFERED: _("A seat is kept for you"),
        CardState.PENDING: _("Asked for"),
        CardState.MAYBE: _("You may come"),
        CardState.NOT_OPEN: _("Opens later"),
        CardState.CLOSED: _("Registration is closed"),
        CardState.CANCELLED: _("Cancelled"),
        CardState.PAST: _("Over"),
        CardState.STRANGER: _("For members of the club"),
    }
    return fixed.get(card) or seats_free(event_date)


def begins_on(event_date: Any) -> str:
    """`16 Dec 2026, 09:00`."""
    day = dates.short_date(event_date.local_start)
    if event_date.is_all_day:
        return day
    return f"{day}, {dates.clock_time(event_date.local_start)}"


def opens_later(event_date: Any) -> str:
    """`Opens on 4 December, 09:00`, or that registration is closed."""
    opens_at = event_date.opens_at
    if event_date.closes_at <= clock.now() or opens_at is None:
        return _("Registration is closed")
    here = opens_at.astimezone(ZoneInfo(event_date.time_zone))
    moment = {"day": dates.day_month(here), "hour": dates.clock_time(here)}
    return _("Opens on %(day)s, %(hour)s") % moment


def caption(event_date: Any, *, is_mine: bool) -> str:
    """What the drawing of the seats shows."""
    parts = [_("Each circle is a seat.")] if event_date.capacity <= DRAWN_SINGLY else []
    if is_mine:
        parts.append(_("The green one is yours."))
    if event_date.is_full:
        parts.append(_("All are taken."))
    else:
        left = event_date.seats_left
        parts.append(ngettext("%(left)s is free.", "%(left)s are free.", left) % {"left": left})
    if event_date.kept_left:
        parts.append(_("The club keeps %(kept)s.") % {"kept": event_date.kept_left})
    return " ".join(parts)


def waiting(count: int) -> str:
    """`4 people are waiting.`; '' for none."""
    if not count:
        return ""
    return ngettext("%(n)s person is waiting.", "%(n)s people are waiting.", count) % {"n": count}


def taken(event_date: Any) -> str:
    """`14 of 20 seats taken`, or how many come where nobody counts seats."""
    n = event_date.seats_taken
    if event_date.capacity is None:
        return ngettext("%(n)s person is coming", "%(n)s people are coming", n) % {"n": n}
    seats = event_date.capacity
    text = ngettext("%(n)s of %(seats)s seat taken", "%(n)s of %(seats)s seats taken", seats)
    return text % {"n": n, "seats": seats}


def quiet_people(event_date: Any) -> str:
    """Where nobody agreed to be named: how many come all the same."""
    n = event_date.seats_taken
    if not n:
        return _("Nobody has answered yet. The first name could be yours.")
    text = ngettext(
        "%(n)s person comes, and keeps it to the organisers.",
        "%(n)s people come, and keep it to the organisers.",
        n,
    )
    return text % {"n": n}


def offered_until(registration: Any) -> str:
    """Until when the seat is offered, on the event's own clock: `Friday 4 December, 12:00, …`."""
    until = registration.offered_until
    return rules.moment_in_words(until, registration.date.time_zone) if until else ""


def quota(limit: int, left: int | None) -> str:
    """How many seats one company may have, and that it has them all."""
    if left == 0:
        text = ngettext(
            "Your company has its only seat for this event.",
            "Your company has all of its %(n)s seats for this event.",
            limit,
        )
    else:
        text = ngettext(
            "One seat for each company.", "At most %(n)s seats for each company.", limit
        )
    return text % {"n": limit}


def table_head(questions: Iterable[Any]) -> list[str]:
    """The first line of the table of answers."""
    fixed = [_("Last name"), _("First name"), _("Company"), _("E-mail"), _("Answer"), _("Since")]
    more = [_("Guests"), _("Word to the organisers"), _("Note of the team"), _("Reason")]
    return [*fixed, *more, *(str(question.label) for question in questions)]


def table_line(registration: Any, questions: Iterable[Any]) -> list[str]:
    """One registration as a line of the table of answers."""
    person = registration.person
    return [
        person.last_name,
        person.first_name,
        registration.company.name,
        person.email,
        registration.get_status_display(),
        f"{registration.answered_at:%Y-%m-%d}",
        ", ".join(guest.name for guest in registration.guests.all()),
        registration.note,
        registration.staff_note,
        registration.reason,
        *(answer for _question, answer in answered(registration, questions, keep_blank=True)),
    ]


def answered(
    registration: Any, questions: Iterable[Any], *, keep_blank: bool = False
) -> list[tuple[str, str]]:
    """The questions with this registration's answers, in words."""
    pairs = [
        (str(q.label), q.in_words(value) if value else "")
        for q in questions
        for value in [registration.answers.get(str(q.key), "")]
    ]
    return [pair for pair in pairs if keep_blank or pair[1]]
