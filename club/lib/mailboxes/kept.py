"""What every mailbox is, and what is found in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

#: A message of more octets is not read; of such a one only the beginning is, for its headers.
WHOLE_LIMIT, HEAD_LIMIT = 2_000_000, 65_536


class MailboxUnreadable(Exception):
    """It cannot be read now. The text is for the staff and names no password."""


@dataclass(frozen=True, slots=True)
class Found:
    """One message.

    `raw` is all of it where `is_whole`, else its beginning. `key` is how the mailbox knows it,
    `position` where reading goes on after it.
    """

    key: str
    position: str
    raw: bytes
    is_whole: bool = True


class Mailbox(Protocol):
    """A mailbox that is open."""

    def fresh(self, position: str, limit: int) -> Iterator[Found]:
        """At most `limit` messages after `position`, in their order; '' is the beginning."""

    def settle(self, found: Found, *, is_handled: bool) -> None:
        """Put away a message that was handled; leave another one for people to read."""
