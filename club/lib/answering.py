"""The other side: the mail with which a calendar answers (RFC 6047), for demos and tests."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from urllib.parse import quote

import icalendar
from icalendar.prop import vCalAddress, vText

from club.lib.ical import PRODUCT, Mailbox
from club.lib.ical_text import mail_address, one_line

#: How mail programs begin the subject of an answer.
_SUBJECTS = {"ACCEPTED": "Accepted", "DECLINED": "Declined", "TENTATIVE": "Tentative"}


@dataclass(frozen=True, slots=True)
class Invited:
    """What a calendar keeps of an invitation, to answer it: `organizer` is where answers go."""

    uid: str
    sequence: int
    summary: str
    organizer: str
    attendee: Mailbox


def build_reply(invited: Invited, partstat: str, *, stamp: datetime) -> bytes:
    """The calendar part of an answer (RFC 5546 3.2.3)."""
    event = icalendar.Event()
    event["UID"] = vText(one_line(invited.uid))
    event.add("sequence", invited.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("organizer", vCalAddress(f"mailto:{mail_address(invited.organizer)}"))
    guest = vCalAddress(f"mailto:{quote(mail_address(invited.attendee.address), safe='@+')}")
    guest.params.update({"CN": invited.attendee.name, "PARTSTAT": partstat})
    event.add("attendee", guest)
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "REPLY")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def build_reply_mail(invited: Invited, partstat: str, *, stamp: datetime) -> bytes:
    """The whole mail: a line of text, and the calendar part beside it."""
    said = _SUBJECTS[partstat]
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((invited.attendee.name, invited.attendee.address))
    message["To"] = invited.organizer
    message["Subject"] = one_line(f"{said}: {invited.summary}")
    message["Date"] = format_datetime(stamp)
    message.set_content(f"{said}.\n")
    calendar = build_reply(invited, partstat, stamp=stamp).decode()
    message.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"})
    return message.as_bytes()
