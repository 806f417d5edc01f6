"""Meetings of two contacts: proposed, answered, moved, cancelled.

What was agreed stands in the calendars of both through one calendar entry, as an event does: the
same UID for ever, a higher SEQUENCE with each move, a cancellation at the end.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.models import Company, Membership, User
from club.lib import clock
from club.lib.zones import validate_zone
from members.enums import MeetingState
from members.ical import ENTRY_KIND
from members.kinds import MET
from members.models import Meeting, MeetingTime
from members.models.meeting import FEWEST_TIMES, LINE_LENGTH, MOST_TIMES, PLACE_LENGTH
from members.notices.names import (
    MEETING_AGREED,
    MEETING_CANCELLED,
    MEETING_DECLINED,
    MEETING_MOVED,
    MEETING_NEWS,
    MEETING_PROPOSED,
)
from members.services.errors import NotThere, Refused
from members.services.lines import check_line
from members.services.pairs import are_contacts, company_ids_of, lock_people, require_reached
from notifications.enums import PartStat
from notifications.services import (
    cancel_entry,
    create_entry,
    invite_guest,
    mark_read_about,
    tell,
    touch_entry,
)
from participation.ledger import record, retract

#: How far ahead people may propose to meet.
AHEAD = timedelta(days=180)
#: How long a meeting may last, in minutes.
LENGTHS = (15, 30, 45, 60, 90, 120)


@transaction.atomic
def propose_meeting(
    guest: User,
    *,
    by: User,
    times: Sequence[datetime],
    zone: str,
    line: str,
    minutes: int = 30,
    place: str = "",
    link: str = "",
) -> Meeting:
    """Propose two or three times to a contact, with a place or a link and a line of what it is for.

    Raises NotThere for who is no contact of `by`, ValidationError for times, words or places that
    do not fit, and Refused while an earlier proposal to the same person waits.
    """
    lock_people(by.pk, guest.pk)
    viewer = viewer_for(by)
    if not viewer.is_member or not are_contacts(by.pk, guest.pk):
        raise NotThere
    require_reached(viewer, guest.pk)
    validate_zone(zone)
    words = {**_check_words(minutes, place, link), "time_zone": zone}
    words["line"] = check_line(
        line, limit=LINE_LENGTH, missing=_("Say in one line what it is for.")
    )
    chosen = _check_times(times)
    waiting = Meeting.objects.filter(by=by, guest=guest, state=MeetingState.PROPOSED)
    if waiting.filter(times__starts_at__gt=clock.now()).exists():
        raise Refused(
            _("%(name)s has not answered your last proposal yet. You can take it back."),
            params={"name": guest.full_name},
        )
    made: Meeting = Meeting.objects.create(by=by, guest=guest, **words)
    MeetingTime.objects.bulk_create(MeetingTime(meeting=made, starts_at=at) for at in chosen)
    tell(MEETING_PROPOSED, person=guest, subject=made, by=by, about=about_meeting(made))
    return made


@transaction.atomic
def accept_meeting(meeting: Meeting, *, by: User, starts_at: datetime) -> Meeting:
    """Pick one of the times: both get it into their calendars.

    Picking the same one twice changes nothing. Raises NotThere for who was not asked and for what
    is answered or taken back, Refused for a time that was not proposed or has passed.
    """
    row = _locked(meeting, by)
    if row.is_agreed and row.starts_at == starts_at and row.guest_id == by.pk:
        return row
    _require_asked(row, by)
    if starts_at not in {each.starts_at for each in row.times.all()}:
        raise Refused(_("This time was not proposed. Choose one of the list."))
    if starts_at <= clock.now():
        raise Refused(_("This time has passed. Choose another one, or say that none fits."))
    row.calendar_entry = create_entry(ENTRY_KIND)
    row.starts_at, row.state, row.answered_at = starts_at, MeetingState.AGREED, clock.now()
    row.save(update_fields=["calendar_entry", "starts_at", "state", "answered_at"])
    for person in _both(row):
        _invite(row, person, MEETING_AGREED, by=by, partstat=PartStat.ACCEPTED)
    mark_read_about(by, about_meeting(row))
    _ring(row, row.by, by)
    _record(row)
    return row


@transaction.atomic
def decline_meeting(meeting: Meeting, *, by: User, reason: str = "") -> Meeting:
    """Say that none of the times fits. Raises NotThere as `accept_meeting` does."""
    row = _locked(meeting, by)
    _require_asked(row, by)
    row.reason = check_line(reason, limit=LINE_LENGTH)
    _end(row, MeetingState.DECLINED, by)
    mark_read_about(by, about_meeting(row))
    tell(MEETING_DECLINED, person=row.by, subject=row, by=by, about=about_meeting(row))
    return row


@transaction.atomic
def withdraw_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Take back a proposal that waits. Raises NotThere for anybody else, and too late."""
    row = _locked(meeting, by)
    if row.by_id != by.pk or row.state != MeetingState.PROPOSED:
        raise NotThere
    mark_read_about(row.guest, about_meeting(row))
    return _end(row, MeetingState.WITHDRAWN, by)


