"""Reads a message the way a mail reader does: its words, its headers, its calendar part."""

from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import icalendar

from club.lib.ical import Mailbox


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a calendar shows of the calendar part."""

    method: str
    status: str
    uid: str
    sequence: int
    summary: str
    starts_at: datetime | date | None
    ends_at: datetime | date | None
    location: str
    url: str
    organizer: Mailbox | None
    attendee: Mailbox | None
    partstat: str

    @property
    def is_all_day(self) -> bool:
        """Whether it has days instead of hours."""
        return not isinstance(self.starts_at, datetime)

    @property
    def is_cancel(self) -> bool:
        """Whether it takes the event out of the calendar."""
        return self.method == "CANCEL"


@dataclass(frozen=True, slots=True)
class ReadMail:
    """One message, taken apart."""

    headers: tuple[tuple[str, str], ...]
    subject: str
    sender: str
    receiver: str
    sent_at: datetime | None
    text: str
    html: str
    calendar: str
    invitation: Invitation | None
    attachments: tuple[str, ...]
    source: str


def read_mail(raw: bytes) -> ReadMail:
    """Take a message apart; what it does not have is empty."""
    message = message_from_bytes(raw, policy=policy.default)
    calendar = _content(message, "text/calendar")
    return ReadMail(
        headers=tuple((name, str(value)) for name, value in message.items()),
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        receiver=str(message["To"] or ""),
        sent_at=_sent_at(message),
        text=_content(message, "text/plain"),
        html=_content(message, "text/html"),
        calendar=calendar,
        invitation=read_invitation(calendar) if calendar else None,
        attachments=tuple(part.get_filename() or "" for part in message.iter_attachments()),
        source=raw.decode("utf-8", "replace"),
    )


def read_invitation(text: str) -> Invitation | None:
    """The first event of a calendar part; None when there is none to be read."""
    try:
        calendar = icalendar.Calendar.from_ical(text)
        event = next(iter(calendar.events), None)
    except ValueError:
        return None
    if event is None:
        return None
    attendee = event.get("ATTENDEE")
    return Invitation(
        method=str(calendar.get("METHOD", "")),
        status=str(event.get("STATUS", "")),
        uid=str(event.get("UID", "")),
        sequence=int(event.get("SEQUENCE", 0)),
        summary=str(event.get("SUMMARY", "")),
        starts_at=event.decoded("DTSTART") if "DTSTART" in event else None,
        ends_at=event.decoded("DTEND") if "DTEND" in event else None,
        location=str(event.get("LOCATION", "")),
        url=str(event.get("URL", "")),
        organizer=_mailbox(event.get("ORGANIZER")),
        attendee=_mailbox(attendee),
        partstat=str(attendee.params.get("PARTSTAT", "")) if attendee is not None else "",
    )


def _mailbox(person: icalendar.vCalAddress | None) -> Mailbox | None:
    return None if person is None else Mailbox(str(person.params.get("CN", "")), person.email)


def _content(message: EmailMessage, kind: str) -> str:
    """The first part of this kind that is no attachment, as text."""
    for part in message.walk():
        if part.get_content_type() == kind and not part.is_attachment():
            return str(part.get_content())
    return ""


def _sent_at(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message["Date"]))
    except (TypeError, ValueError):
        return None
