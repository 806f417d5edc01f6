"""A person as address books read them: vCard 3.0 (RFC 2426), written by the rules of RFC 6350.

Version 3.0 because Outlook takes nothing newer; lines, escapes and folding are those of RFC 6350
(3.2, 3.4), which readers of 3.0 understand as well. Knows no model. A pure function: the same
words give the same bytes.
"""

from dataclasses import dataclass
from datetime import datetime

from club.lib.ical_lines import moment_line, text_line, written
from club.lib.ical_text import one_line


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says; what is empty is not written. `url` is where more of the person stands."""

    first_name: str
    last_name: str
    full_name: str
    organisation: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    url: str = ""
    changed_at: datetime | None = None


def build_vcard(card: Card) -> bytes:
    """The file, UTF-8, each line ended by CRLF."""
    lines = ["BEGIN:VCARD", "VERSION:3.0"]
    names = (text_line("", one_line(part))[1:] for part in (card.last_name, card.first_name))
    lines.append(f"N:{';'.join(names)};;;")
    lines.append(text_line("FN", one_line(card.full_name)))
    rest = (
        ("ORG", card.organisation),
        ("TITLE", card.title),
        ("EMAIL;TYPE=INTERNET,WORK", card.email),
        ("TEL;TYPE=WORK,VOICE", card.phone),
        ("URL", card.url),
        ("UID", card.url),
    )
    lines += [text_line(name, one_line(text)) for name, text in rest if text]
    if card.changed_at is not None:
        lines.append(moment_line("REV", card.changed_at.replace(microsecond=0)))
    return written([*lines, "END:VCARD"])