@transaction.atomic
def move_meeting(
    meeting: Meeting,
    *,
    by: User,
    starts_at: datetime,
    minutes: int,
    place: str = "",
    link: str = "",
) -> Meeting:
    """Give what was agreed another time or place: both calendars follow.

    Another time asks the other one's calendar anew. Without a change nothing is sent. Raises
    NotThere for others and for what is not agreed or over, ValidationError for what does not fit.
    """
    row = _locked(meeting, by)
    if not row.is_agreed or row.is_over(clock.now()) or row.calendar_entry is None:
        raise NotThere
    wanted: dict[str, Any] = {"starts_at": starts_at, **_check_words(minutes, place, link)}
    changed = {name for name, value in wanted.items() if getattr(row, name) != value}
    if not changed:
        return row
    if "starts_at" in changed:
        _check_ahead(starts_at)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=list(wanted))
    touch_entry(row.calendar_entry, time_changed=bool(changed & {"starts_at", "minutes"}))
    for person in _both(row):
        answer = PartStat.ACCEPTED if person.pk == by.pk else None
        _invite(row, person, MEETING_MOVED, by=by, partstat=answer)
    _ring(row, row.guest if row.by_id == by.pk else row.by, by)
    return row


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: User, reason: str = "") -> Meeting:
    """Call off what was agreed: both calendars are cleared. Raises NotThere as moving does."""
    row = _locked(meeting, by)
    if not row.is_agreed or row.is_over(clock.now()):
        raise NotThere
    row.reason = check_line(reason, limit=LINE_LENGTH)
    return _call_off(row, by)


def call_off_between(one_id: int, other_id: int, *, by: User) -> int:
    """Call off what two people meant to meet for, as they are in contact no more; how many."""
    return _call_off_all(Meeting.objects.of(one_id).filter(Q(by=other_id) | Q(guest=other_id)), by)


def call_off_departed(company_ids: Collection[int]) -> None:
    """Call off the meetings of who is not a member any more, of these companies."""
    there = Membership.objects.filter(company_id__in=company_ids).values("person_id")
    active = Membership.objects.active().values("person_id")
    gone = [Q(**{f"{side}__in": there}) & ~Q(**{f"{side}__in": active}) for side in ("by", "guest")]
    rows = Meeting.objects.alive().filter(gone[0] | gone[1])
    ids = list(rows.values_list("pk", "by_id", "guest_id"))
    if not ids:
        return
    lock_people(*{person for _pk, *people in ids for person in people})
    _call_off_all(Meeting.objects.filter(pk__in=[pk for pk, *_people in ids]), None)


def call_off_of(person: User) -> int:
    """Call off what is to come for somebody whose account is about to go; returns how many.

    Proposals and what is over go with the account. What was agreed and called off stays, so that
    it can be taken out of the other one's calendar.
    """
    own = Meeting.objects.of(person.pk)
    others = {pk for pair in own.alive().values_list("by_id", "guest_id") for pk in pair if pk}
    lock_people(*others)
    ended = _call_off_all(own, None)
    own.exclude(state=MeetingState.CANCELLED, starts_at__gt=clock.now()).delete()
    return ended


