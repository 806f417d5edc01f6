"""Composes the messages: words in the receiver's language, MIME as calendars want it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, formataddr
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import css_inline
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.template.loader import get_template
from django.utils import timezone, translation

from accounts.models import ClubSettings
from club.lib.ical import Mailbox
from club.lib.ical_text import display_name, header_line, mail_address
from notifications.addresses import from_address
from notifications.enums import ALWAYS_SENT, SkipReason
from notifications.ical import build_part
from notifications.links import choices_url, stop_url
from notifications.models import OutboxMail, Preference
from notifications.registry import preference_kinds, verbs
from notifications.skipping import Skipped, Undeliverable

_STYLES = "css/mail.css"


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says."""

    subject: str
    text: str
    html: str


def compose(mail: OutboxMail, now: datetime) -> EmailMultiAlternatives:
    """The message to hand to a mail server, as it stands now.

    Raises Skipped when it must not be sent any more, Undeliverable when it never can be, and
    whatever the verb's context or template raises.
    """
    if mail.person is not None and not mail.person.is_active:
        raise Skipped(SkipReason.INACTIVE)
    club = ClubSettings.load()
    language = receiver_language(mail, club)
    receiver = _receiver(mail)
    with translation.override(language), timezone.override(_receiver_zone(mail, club)):
        words = _words(mail, club, language)
        part = b""
        if mail.guest_id:
            part = build_part(
                mail,
                organizer_name=club.club_name,
                attendee=receiver,
                language=language,
                now=now,
            )
    message = _message(mail, words, club.club_name, receiver, now)
    if part:
        _attach_calendar(message, part, mail.calendar_method)
    return message


def receiver_language(mail: OutboxMail, club: ClubSettings) -> str:
    """The language of who receives it: the person's own, the one noted, the club's."""
    own = mail.person.language if mail.person else ""
    return own or mail.language or club.language


def _receiver(mail: OutboxMail) -> Mailbox:
    """Who receives it: the person at the address they have now."""
    name, address = "", mail.address
    if mail.person is not None:
        name, address = mail.person.full_name, mail.person.email
    try:
        return Mailbox(display_name(name), mail_address(address))
    except ValueError as error:
        raise Undeliverable(str(error)) from error


def _receiver_zone(mail: OutboxMail, club: ClubSettings) -> ZoneInfo:
    own = mail.person.time_zone if mail.person else ""
    return ZoneInfo(own or club.time_zone)


def _words(mail: OutboxMail, club: ClubSettings, language: str) -> Words:
    verb = verbs.get(mail.verb)
    if mail.person_id and Preference.objects.refuses(mail.person_id, mail.purpose, verb.preference):
        raise Skipped(SkipReason.REFUSED)
    given = verb.context(mail) if verb.context else None
    if given is None:
        raise Skipped(SkipReason.NO_RIGHT)
    context = {
        "person": mail.person,
        "recipient": mail.person,
        "club": club,
        "base_url": settings.BASE_URL,
        "language": language,
        "stop_url": mail_stop_url(mail),
        "choices_url": choices_url() if mail.person_id else "",
        **given,
    }
    subject = header_line(_plain(f"{verb.template}.subject.txt", context))
    context["subject_line"] = subject
    text = _plain(f"{verb.template}.txt", context)
    html = given.get("html_document") or _html(f"{verb.template}.html", context)
    return Words(subject, text.strip() + "\n", html)


def sample(verb: str, given: dict[str, Any], language: str) -> tuple[str, str]:
    """Subject and text that mails of this kind will have, to nobody in particular.

    `given` are the words that the verb's context would give, in the active language.
    """
    template = verbs.get(verb).template
    club = ClubSettings.load()
    context = {"club": club, "base_url": settings.BASE_URL, "language": language, **given}
    subject = header_line(_plain(f"{template}.subject.txt", context))
    text = _plain(f"{template}.txt", {**context, "subject_line": subject})
    return subject, text.strip()


def mail_stop_url(mail: OutboxMail) -> str:
    """Where its reader can stop mails of this kind; empty for what is always sent."""
    kind = verbs.get(mail.verb).preference
    can_stop = mail.person_id and mail.purpose not in ALWAYS_SENT and kind in preference_kinds
    return stop_url(mail.person_id, kind) if can_stop and mail.person_id else ""


def _plain(template: str, context: dict[str, Any]) -> str:
    """The template as plain text: nothing is escaped."""
    inner = Engine.get_default().get_template(template)
    return str(inner.render(Context(context, autoescape=False)))


def _html(template: str, context: dict[str, Any]) -> str:
    """The template with the mail's style sheet written into its elements."""
    return _inliner().inline(get_template(template).render(context))


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    found = finders.find(_STYLES)
    css = Path(found).read_text(encoding="utf-8") if isinstance(found, str) else ""
    return css_inline.CSSInliner(extra_css=css, keep_at_rules=True, load_remote_stylesheets=False)


def _message(
    mail: OutboxMail, words: Words, club_name: str, receiver: Mailbox, now: datetime
) -> EmailMultiAlternatives:
    """One message to one person, with text and HTML."""
    message = EmailMultiAlternatives(
        subject=words.subject,
        body=words.text,
        from_email=formataddr((display_name(club_name), from_address())),
        to=[formataddr((receiver.name, receiver.address))],
        reply_to=[mail.guest.reply_address] if mail.guest else None,
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(now),
            "Auto-Submitted": "auto-generated",
        },
    )
    if url := mail_stop_url(mail):  # RFC 2369, and RFC 8058 for one click in the mail program
        message.extra_headers["List-Unsubscribe"] = f"<{url}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.attach_alternative(words.html, "text/html")
    return message


def _attach_calendar(message: EmailMultiAlternatives, part: bytes, method: str) -> None:
    """The calendar as the last alternative, and the same bytes as a file to save.

    Django adds the charset; giving it here too would write it twice. Readers offer their buttons
    for the alternative only; the file serves those that know files only.
    """
    message.attach_alternative(part.decode(), f"text/calendar; method={method}")
    message.attach("invite.ics", part, "application/ics")
