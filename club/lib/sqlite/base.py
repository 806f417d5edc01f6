"""The turns of SQLite's writers.

SQLite lets one connection write at a time. The others ask again and again, none of them next in
line, and one that was unlucky for the whole of `timeout` gives up with "database is locked": a rush
of some hundred writers meets that, however short their transactions are. Here only one thread of a
process asks SQLite; the others wait for their turn before, without asking, and without the clock of
`timeout` running.

Between processes there is no line. SQLite's own waiting soon asks only ten times a second, and a
process whose threads hand each other the turn leaves it free for less than a millisecond: another
process may miss each of those gaps for the whole of `timeout`. Here the thread whose turn it is
asks every few milliseconds.
"""

import os
import threading
import time
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLiteWrapper

#: Seconds that a thread waits for its turn. Far above what any rush needs: who meets it waits for a
#: transaction that waits for them.
LONGEST_WAIT = 60
#: Milliseconds that SQLite waits by itself for another process's transaction, before it is asked
#: again: it asks after 1, 3 and 5 of them, and would ask ever less often.
PATIENCE = 5
BUSY = "database is locked"


class DatabaseWrapper(SQLiteWrapper):
    """A connection that begins a transaction when it is this thread's turn."""

    #: Held by the thread of this process that writes.
    turn = threading.Lock()
    _held: "threading.Lock | None" = None

    def _start_transaction_under_autocommit(self) -> None:
        turn = self.turn
        if not turn.acquire(timeout=LONGEST_WAIT):
            raise OperationalError(BUSY)
        self._held = turn
        try:
            self._begin()
        except BaseException:
            self._give_up_turn()
            raise

    def _begin(self) -> None:
        """Ask for the transaction until the connection's `timeout` is over."""
        longest = self.settings_dict["OPTIONS"]["timeout"]
        until = time.monotonic() + longest
        self._wait_at_most(PATIENCE)
        try:
            while True:
                try:
                    super()._start_transaction_under_autocommit()  # type: ignore[misc]
                    return
                except OperationalError as error:
                    if str(error) != BUSY or time.monotonic() > until:
                        raise
        finally:
            self._wait_at_most(int(longest * 1000))

    def _wait_at_most(self, milliseconds: int) -> None:
        """How long SQLite itself waits for a lock: no statement of the site, none is counted."""
        self.connection.execute(f"PRAGMA busy_timeout = {milliseconds:d}")

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
