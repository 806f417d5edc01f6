"""What people answer in their calendars about a meeting: their own act, as on its page.

What they write there is for the other one of the two, so the team is not shown it.
"""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from club.lib import clock
from club.lib.text import clean_line
from members.ical import ENTRY_KIND
from members.models import Meeting
from members.models.meeting import LINE_LENGTH
from members.notices.names import MEETING_UNREAD
from members.services.errors import NotThere
from members.services.meetings import cancel_meeting
from members.services.pairs import lock_people
from notifications.enums import PartStat
from notifications.models import CalendarEntry
from notifications.registry import CalendarReplies
from notifications.services import notify


def lock_meeting(entry: CalendarEntry) -> None:
    """Take the locks under which everything about the meeting of this entry is written."""
    meeting = _meeting_of(entry)
    if meeting is not None:
        lock_people(meeting.by_id, meeting.guest_id)


def take_answer(entry: CalendarEntry, person: User, partstat: str, words: str) -> None:
    """A no calls the meeting off; a yes and a perhaps are shown on its page as they are."""
    meeting = _meeting_of(entry)
    if meeting is None or partstat != PartStat.DECLINED or meeting.is_over(clock.now()):
        return
    try:
        cancel_meeting(meeting, by=person, reason=clean_line(words)[:LINE_LENGTH])
    except NotThere:  # called off before the answer came
        return


def ask_again(entry: CalendarEntry, person: User, address: str) -> None:
    """Tell the person that what their calendar sent was not counted, and where to act."""
    meeting = _meeting_of(entry)
    if meeting is not None:
        notify(MEETING_UNREAD, person=person, subject=meeting)


def tell_titles(entry_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """What the team may know of such an entry: that it is a private one."""
    return {pk: (_("A meeting of two members"), "") for pk in entry_ids}


def say_reason(code: str) -> Any:
    """No answer is refused."""
    return ""


def _meeting_of(entry: CalendarEntry) -> Meeting | None:
    found: Meeting | None = Meeting.objects.filter(calendar_entry=entry).first()
    return found


REPLIES = CalendarReplies(
    name=ENTRY_KIND,
    lock=lock_meeting,
    answer=take_answer,
    ask=ask_again,
    titles=tell_titles,
    reason=say_reason,
    is_private=True,
)
