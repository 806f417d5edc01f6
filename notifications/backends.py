"""An e-mail backend for a demo: keeps every message, sends none."""

from collections.abc import Sequence
from email.utils import getaddresses
from typing import cast

from django.core.mail import EmailMessage, SafeMIMEText
from django.core.mail.backends.base import BaseEmailBackend

from notifications.models import KeptMail


class KeepingBackend(BaseEmailBackend):
    """Stores the messages, byte for byte, for /demo/mail/."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages that have a recipient; returns how many."""
        kept = [_keep(message) for message in email_messages if message.recipients()]
        return len(kept)


def _keep(message: EmailMessage) -> KeptMail:
    built = cast(SafeMIMEText, message.message())
    return KeptMail.objects.create(
        raw=built.as_bytes(linesep="\r\n"),
        message_id=str(built["Message-ID"] or "")[:255],
        to=", ".join(_addresses(message))[:500],
        subject=str(message.subject)[:500],
        calendar_method=_calendar_method(message),
    )


def _addresses(message: EmailMessage) -> list[str]:
    return [address.lower() for _name, address in getaddresses(message.recipients())]


def _calendar_method(message: EmailMessage) -> str:
    """REQUEST or CANCEL when the message has a calendar part, else empty."""
    for alternative in getattr(message, "alternatives", []):
        kind, _separator, method = str(alternative[1]).partition("; method=")
        if kind == "text/calendar":
            return method[:10]
    return ""