def about_meeting(meeting: Meeting) -> str:
    """What the items of the bell about a meeting are about."""
    return f"members.meeting:{meeting.pk}"


# --- Steps ----------------------------------------------------------------------------------
def _locked(meeting: Meeting, by: User) -> Meeting:
    """The row as `by`, one of the two, may change it."""
    lock_people(meeting.by_id, meeting.guest_id)
    rows = Meeting.objects.visible_to(viewer_for(by)).select_related(
        "by", "guest", "calendar_entry"
    )
    row: Meeting | None = rows.filter(pk=meeting.pk).first()
    if row is None:
        raise NotThere
    return row


def _require_asked(row: Meeting, by: User) -> None:
    if row.guest_id != by.pk or row.state != MeetingState.PROPOSED:
        raise NotThere


def _both(row: Meeting) -> list[User]:
    """The two, in the order in which their rows are locked."""
    return sorted((row.by, row.guest), key=lambda person: person.pk)


def _invite(row: Meeting, person: User, verb: str, *, by: User, partstat: str | None) -> None:
    if row.calendar_entry is not None:
        invite_guest(row.calendar_entry, person, verb=verb, subject=row, by=by, partstat=partstat)


def _ring(row: Meeting, person: User, by: User | None) -> None:
    tell(MEETING_NEWS, person=person, subject=row, by=by, about=about_meeting(row))


def _end(row: Meeting, state: MeetingState, by: User | None) -> Meeting:
    row.state, row.ended_by = state, by
    if state == MeetingState.DECLINED:
        row.answered_at = clock.now()
    row.save(update_fields=["state", "ended_by", "reason", "answered_at"])
    return row


def _call_off(row: Meeting, by: User | None) -> Meeting:
    _end(row, MeetingState.CANCELLED, by)
    if row.calendar_entry is not None:
        cancel_entry(row.calendar_entry, verb=MEETING_CANCELLED, subject=row, by=by)
    for person in _both(row):
        retract(MET, person=person, subject=row, by=by)
        if by is None or person.pk != by.pk:
            _ring(row, person, by)
    return row


def _call_off_all(rows: Any, by: User | None) -> int:
    """Proposals are taken back in silence; what is agreed and to come is cancelled."""
    ended = 0
    now = clock.now()
    for row in rows.alive().select_related("by", "guest", "calendar_entry").order_by("pk"):
        if row.state == MeetingState.PROPOSED:
            mark_read_about(row.guest, about_meeting(row))
            _end(row, MeetingState.WITHDRAWN, by)
        elif not row.is_over(now):
            _call_off(row, by)
        else:
            continue
        ended += 1
    return ended


def _record(row: Meeting) -> None:
    """A fact for the company of each of the two; none among colleagues."""
    companies = company_ids_of(row.by, row.guest)
    if len(set(companies.values())) < len(companies) or len(companies) < 2:
        return
    for person in _both(row):
        company = Company.objects.get(pk=companies[person.pk])
        record(MET, company=company, person=person, subject=row)


# --- What is refused ------------------------------------------------------------------------
def _check_words(minutes: int, place: str, link: str) -> dict[str, Any]:
    if minutes not in LENGTHS:
        raise ValidationError(_("Choose how long you would like to meet."))
    place = check_line(place, limit=PLACE_LENGTH)
    link = link.strip()
    if not place and not link:
        raise ValidationError(_("Say where: a place, or the link of a call."))
    if link and not link.startswith(("https://", "http://")):
        raise ValidationError(_("A link begins with https://."))
    return {"minutes": minutes, "place": place, "link": link}


def _check_times(times: Sequence[datetime]) -> list[datetime]:
    chosen = sorted(set(times))
    if not FEWEST_TIMES <= len(chosen) <= MOST_TIMES:
        raise ValidationError(_("Propose two or three different times."))
    for moment in chosen:
        _check_ahead(moment)
    return chosen


def _check_ahead(moment: datetime) -> None:
    if not clock.now() < moment <= clock.now() + AHEAD:
        raise ValidationError(_("Choose a time that is to come, within the next six months."))
