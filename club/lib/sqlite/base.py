"""The turns of SQLite's writers.

SQLite lets one connection write at a time. The others ask again and again, none of them next in
line, and one that was unlucky for the whole of `timeout` gives up with "database is locked": a rush
of some hundred writers meets that, however short their transactions are. Here only one thread of a
process asks SQLite; the others wait for their turn before, without asking, and without the clock of
`timeout` running.
"""

import os
import threading
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLiteWrapper

#: Seconds that a thread waits for its turn. Far above what any rush needs: who meets it waits for a
#: transaction that waits for them.
LONGEST_WAIT = 60


class DatabaseWrapper(SQLiteWrapper):
    """A connection that begins a transaction when it is this thread's turn."""

    #: Held by the thread of this process that writes.
    turn = threading.Lock()
    _held: "threading.Lock | None" = None

    def _start_transaction_under_autocommit(self) -> None:
        turn = self.turn
        if not turn.acquire(timeout=LONGEST_WAIT):
            raise OperationalError("database is locked")
        self._held = turn
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_up_turn()
            raise

    def _set_autocommit(self, autocommit: bool) -> None:
        try:
            super()._set_autocommit(autocommit)  # type: ignore[misc]
        finally:
            if autocommit:  # the transaction is over; what follows its commit comes after this
                self._give_up_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._give_up_turn()

    def _give_up_turn(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.release()


def _forget_turns() -> None:
    """In a process made by forking nobody writes yet."""
    DatabaseWrapper.turn = threading.Lock()


os.register_at_fork(after_in_child=_forget_turns)
