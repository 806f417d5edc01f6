"""Keeps a hub going while somebody listens: its heartbeat, and its ear at the channel layer."""

import asyncio
import logging
import random
import time
from typing import Any
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer

from notifications.following import Database
from notifications.hub.hub import Hub
from notifications.hub.parts import Socket
from notifications.live import ACCESS_GROUP, FRAMES_GROUP

logger = logging.getLogger(__name__)

BEAT_SECONDS = 2.0
#: A membership in a group is renewed so often; some channel layers forget it after a day.
_MEMBER_SECONDS = 3600.0
_SUBSCRIBE_SECONDS = 5.0
_RETRY_SECONDS = 1.0


class Runner:
    """One hub with its heartbeat and its one membership in the channel layer's groups.

    It runs from the first socket to the last, so that a process without readers asks nothing.
    """

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._tasks: list[asyncio.Task[None]] = []

    def enter(self, socket: Socket) -> bool:
        """Let a socket in; False when its person has too many open."""
        if not self.hub.enter(socket):
            return False
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._beat()), asyncio.create_task(self._listen())]
        return True

    def leave(self, socket: Socket) -> None:
        """Forget a socket, and rest when it was the last."""
        self.hub.leave(socket)
        if not self.hub.sockets:
            for task in self._tasks:
                task.cancel()
            self._tasks = []

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(random.uniform(0.85, 1.0) * BEAT_SECONDS)  # noqa: S311
            try:
                await self.hub.beat()
            except Exception:
                logger.exception("The heartbeat of the live logs failed; the next one follows.")

    async def _listen(self) -> None:
        while True:
            try:
                await self._follow(get_channel_layer())
            except TimeoutError:
                logger.debug("The memberships in the channel layer are renewed.")
            except Exception as error:
                logger.warning("The channel layer is away: %s", error)
            await asyncio.sleep(_RETRY_SECONDS)

    async def _follow(self, layer: Any) -> None:
        """Take what arrives. Raises TimeoutError when it is time to subscribe anew."""
        async with asyncio.timeout(_SUBSCRIBE_SECONDS):
            channel = await layer.new_channel()
            for group in (FRAMES_GROUP, ACCESS_GROUP):
                await layer.group_add(group, channel)
        until = time.monotonic() + _MEMBER_SECONDS
        try:
            while True:
                async with asyncio.timeout(until - time.monotonic()):
                    message = await layer.receive(channel)
                self._take(message)
        finally:
            for group in (FRAMES_GROUP, ACCESS_GROUP):
                await layer.group_discard(group, channel)

    def _take(self, message: dict[str, Any]) -> None:
        try:
            take = self.hub.take_access if message["type"] == "acl" else self.hub.take
            take(message)
        except Exception:
            logger.exception("A hint about a live log could not be read; the heartbeat will.")


_runners: WeakKeyDictionary[asyncio.AbstractEventLoop, Runner] = WeakKeyDictionary()


def running_hub() -> Runner:
    """The hub of this process: one for its event loop."""
    loop = asyncio.get_running_loop()
    runner = _runners.get(loop)
    if runner is None:
        runner = _runners[loop] = Runner(Hub(Database()))
    return runner
