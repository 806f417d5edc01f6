"""The one socket at /ws/: who may open it, and what a page may say on it.

A page says `{"type": "join", "topic": ..., "key": ..., "after": N}` or `"part"`, and nothing else:
whatever changes something is an ordinary POST. It hears `hello` (with what it missed), `event`,
`reset` (begin anew with a fresh page), `missing` (nothing there that you may follow), `pulse`, and
`error` for what could not be understood; the socket stays usable after that.
"""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import parse_cookie

from club.lib import clock
from notifications.following import Line
from notifications.hub import Code, Socket, running_hub
from notifications.live import session_mark
from notifications.registry import live_topics

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

MESSAGE_LIMIT = 64 * 1024
PER_SECOND = 10
#: So many more messages than that, and the socket is closed.
PATIENCE = 100
LINES_PER_SOCKET = 50
LIFETIME_SECONDS = 12 * 3600.0
_KEY = re.compile(r"[1-9][0-9]{0,17}")
_LARGEST = 2**53


async def refuse(_scope: Scope, receive: Receive, send: Send) -> None:
    """Close before anything is said: no socket at this address, or not for this page."""
    await receive()
    await send({"type": "websocket.close", "code": 4404})


async def live_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one tab for as long as its session holds, twelve hours at most."""
    if not is_own_page(scope):
        await refuse(scope, receive, send)
        return
    await receive()
    await send({"type": "websocket.accept"})
    key = _cookies(scope).get(settings.SESSION_COOKIE_NAME, "")
    runner = running_hub()
    standing = (await runner.hub.questions.recheck({key: set()}))[key]
    if standing.admission is None:
        await send({"type": "websocket.close", "code": Code.SIGNED_OUT})
        return
    socket = Socket(key, session_mark(key), standing.admission.viewer)
    if not runner.enter(socket):
        await send({"type": "websocket.close", "code": Code.TOO_MANY})
        return
    ends = _end_in_time(socket, standing.admission.ends_at)
    try:
        await _serve(Tab(socket), receive, send)
    finally:
        ends.cancel()
        runner.leave(socket)


def is_own_page(scope: Scope) -> bool:
    """Whether the page that asks is one of this very address: host and port, not the host alone."""
    headers = {name: value.decode("latin1") for name, value in scope["headers"]}
    origin = urlsplit(headers.get(b"origin", ""))
    own = urlsplit(settings.BASE_URL)
    return bool(origin.netloc) and (
        origin.netloc == headers.get(b"host") or (origin.scheme, origin.netloc) == own[:2]
    )


def _cookies(scope: Scope) -> dict[str, str]:
    given = [value.decode("latin1") for name, value in scope["headers"] if name == b"cookie"]
    return dict(parse_cookie("; ".join(given)))


def _end_in_time(socket: Socket, ends_at: datetime) -> asyncio.TimerHandle:
    """Close the socket when its session ends, or when it is old enough to be opened anew."""
    left = (ends_at - clock.now()).total_seconds()
    code = Code.SIGNED_OUT if left < LIFETIME_SECONDS else Code.RESTART
    return asyncio.get_running_loop().call_later(min(left, LIFETIME_SECONDS), socket.close, code)


async def _serve(tab: "Tab", receive: Receive, send: Send) -> None:
    """Read and write until one of the two ends."""
    both = [
        asyncio.create_task(tab.read(receive)),
        asyncio.create_task(tab.write(send)),
    ]
    try:
        done, _left = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)
    for task in done:
        task.result()


class Refusal(Exception):
    """What a page said cannot be followed; the message names why, for its maker."""


class Tab:
    """What one page says, understood or refused, and what it is sent."""

    def __init__(self, socket: Socket) -> None:
        self.socket = socket
        self.hub = running_hub().hub
        self.credit = float(PER_SECOND)
        self.at = time.monotonic()
        self.too_fast = 0

    async def read(self, receive: Receive) -> None:
        """Follow what the page says until it is gone."""
        while (message := await receive())["type"] != "websocket.disconnect":
            if not self._has_credit():
                continue
            try:
                await self._follow(message.get("text"))
            except Refusal as refusal:
                self._complain(str(refusal))

    async def write(self, send: Send) -> None:
        """Send what waits, one text after the other, and the end."""
        socket = self.socket
        while socket.closing is None:
            while socket.waiting:
                socket.heard_at = time.monotonic()
                await send({"type": "websocket.send", "text": socket.waiting.popleft()})
            socket.wake.clear()
            if socket.closing is None:
                await socket.wake.wait()
        await send({"type": "websocket.close", "code": socket.closing})

    async def _follow(self, text: str | None) -> None:
        said = parse(text)
        line = Line(said["topic"], said["key"])
        if said["type"] == "part":
            self.hub.part(self.socket, line)
            return
        if line not in self.socket.seats and len(self.socket.seats) >= LINES_PER_SOCKET:
            raise Refusal("too many topics")
        await self.hub.join(self.socket, line, said["after"])

    def _has_credit(self) -> bool:
        """Ten messages a second; more are dropped, and far more end the socket."""
        now = time.monotonic()
        self.credit = min(PER_SECOND, self.credit + (now - self.at) * PER_SECOND)
        self.at = now
        if self.credit >= 1:
            self.credit -= 1
            return True
        self.too_fast += 1
        if self.too_fast == 1:
            self._complain("too fast")
        if self.too_fast > PATIENCE:
            self.socket.close(Code.TOO_MANY)
        return False

    def _complain(self, reason: str) -> None:
        self.socket.push(json.dumps({"type": "error", "reason": reason}))


def parse(text: str | None) -> dict[str, Any]:
    """What a page said, checked to be a join or a part. Raises Refusal."""
    if text is None:
        raise Refusal("text only")
    if len(text) > MESSAGE_LIMIT:
        raise Refusal("too long")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise Refusal("no JSON") from None
    if not isinstance(said, dict) or said.get("type") not in ("join", "part"):
        raise Refusal("unknown type")
    topic, key, after = said.get("topic"), said.get("key"), said.get("after", 0)
    if not isinstance(topic, str) or topic not in live_topics:
        raise Refusal("unknown topic")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise Refusal("no such key")
    if type(after) is not int or not 0 <= after <= _LARGEST:
        raise Refusal("after must be a number")
    return {"type": said["type"], "topic": topic, "key": key, "after": after}
