"""The one clock of the house: tests and the demo's history can stop it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from django.utils import timezone

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)
_is_unread: ContextVar[bool] = ContextVar("is_unread", default=False)


def now() -> datetime:
    """The current instant, aware, in UTC; the stopped one inside `at()`.

    Raises RuntimeError inside `unread()`.
    """
    if _is_unread.get():
        raise RuntimeError("What is written here is read at another moment.")
    return _stopped_at.get() or datetime.now(UTC)


def today() -> date:
    """The current day in the active time zone."""
    return timezone.localdate(now())


def house_today() -> date:
    """The current day on the clocks of the house, wherever the reader is."""
    return timezone.localdate(now(), timezone.get_default_timezone())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stop the clock at `moment`, which must be aware, for the length of the block."""
    if timezone.is_naive(moment):
        raise ValueError("The clock stops at an aware instant only.")
    token = _stopped_at.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _stopped_at.reset(token)


@contextmanager
def unread() -> Iterator[None]:
    """Keep the moment out of what is made in the block, because it is used later."""
    token = _is_unread.set(True)
    try:
        yield
    finally:
        _is_unread.reset(token)
