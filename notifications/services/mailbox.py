"""Reads the mailbox to which answers come: a little at a time, and as far as it got is kept."""

import time
from datetime import timedelta

from django.conf import settings

from club.lib import clock
from club.lib.answering import Invited, build_reply_mail
from club.lib.mailboxes import (
    Mailbox,
    MailboxUnreadable,
    Maildir,
    open_mailbox,
    read_address,
)
from notifications.models import DueRun, MailboxState
from notifications.services.replies import take_mail

#: One run reads at most so many messages, octets and seconds.
MESSAGES, OCTETS, SECONDS = 50, 10_000_000, 20.0
#: The job of the clock that starts it, and its pause when the mailbox cannot be read: a server that
#: does not answer must not keep the worker from the mails that leave.
JOB = "notifications.replies"
_PAUSE = timedelta(minutes=5)
#: Of a folder that is read for the first time, so far back.
LOOKS_BACK = timedelta(days=14)


def is_set() -> bool:
    """Whether there is a mailbox to read."""
    return bool(settings.REPLY_MAILBOX_URL)


def has_waiting_mail() -> bool:
    """Whether a run may find something. An IMAP server is asked by the run itself."""
    if not is_set():
        return False
    try:
        address = read_address(settings.REPLY_MAILBOX_URL)
        if address.scheme != "maildir":
            return True
        return Maildir(address.folder, make=settings.DEMO).has_fresh()
    except (ValueError, MailboxUnreadable):
        return True  # the run says what is wrong


def read_replies() -> int:
    """Take the mails that came in since the last run; returns how many were looked at.

    What goes wrong with the mailbox is kept, for the staff to see, and tried again later.
    """
    if not is_set():
        return 0
    state = _state()
    try:
        with open_mailbox(
            settings.REPLY_MAILBOX_URL,
            since=(clock.now() - LOOKS_BACK).date(),
            make=settings.DEMO,
        ) as mailbox:
            count = _read(mailbox, state)
    except MailboxUnreadable as error:
        _note(state, str(error))
        return 0
    _note(state, "")
    return count


def is_kept_here() -> bool:
    """Whether the mailbox is a maildir on this machine."""
    return is_set() and settings.REPLY_MAILBOX_URL.startswith("maildir://")


def drop_reply(invited: Invited, partstat: str) -> None:
    """Put into the maildir the mail with which a guest's calendar would answer; for a demo.

    Raises MailboxUnreadable where the mailbox is no maildir.
    """
    if not is_kept_here():
        raise MailboxUnreadable("The mailbox is not on this machine.")
    box = Maildir(read_address(settings.REPLY_MAILBOX_URL).folder, make=settings.DEMO)
    box.add(build_reply_mail(invited, partstat, stamp=clock.now()))


def mailbox_state() -> MailboxState | None:
    """How the mailbox that is configured stands; None before it was read for the first time."""
    return MailboxState.objects.filter(label=_label()).first() if is_set() else None


def _read(mailbox: Mailbox, state: MailboxState) -> int:
    """Message by message: act, note how far, put away. Each step may be the last one."""
    until, octets, count = time.monotonic() + SECONDS, 0, 0
    for found in mailbox.fresh(state.position, MESSAGES):
        is_handled = take_mail(found.raw, is_whole=found.is_whole)
        state.position = found.position
        state.save(update_fields=["position"])
        mailbox.settle(found, is_handled=is_handled)
        count, octets = count + 1, octets + len(found.raw)
        if octets >= OCTETS or time.monotonic() >= until:
            break
    return count


def _state() -> MailboxState:
    """The row of the mailbox that is configured, made where it is missing."""
    return MailboxState.objects.get_or_create(label=_label())[0]


def _label() -> str:
    """What the mailbox that is configured is called, without its password."""
    try:
        return read_address(settings.REPLY_MAILBOX_URL).label[:255]
    except ValueError:
        return "REPLY_MAILBOX_URL"


def _note(state: MailboxState, error: str) -> None:
    """When it was last read, or since when it cannot be."""
    now = clock.now()
    state.last_error = error[:500]
    if error:
        state.failing_since = state.failing_since or now
        DueRun.objects.filter(name=JOB).update(due_at=now + _PAUSE)
    else:
        state.read_at, state.failing_since = now, None
    state.save(update_fields=["last_error", "failing_since", "read_at"])
