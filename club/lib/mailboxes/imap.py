"""A folder on an IMAP server (RFC 3501).

Read without marking: which messages were looked at is known by their UIDs (RFC 3501 2.3.1.1), so
what the club does not understand stays unread for the people who share the mailbox. What was
handled is seen, and moved to the folder "Handled" where the server can move (RFC 6851).
"""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from imapclient import SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from club.lib.ical_text import one_line
from club.lib.mailboxes.address import MailboxAddress
from club.lib.mailboxes.kept import HEAD_LIMIT, WHOLE_LIMIT, Found, MailboxUnreadable

HANDLED_FOLDER = "Handled"
_TIMEOUT = SocketTimeout(connect=5, read=10)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_ERRORS = (IMAPClientError, imaplib.IMAP4.error, OSError, ValueError)


@contextmanager
def open_folder(address: MailboxAddress, *, since: date) -> Iterator["ImapFolder"]:
    """Sign in and open the folder. Raises MailboxUnreadable, also for what goes wrong later."""
    try:
        with _connect(address) as client:
            _sign_in(client, address)
            yield ImapFolder(client, address.folder, since=since)
    except _ERRORS as error:
        raise MailboxUnreadable(_in_words(error)) from error


class ImapFolder:
    """An open folder. Its position is `<UIDVALIDITY>:<last UID looked at>`."""

    def __init__(self, client: IMAPClient, folder: str, *, since: date) -> None:
        self.client, self.since = client, since
        self.validity = int(client.select_folder(folder).get(b"UIDVALIDITY", 0))
        self._handled_folder: str | None = None

    def fresh(self, position: str, limit: int) -> Iterator[Found]:
        """Messages above the position; of a folder not known yet, those of the last days."""
        uids = self._uids(position)[:limit]
        sizes = self.client.fetch(uids, ["RFC822.SIZE"])
        for uid in uids:
            size = int(sizes.get(uid, {}).get(b"RFC822.SIZE", WHOLE_LIMIT + 1))
            is_whole = size <= WHOLE_LIMIT
            raw = self._read(uid, WHOLE_LIMIT if is_whole else HEAD_LIMIT)
            yield Found(str(uid), f"{self.validity}:{uid}", raw, is_whole)

    def settle(self, found: Found, *, is_handled: bool) -> None:
        """See and move what was handled; another one is not touched."""
        if not is_handled:
            return
        uids = [int(found.key)]
        self.client.add_flags(uids, [SEEN], silent=True)
        if folder := self._put_away():
            self.client.move(uids, folder)

    def _uids(self, position: str) -> list[int]:
        validity, _colon, last = position.partition(":")
        if validity == str(self.validity) and last.isdigit():
            found = self.client.search(["UID", f"{int(last) + 1}:*"])
            return sorted(uid for uid in found if uid > int(last))  # `n:*` always names the last
        return sorted(self.client.search(["SINCE", self.since]))

    def _read(self, uid: int, limit: int) -> bytes:
        """The message, or its beginning; empty when it is gone."""
        answer = self.client.fetch([uid], [f"BODY.PEEK[]<0.{limit}>"]).get(uid, {})
        return bytes(answer.get(b"BODY[]<0>") or b"")

    def _put_away(self) -> str:
        """The folder for what was handled, made where it is missing; '' where one cannot move."""
        if self._handled_folder is None:
            self._handled_folder = self._find_folder() if self.client.has_capability("MOVE") else ""
        return self._handled_folder

    def _find_folder(self) -> str:
        """Some servers want every folder below the inbox (RFC 2342)."""
        for name in (HANDLED_FOLDER, f"INBOX.{HANDLED_FOLDER}"):
            if self.client.folder_exists(name) or _works(self.client.create_folder, name):
                return name
        return ""


def _works(act: Callable[[str], object], name: str) -> bool:
    try:
        act(name)
    except IMAPClientError:
        return False
    return True


def _connect(address: MailboxAddress) -> IMAPClient:
    """With TLS from the first octet, or from STARTTLS on; in clear to this machine only."""
    if address.scheme == "imaps":
        context = ssl.create_default_context()
        return IMAPClient(address.host, address.port, ssl_context=context, timeout=_TIMEOUT)
    client = IMAPClient(address.host, address.port, ssl=False, timeout=_TIMEOUT)
    try:
        if client.has_capability("STARTTLS"):
            client.starttls(ssl.create_default_context())
        elif address.host not in _LOOPBACK:
            raise MailboxUnreadable("The server offers no encryption: the password was not sent.")
    except BaseException:
        client.shutdown()
        raise
    return client


def _sign_in(client: IMAPClient, address: MailboxAddress) -> None:
    try:
        client.login(address.user, address.password)
    except LoginError as error:
        raise MailboxUnreadable(f"The server refused to sign us in: {_in_words(error)}") from error


def _in_words(error: Exception) -> str:
    text = str(error)
    if text.startswith("b'"):
        text = text[2:-1]
    return one_line(f"{type(error).__name__}: {text}")
