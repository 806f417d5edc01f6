"""A maildir: new mail in `new/`, also as plain .eml files dropped into the folder itself."""

import contextlib
import os
import time
from collections.abc import Iterator
from mailbox import Maildir as StandardMaildir
from pathlib import Path

from club.lib.mailboxes.kept import HEAD_LIMIT, WHOLE_LIMIT, Found, MailboxUnreadable

#: Seconds for which a file dropped into the folder may still be being written.
_SETTLES = 1.0


class Maildir:
    """The maildir at `path`. Raises MailboxUnreadable where there is none and none is made."""

    def __init__(self, path: str, *, make: bool = False) -> None:
        self.path = Path(path)
        if not make and not (self.path / "new").is_dir():
            raise MailboxUnreadable(f"There is no maildir at {path}.")
        try:
            self.box = StandardMaildir(path, create=make)
            for name in ("tmp", "new", "cur") if make else ():
                (self.path / name).mkdir(exist_ok=True)
        except OSError as error:
            raise MailboxUnreadable(f"The maildir cannot be used: {error.strerror}.") from error

    def add(self, raw: bytes) -> str:
        """Deliver a message; returns its key."""
        return self.box.add(raw)

    def has_fresh(self) -> bool:
        """Whether anything waits to be read."""
        return next(self._waiting(), None) is not None

    def fresh(self, position: str, limit: int) -> Iterator[Found]:
        """What waits, the oldest first. Where it stands says that it waits: there is no position.

        A file that cannot be read, or that another reader was faster with, is passed over.
        """
        oldest = sorted(self._waiting(), key=lambda entry: (entry.stat().st_mtime, entry.name))
        for entry in oldest[:limit]:
            with contextlib.suppress(OSError):
                size = entry.stat().st_size
                is_whole = size <= WHOLE_LIMIT
                with open(entry.path, "rb") as file:
                    raw = file.read(WHOLE_LIMIT if is_whole else HEAD_LIMIT)
                yield Found(entry.path, "", raw, is_whole)

    def settle(self, found: Found, *, is_handled: bool) -> None:
        """Into `cur/`, seen where it was handled: a mail program shows the rest as unread."""
        source = Path(found.key)
        name = source.name.partition(":")[0]
        if source.parent == self.path:
            name = f"{time.time_ns()}.{os.getpid()}.dropped"
        flags = ":2,S" if is_handled else ":2,"
        with contextlib.suppress(FileNotFoundError):
            source.rename(self.path / "cur" / f"{name}{flags}")

    def _waiting(self) -> Iterator[os.DirEntry[str]]:
        with os.scandir(self.path / "new") as entries:
            yield from (e for e in entries if _is_mail(e))
        written_before = time.time() - _SETTLES
        with os.scandir(self.path) as entries:
            for entry in entries:
                is_eml = entry.name.lower().endswith(".eml")
                if is_eml and _is_mail(entry) and entry.stat().st_mtime <= written_before:
                    yield entry


def _is_mail(entry: os.DirEntry[str]) -> bool:
    """A plain file that is not hidden; never what a link leads to."""
    return entry.is_file(follow_symlinks=False) and not entry.name.startswith(".")
