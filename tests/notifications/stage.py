"""A kind of mail and a kind of event that only the tests know, and a reader of what was sent."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import icalendar
from django.core import mail
from django.core.mail import SafeMIMEText
from django.utils import timezone, translation

from club.lib.ical import CalendarFacts
from notifications.enums import Purpose
from notifications.models import CalendarEntry, OutboxMail
from notifications.registry import Verb, register_calendar_source, register_verb

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
START = datetime(2026, 12, 16, 8, 0, tzinfo=UTC)
WORDS: dict[str, Any] = {
    "summary": "La ligne 9, vue de l’intérieur",
    "starts_at": START,
    "ends_at": START + timedelta(hours=3),
    "location": "Atelier de Saint-Égrève",
    "url": "http://127.0.0.1:8000/events/ligne-9/",
    "description": "Vingt places.",
}


@dataclass
class Stage:
    """What the kind of event is at the moment, and what the kind of mail does."""

    words: dict[str, Any] = field(default_factory=lambda: dict(WORDS))
    refused: set[int] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    is_gone: bool = False

    def reset(self) -> None:
        """As at the beginning."""
        fresh = Stage()
        self.words, self.refused = fresh.words, fresh.refused
        self.broken, self.is_gone = fresh.broken, fresh.is_gone


stage = Stage()


def context(outbox_mail: OutboxMail) -> dict[str, Any] | None:
    """Refuses and breaks as the stage says; else says in which language and zone it was asked."""
    if outbox_mail.person_id in stage.refused:
        return None
    if outbox_mail.address in stage.broken:
        raise ZeroDivisionError("a broken context")
    zone = timezone.get_current_timezone_name()
    words = f"{translation.get_language()} {zone}"
    return {"subject": outbox_mail.payload.get("subject", "About line 9"), "text": words}


def facts(entry: CalendarEntry, person: Any, language: str) -> CalendarFacts | None:
    """The stage's words; a guest's carry a line of their own."""
    if stage.is_gone:
        return None
    private = f"\nJoin as {person.full_name}" if person else ""
    words = {**stage.words, "description": f"{stage.words['description']}{private}"}
    return entry.facts(**words)


def register() -> None:
    """Make both known; once per process is enough, twice does no harm."""
    for name, purpose in (
        ("test.service", Purpose.SERVICE),
        ("test.answer", Purpose.ANSWER),
        ("test.letter", Purpose.LETTER),
    ):
        register_verb(Verb(name, purpose, "email/account/message", context, label="A test"))
    register_calendar_source("test.date", facts)


# --- What was sent --------------------------------------------------------------------------
@dataclass(frozen=True)
class Sent:
    """One message, read from its bytes as a mail program does."""

    raw: bytes
    message: EmailMessage

    @property
    def text(self) -> str:
        """The plain text."""
        return str(self.part("text/plain").get_content())

    @property
    def html(self) -> str:
        """The HTML."""
        return str(self.part("text/html").get_content())

    @property
    def ics(self) -> bytes:
        """The calendar part, byte for byte."""
        payload = self.part("text/calendar").get_payload(decode=True)
        assert isinstance(payload, bytes)
        return payload

    @property
    def method(self) -> str:
        """What the calendar part asks for; empty without one."""
        parts = [p for p in self.message.walk() if p.get_content_type() == "text/calendar"]
        return str(icalendar.Calendar.from_ical(self.ics)["METHOD"]) if parts else ""

    @property
    def event(self) -> icalendar.Event:
        """The one event of the calendar part."""
        (only,) = icalendar.Calendar.from_ical(self.ics).events
        return only

    @property
    def sequence(self) -> int:
        """SEQUENCE of the event."""
        return int(self.event["SEQUENCE"])

    def part(self, kind: str) -> EmailMessage:
        """The one part of this kind."""
        (found,) = [p for p in self.message.walk() if p.get_content_type() == kind]
        assert isinstance(found, EmailMessage)
        return found


def sent() -> list[Sent]:
    """Everything sent in this test, oldest first."""
    built = [cast(SafeMIMEText, message.message()) for message in mail.outbox]
    return [read(message.as_bytes(linesep="\r\n")) for message in built]


def last() -> Sent:
    """The last one."""
    return sent()[-1]


def read(raw: bytes) -> Sent:
    """A message from its bytes."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return Sent(raw, message)
