"""Mails about the account itself: codes, links, and what was changed.

They leave through the outbox, which belongs to an upper app: it gives its door to `set_sender`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import ClubSettings, User


@dataclass(frozen=True)
class AccountMail:
    """One mail, ready to go. `person` is None where nobody has the address (yet).

    `html` is a fragment for the body of the mail, without greeting and footer.
    """

    address: str
    person: User | None
    language: str
    subject: str
    text: str
    html: str


def _send_at_once(mail: AccountMail) -> None:
    send_mail(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.address],
        html_message=mail.html,
    )


_sender: Callable[[AccountMail], Any] = _send_at_once


def set_sender(sender: Callable[[AccountMail], Any]) -> None:
    """Have account mails leave through `sender`, which must write and not wait."""
    global _sender  # noqa: PLW0603  (filled once, in an AppConfig.ready())
    _sender = sender


def send(mail: AccountMail) -> None:
    """Hand a mail over."""
    _sender(mail)


def send_nothing(mail: AccountMail) -> None:
    """Do all the work of `send` and take it back: the answer takes as long, and no mail leaves."""
    if _sender is _send_at_once:
        return
    with transaction.atomic():
        _sender(mail)
        transaction.set_rollback(True)


def compose(
    template: str, address: str, person: User | None, context: dict[str, Any]
) -> AccountMail:
    """The mail of `<template>_subject.txt` and `<template>_message.txt`, in the reader's language.

    A paragraph that is nothing but the code or an address of this site is set apart in the HTML.
    """
    language = (person.language if person else "") or _active_language()
    words = {**context, "club": ClubSettings.load(), "person": person}
    with translation.override(language):
        subject = " ".join(render_to_string(f"{template}_subject.txt", words).split())
        text = render_to_string(f"{template}_message.txt", words).strip()
        html = render_to_string(
            "account/email/fragment.html", {**words, "paragraphs": _paragraphs(text)}
        )
    return AccountMail(address, person, language, subject, text, html)


def _active_language() -> str:
    active = (translation.get_language() or "")[:2]
    return active if active in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _paragraphs(text: str) -> list[dict[str, Any]]:
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return [{"text": part, "is_link": part.startswith(f"{settings.BASE_URL}/")} for part in parts]
