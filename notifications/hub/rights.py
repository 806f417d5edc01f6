"""The rights of open sockets: leased, and looked at again when somebody says that they changed."""

import asyncio
import logging
import time

from notifications.following import Line, Standing
from notifications.hub.parts import LEASE_SECONDS, Code, Questions, Socket, new_lease

logger = logging.getLogger(__name__)


class Rights:
    """Asks who may still be here, all sockets in one go, and closes the others."""

    def __init__(self, questions: Questions) -> None:
        self.questions = questions
        self._one_at_a_time = asyncio.Lock()

    async def renew(self, sockets: set[Socket]) -> None:
        """Look at these sockets again.

        While the database does not answer, a lease goes on for one more length and no longer.
        """
        if not sockets:
            return
        async with self._one_at_a_time:
            wanted: dict[str, set[Line]] = {}
            for socket in sockets:
                wanted.setdefault(socket.session_key, set()).update(socket.seats)
            try:
                found = await self.questions.recheck(wanted)
            except Exception:
                logger.exception("The rights of open sockets could not be checked.")
                _close_overdue(sockets)
                return
        for socket in sockets:
            _apply(socket, found[socket.session_key], wanted[socket.session_key])


def _apply(socket: Socket, standing: Standing, asked: set[Line]) -> None:
    if standing.admission is None:
        socket.close(Code.SIGNED_OUT)
    elif (socket.seats.keys() & asked) - standing.lines:
        socket.close(Code.RIGHT_LOST)
    else:
        socket.viewer, socket.lease_until = standing.admission.viewer, new_lease()


def _close_overdue(sockets: set[Socket]) -> None:
    now = time.monotonic()
    for socket in sockets:
        if socket.lease_until + LEASE_SECONDS <= now:
            socket.close(Code.RESTART)
