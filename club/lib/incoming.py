"""Takes apart a mail that came in: what it is, from whom, and the calendar's answer in it.

Whoever writes such a mail may wish us ill. Sizes and nesting are checked before anything is
parsed, nothing is fetched, and what cannot be read is said to be so instead of raising.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from enum import StrEnum

from club.lib.ical_text import one_line, plain_text
from club.lib.itip import PART_LIMIT, CalendarAnswer, read_answer

_CONTAINERS, _LINES, _TRIES = 40, 60_000, 5
_HEADERS, _HEADER = 60, 2_000
_SUBJECT, _EXCERPT = 200, 500
_CONTAINER = re.compile(rb"(?:multipart|message)\s*/", re.IGNORECASE)
#: Where mail servers write down to which address a message came.
_ADDRESSED = (
    *("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"),
    *("Resent-To", "X-Forwarded-To"),
)
_PLUS_ADDRESS = re.compile(r"[a-z0-9._=%-]{1,64}\+[a-z0-9._=-]{1,64}@[a-z0-9.-]{1,190}")
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\[\]\\]{1,64}@[a-z0-9.-]{1,190}")
_CALENDARS = frozenset({"text/calendar", "application/ics", "text/x-vcalendar"})
_CHARSETS = re.compile(
    r"(utf-8|utf-16|ascii|iso8859-|cp\d|koi8-|gb|big5|shift_jis|euc_|iso2022_|mac-)[a-z0-9_-]*"
)
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})


class MailKind(StrEnum):
    """What a mail is."""

    ANSWER = "answer"
    WORDS = "words"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """A mail, taken apart.

    `addresses` are the plus-addresses that it came to, or that its calendar part names as the
    organiser's, in lower case and not yet believed. `words` is the beginning of its text.
    """

    kind: MailKind
    sender: str = ""
    subject: str = ""
    words: str = ""
    addresses: tuple[str, ...] = ()
    answer: CalendarAnswer | None = None


def read_incoming(raw: bytes, *, is_whole: bool = True) -> IncomingMail:
    """Take a message apart; with `is_whole` False only its headers are believed."""
    try:
        if not is_whole or _is_too_complex(raw):
            return _unreadable(raw)
        return _read(message_from_bytes(raw, policy=policy.compat32))
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError, AssertionError):
        return _unreadable(raw)


def _is_too_complex(raw: bytes) -> bool:
    """Nesting costs the parser a look at every boundary for every line."""
    containers = sum(1 for _match in _CONTAINER.finditer(raw))
    return containers > _CONTAINERS or raw.count(b"\n") > _LINES


def _read(message: Message) -> IncomingMail:
    answer = _find_answer(message)
    found = _addresses(message)
    if answer and _PLUS_ADDRESS.fullmatch(answer.organizer):
        found.append(answer.organizer)
    return IncomingMail(
        kind=_kind(message, answer),
        sender=_sender(message),
        subject=_decoded(message.get("Subject"))[:_SUBJECT],
        words=_excerpt(message),
        addresses=tuple(dict.fromkeys(found)),
        answer=answer,
    )


def _unreadable(raw: bytes) -> IncomingMail:
    """What the headers say of a message that is not taken apart."""
    try:
        head = re.split(rb"\r?\n\r?\n", raw[:65_536], maxsplit=1)[0]
        message = message_from_bytes(head + b"\n\n", policy=policy.compat32)
        return IncomingMail(
            kind=MailKind.UNREADABLE,
            sender=_sender(message),
            subject=_decoded(message.get("Subject"))[:_SUBJECT],
            addresses=tuple(dict.fromkeys(_addresses(message))),
        )
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError, AssertionError):
        return IncomingMail(kind=MailKind.UNREADABLE)


def _kind(message: Message, answer: CalendarAnswer | None) -> MailKind:
    """A calendar's answer is one, whoever pressed the button; the rest by what sent it."""
    if answer is not None:
        return MailKind.ANSWER
    if message.get_content_type() == "multipart/report" or _text(message, "Return-Path") == "<>":
        return MailKind.BOUNCE
    submitted = _text(message, "Auto-Submitted").lower()
    precedence = _text(message, "Precedence").lower()
    answers_alone = any(name in message for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
    if submitted not in {"", "no"} or precedence in _BULK or answers_alone:
        return MailKind.AUTOMATIC
    return MailKind.WORDS


# --- Headers --------------------------------------------------------------------------------
def _addresses(message: Message) -> list[str]:
    """Plus-addresses in the headers that say where it came to."""
    values = (str(v) for name in _ADDRESSED for v in (message.get_all(name) or [])[:_HEADERS])
    text = " ".join(value[:_HEADER] for value in values)
    return _PLUS_ADDRESS.findall(text.lower())[:_HEADERS]


def _sender(message: Message) -> str:
    """The bare address in From, in lower case; '' where there is none."""
    _name, address = parseaddr(_text(message, "From")[:400])
    found = _ADDRESS.search(address.lower()) or _ADDRESS.search(_text(message, "From").lower())
    return found[0] if found else ""


def _text(message: Message, name: str) -> str:
    return one_line(str(message.get(name) or "")[:_HEADER])


def _decoded(value: object) -> str:
    """A header's text, with its encoded words read (RFC 2047)."""
    raw = str(value or "")[:_HEADER]
    try:
        return one_line(str(make_header(decode_header(raw))))
    except (ValueError, LookupError, UnicodeError):
        return one_line(raw)


# --- Parts ----------------------------------------------------------------------------------
def _find_answer(message: Message) -> CalendarAnswer | None:
    """The first calendar part that answers an invitation, alternative or attached."""
    parts = [part for part in _leaves(message) if _is_calendar(part)]
    for part in parts[:_TRIES]:
        text = _content(part, PART_LIMIT)
        method = str(part.get_param("method") or "")
        answer = read_answer(text, method) if text else None
        if answer is not None:
            return answer
    return None


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something; a message inside the message is somebody else's."""
    if message.get_content_maintype() == "message":
        return
    payload = message.get_payload()
    if isinstance(payload, list):
        for part in payload:
            if isinstance(part, Message):
                yield from _leaves(part)
    else:
        yield message


def _is_calendar(part: Message) -> bool:
    if part.get_content_type() in _CALENDARS:
        return True
    return str(part.get_filename() or "").lower().endswith(".ics")


def _excerpt(message: Message) -> str:
    """What somebody wrote, without what they quote."""
    for part in _leaves(message):
        if part.get_content_type() == "text/plain" and part.get_filename() is None:
            lines = plain_text(_content(part, PART_LIMIT)).splitlines()
            own = [line for line in lines if not line.lstrip().startswith(">")]
            return "\n".join(own).strip()[:_EXCERPT]
    return ""


def _content(part: Message, limit: int) -> str:
    """The text of a part; '' when it is larger than `limit` octets or not text."""
    octets = part.get_payload(decode=True)
    if not isinstance(octets, bytes) or len(octets) > limit:
        return ""
    declared = str(part.get_content_charset() or "utf-8")
    for charset in (declared, "utf-8"):
        if _is_safe(charset):
            try:
                return octets.decode(charset).lstrip("\ufeff").replace("\0", "")
            except UnicodeError:
                continue
    return octets.decode("cp1252", "replace").replace("\0", "")


def _is_safe(charset: str) -> bool:
    """Whether it is a character set, not one of the codecs that do more than decode."""
    try:
        return _CHARSETS.fullmatch(codecs.lookup(charset).name) is not None
    except LookupError:
        return False
