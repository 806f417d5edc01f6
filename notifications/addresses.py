"""The addresses that mails carry: Message-ID, and where a calendar's answer goes."""

import base64
import secrets
import uuid
from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import salted_hmac

#: The mailbox' own part may be this long, so that `<part>+r.<handle>.<signature>` stays within the
#: 64 octets that RFC 5321 4.5.3.1.1 allows before the @.
MAILBOX_LIMIT = 24
_HANDLE_BYTES, _SIGNATURE_BYTES = 6, 17


def from_address() -> str:
    """The bare address of FROM_EMAIL: who our mails are from, and the mailbox that we read."""
    return parseaddr(settings.FROM_EMAIL)[1]


def new_message_id() -> str:
    """A Message-ID of our own domain that nothing else has (RFC 5322 3.6.4)."""
    return f"<{uuid.uuid4().hex}@{_domain()}>"


def new_uid() -> str:
    """A calendar UID that nothing else has (RFC 7986 5.3)."""
    return f"{uuid.uuid4()}@{_domain()}"


def new_reply_address(uid: str, person_id: int) -> str:
    """The plus-address to which one guest's calendar answers for one event.

    `club+r.<handle>.<signature>@club.example`: a random handle, and 136 bits that only this site
    can compute from it, the event and the person. Letters and digits of one case, because mail
    systems fold case. It is stored with the guest, so a later change of the key changes nothing.
    """
    mailbox, _at, domain = from_address().rpartition("@")
    handle = _letters(secrets.token_bytes(_HANDLE_BYTES))
    digest = salted_hmac(
        "notifications.reply-address", f"{handle}:{uid}:{person_id}", algorithm="sha256"
    ).digest()
    return f"{mailbox}+r.{handle}.{_letters(digest[:_SIGNATURE_BYTES])}@{domain}".lower()


def handle_of(address: str) -> str:
    """All of a reply address up to its signature: what it is found by. '' where it is none."""
    local = address.rpartition("@")[0]
    mailbox, _plus, rest = local.rpartition("+")
    mark, _dot, tail = rest.partition(".")
    handle, _dot, signature = tail.partition(".")
    return f"{mailbox}+r.{handle}." if mailbox and mark == "r" and handle and signature else ""


def _letters(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()


def _domain() -> str:
    return from_address().rpartition("@")[2].lower()
