"""What the sign-in tests do again and again."""

import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.test import Client

from notifications.services import deliver_due
from tests.factories.accounts import PASSWORD

LOGIN = "/accounts/login/"
CONFIRM = "/accounts/login/code/confirm/"


class SlowEnoughHasher(PBKDF2PasswordHasher):
    """A password that is not hashed can be told by the time, and the suite stays quick."""

    iterations = 200_000


@dataclass(frozen=True)
class Received:
    """A mail as a reader's program understands it."""

    to: str
    subject: str
    text: str
    html: str

    @property
    def code(self) -> str:
        """The code in the text."""
        return re.search(r"^(\d{4}-\d{4})$", self.text, re.MULTILINE).group(1)

    @property
    def links(self) -> list[str]:
        """Every address in both parts."""
        return re.findall(r"https?://[^\s\"<>]+", self.text + self.html)


def received() -> list[Received]:
    """All mails so far, oldest first, after what waits has been sent."""
    deliver_due()
    return [_parsed(message.message()) for message in mail.outbox]


def _parsed(message: EmailMessage) -> Received:
    parsed = BytesParser(policy=policy.default).parsebytes(bytes(message))
    return Received(
        to=parsed["To"].addresses[0].addr_spec,
        subject=str(parsed["Subject"]),
        text=parsed.get_body(("plain",)).get_content(),
        html=parsed.get_body(("html",)).get_content(),
    )


def ask_for_code(client: Client, email: str, **data: Any) -> Any:
    """Send the first screen: an address, by code."""
    return client.post(LOGIN, {"email": email, "way": "code", **data})


def sign_in(client: Client, email: str, password: str = PASSWORD, **data: Any) -> Any:
    """Send the first screen: an address and a password."""
    return client.post(LOGIN, {"email": email, "password": password, "way": "password", **data})


def is_signed_in(client: Client) -> bool:
    """Whether the browser's session belongs to somebody."""
    return client.get("/accounts/").status_code == 200
