"""Mailboxes that the club reads: an IMAP folder, or a maildir. Knows no model.

`open_mailbox(url)` gives one to read in order. What was understood is put away, what was not stays
as it is for people to read; nothing is ever deleted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from club.lib.mailboxes.address import MailboxAddress, read_address
from club.lib.mailboxes.imap import open_folder
from club.lib.mailboxes.kept import Found, Mailbox, MailboxUnreadable
from club.lib.mailboxes.maildir import Maildir

__all__ = [
    "Found",
    "Mailbox",
    "MailboxAddress",
    "MailboxUnreadable",
    "Maildir",
    "open_mailbox",
    "read_address",
]


@contextmanager
def open_mailbox(url: str, *, since: date, make: bool = False) -> Iterator[Mailbox]:
    """The mailbox at `url`, for the length of the block.

    `since` bounds what is read of a folder seen for the first time. A maildir that is missing is
    made only with `make`. Raises MailboxUnreadable, here and while it is read.
    """
    try:
        address = read_address(url)
    except ValueError as error:
        raise MailboxUnreadable(str(error)) from error
    if address.scheme == "maildir":
        yield Maildir(address.folder, make=make)
        return
    with open_folder(address, since=since) as folder:
        yield folder
