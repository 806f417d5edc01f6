"""What the two of a meeting are told, by mail and on the bell; checked again each time."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.models import User
from accounts.viewer import Viewer
from club.lib import clock, dates
from club.lib.urls import absolute_url
from members.enums import MeetingState
from members.models import Meeting
from notifications.models import BellItem, OutboxMail
from notifications.registry import BellText


def visible_meetings(viewer: Viewer, ids: Collection[int]) -> Collection[int]:
    """Which of these the viewer takes part in."""
    rows = Meeting.objects.visible_to(viewer).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def proposed_bell(item: BellItem) -> BellText | None:
    """Who proposes to meet, while it waits."""
    row = item.subject
    if not isinstance(row, Meeting) or row.state != MeetingState.PROPOSED:
        return None
    return _bell(row, row.by, _("%(name)s proposes to meet you"))


def declined_bell(item: BellItem) -> BellText | None:
    """That none of the times fits."""
    row = item.subject
    if not isinstance(row, Meeting) or row.state != MeetingState.DECLINED:
        return None
    return _bell(row, row.guest, _("None of your times fits %(name)s"), row.reason)


def news_bell(item: BellItem) -> BellText | None:
    """That it is agreed, has moved, or is off."""
    row = item.subject
    if not isinstance(row, Meeting) or row.calendar_entry is None or row.starts_at is None:
        return None
    other = row.guest if row.by_id == item.person_id else row.by
    if row.state == MeetingState.CANCELLED:
        return _bell(row, other, _("Your meeting with %(name)s is off"), row.reason)
    text = (
        _("Your meeting with %(name)s has moved")
        if row.calendar_entry.sequence
        else _("You meet %(name)s")
    )
    return _bell(row, other, text, when_in_words(row, row.starts_at))


def proposed_context(mail: OutboxMail) -> dict[str, Any] | None:
    """The times and the place, while it waits and the two are in contact."""
    row = _row(mail)
    if row is None or row.state != MeetingState.PROPOSED or row.guest_id != mail.person_id:
        return None
    times = [at for at in row.times.values_list("starts_at", flat=True) if at > clock.now()]
    return {
        **_words(row, row.by),
        "times": [when_in_words(row, at) for at in times],
        "action_label": _("Choose a time"),
        "why": _("You receive this because one of your contacts would like to meet you."),
    }


def declined_context(mail: OutboxMail) -> dict[str, Any] | None:
    """That none of the times fits, and why where it was said."""
    row = _row(mail)
    if row is None or row.state != MeetingState.DECLINED or row.by_id != mail.person_id:
        return None
    return {
        **_words(row, row.guest),
        "reason": row.reason,
        "action_label": _("See the proposal"),
        "why": _("You receive this because you proposed to meet."),
    }


def agreed_context(mail: OutboxMail) -> dict[str, Any] | None:
    """When and where the two meet, while it is agreed."""
    row = _row(mail)
    if row is None or not row.is_agreed or row.starts_at is None:
        return None
    return {
        **_words(row, _other(row, mail)),
        "when": when_in_words(row, row.starts_at),
        "is_by_me": mail.caused_by_id == mail.person_id,
        "action_label": _("See the meeting"),
        "why": _("You receive this because you have agreed to meet."),
    }


def cancelled_context(mail: OutboxMail) -> dict[str, Any] | None:
    """That it is off. Told to who left the club too: it stands in their calendar."""
    row = mail.subject
    if not isinstance(row, Meeting) or row.state != MeetingState.CANCELLED:
        return None
    if mail.person_id not in {row.by_id, row.guest_id} or row.starts_at is None:
        return None
    return {
        **_words(row, _other(row, mail)),
        "when": when_in_words(row, row.starts_at),
        "is_by_me": mail.caused_by_id == mail.person_id,
        "is_by_other": mail.caused_by_id not in {None, mail.person_id},
        "reason": row.reason,
        "action_label": _("See your meetings"),
        "action_url": absolute_url(reverse("members:meetings")),
        "why": _("You receive this because you had agreed to meet."),
    }


def unread_context(mail: OutboxMail) -> dict[str, Any] | None:
    """That what the calendar sent was not counted, and where to act."""
    row = _row(mail)
    if row is None or not row.is_agreed or row.starts_at is None:
        return None
    return {
        **_words(row, _other(row, mail)),
        "when": when_in_words(row, row.starts_at),
        "action_label": _("See the meeting"),
        "why": _("You receive this because an answer came from your calendar."),
    }


def when_in_words(meeting: Meeting, starts_at: datetime) -> str:
    """The day and the hours on the clocks of the place, and on the reader's where they differ."""
    told = _on_clocks(meeting, starts_at, meeting.time_zone)
    zone = timezone.get_current_timezone_name()
    if starts_at.astimezone(ZoneInfo(zone)).utcoffset() == (
        starts_at.astimezone(ZoneInfo(meeting.time_zone)).utcoffset()
    ):
        return told
    here = _on_clocks(meeting, starts_at, zone)
    return f"{told} {dates.zone_phrase(meeting.time_zone)} ({here} {dates.zone_phrase(zone)})"


def _on_clocks(meeting: Meeting, starts_at: datetime, zone: str) -> str:
    start = starts_at.astimezone(ZoneInfo(zone))
    return dates.when(start, start + timedelta(minutes=meeting.minutes))


def _bell(row: Meeting, other: User, text: str, detail: str = "") -> BellText:
    return BellText(
        text=text % {"name": other.full_name},
        url=reverse("members:meeting", args=[row.pk]),
        detail=detail or row.line,
        person=other,
    )


def _row(mail: OutboxMail) -> Meeting | None:
    """What a mail is about, as far as its receiver may see it now."""
    if mail.person is None or not isinstance(mail.subject, Meeting):
        return None
    rows = Meeting.objects.visible_to(viewer_for(mail.person))
    found: Meeting | None = rows.select_related("by", "guest").filter(pk=mail.subject.pk).first()
    return found


def _other(row: Meeting, mail: OutboxMail) -> User:
    other: User | None = row.guest if row.by_id == mail.person_id else row.by
    return other or User(last_name=_("former member"))


def _words(row: Meeting, other: User) -> dict[str, Any]:
    return {
        "meeting": row,
        "other": other,
        "action_url": absolute_url(reverse("members:meeting", args=[row.pk])),
    }
