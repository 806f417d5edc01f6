"""How the address of a mailbox is written."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

_PORTS = {"imap": 143, "imaps": 993}


@dataclass(frozen=True, slots=True)
class MailboxAddress:
    """Where a mailbox is, and how one signs in to it. For a maildir, `folder` is its path."""

    scheme: str
    folder: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def label(self) -> str:
        """The address without the password: what may be shown and kept."""
        if self.scheme == "maildir":
            return f"maildir://{self.folder}"
        return f"{self.scheme}://{self.user}@{self.host}:{self.port}/{self.folder}"


def read_address(url: str) -> MailboxAddress:
    """`imaps://user:password@host[:port]/Folder`, `imap://…` or `maildir:///absolute/path`.

    Characters with a meaning in an address are percent-encoded, as in `club%40example.com`.
    Raises ValueError, in words that hold no part of the address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("REPLY_MAILBOX_URL is no address of a mailbox.") from None
    if parts.scheme == "maildir":
        if parts.netloc or not parts.path.startswith("/"):
            raise ValueError("REPLY_MAILBOX_URL must be like maildir:///absolute/path.")
        return MailboxAddress("maildir", unquote(parts.path))
    if parts.scheme not in _PORTS:
        raise ValueError("REPLY_MAILBOX_URL must begin with imaps://, imap:// or maildir://.")
    if not (parts.hostname and parts.username and parts.password):
        raise ValueError("REPLY_MAILBOX_URL must be like imaps://user:password@host/Folder.")
    return MailboxAddress(
        scheme=parts.scheme,
        folder=unquote(parts.path.strip("/")) or "INBOX",
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password),
    )
