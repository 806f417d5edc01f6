"""The one socket, through the real ASGI application: who gets in, who is put out, what is said."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import services as accounts_services
from accounts.models import Membership, User
from accounts.viewer import Viewer
from club.asgi import application
from club.lib import clock
from notifications import live
from notifications.enums import Purpose
from notifications.hub import Code, running_hub
from notifications.registry import (
    BellText,
    Frame,
    LiveTopic,
    Verb,
    live_topics,
    register_verb,
)
from notifications.services import mark_bell_read, tell
from tests.factories.accounts import tier

pytestmark = pytest.mark.django_db(transaction=True)
OWN = "http://127.0.0.1"
GOLD_ROOM, NO_ROOM = "7", "8"
#: Seconds; it takes milliseconds, but the machine of the tests may be busy.
SOON = 3.0


def visible_rooms(viewer: Viewer, keys: Any) -> set[str]:
    """A room that is open to gold members only."""
    is_gold = viewer.tier_id == tier("gold").pk
    return {key for key in keys if key == GOLD_ROOM and is_gold}


@pytest.fixture(autouse=True)
def stage():
    """A room for gold members, and a verb that rings."""
    rooms = LiveTopic(
        "test.room",
        9,
        visible_rooms,
        lambda keys: {key: 1 for key in keys if key == GOLD_ROOM},
        lambda key, after, limit: [Frame(1, "member", {"text": "gold"})][after:],
    )
    if "test.room" not in live_topics:
        live_topics.register(rooms)
    register_verb(Verb("test.ring", Purpose.ACTIVITY, bell=ring))


def ring(item: Any) -> BellText:
    return BellText("It rang", "/")


def in_loop(scenario: Callable[[], Awaitable[Any]]) -> Any:
    """Run it as the server does: the database in other threads, beside the loop."""
    return async_to_sync(scenario)()


def session_of(person: User | None) -> str:
    client = Client()
    if person is None:
        return ""
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def socket(key: str, origin: str | None = OWN, host: str = "127.0.0.1") -> WebsocketCommunicator:
    headers = [(b"host", host.encode())]
    headers += [(b"origin", origin.encode())] if origin else []
    headers += [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={key}".encode())] if key else []
    return WebsocketCommunicator(application, "/ws/", headers=headers)


@asynccontextmanager
async def opened(key: str):
    """An open socket, left at the end."""
    communicator = socket(key)
    assert (await communicator.connect(timeout=5))[0]
    yield communicator
    await communicator.disconnect()


async def joined(communicator: Any, topic: str, key: Any, after: int = 0) -> dict[str, Any]:
    words = {"type": "join", "topic": topic, "key": str(key), "after": after}
    await communicator.send_json_to(words)
    return await communicator.receive_json_from(timeout=5)


async def closed(communicator: Any, within: float) -> int:
    """The code with which the server closes, which must come in time."""
    began = time.monotonic()
    output = await communicator.receive_output(timeout=within + 4)
    while output["type"] == "websocket.send":
        output = await communicator.receive_output(timeout=within + 4)
    assert time.monotonic() - began <= within
    return output["code"]


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://elsewhere.example",
        "http://127.0.0.1:9",
        "http://127.0.0.1.evil.example",
    ],
)
def test_a_page_from_elsewhere_is_refused(origin, member_a):
    key = session_of(member_a)

    async def scenario() -> bool:
        return (await socket(key, origin).connect(timeout=5))[0]

    assert in_loop(scenario) is False


def test_who_may_not_come_in_is_told_so(
    member_a, member_b, suspended_b, outsider, organiser, settings
):
    settings.STAFF_NEED_SECOND_FACTOR = True
    expired, changed = session_of(member_a), session_of(member_b)
    Session.objects.filter(session_key=expired).update(expire_date=clock.now())
    member_b.set_password("another one altogether")
    member_b.save()
    people = [None, suspended_b, outsider, organiser]
    keys = [*(session_of(person) for person in people), expired, changed, "a" * 32, "é\udc80"]

    async def scenario() -> list[int]:
        codes = []
        for key in keys:
            communicator = socket("".join(c for c in key if c.isascii()))
            await communicator.connect(timeout=5)
            codes.append(await closed(communicator, SOON))
        return codes

    assert in_loop(scenario) == [Code.SIGNED_OUT] * len(keys)


def test_before_the_opening_staff_and_founders_have_a_socket(
    member_a, member_b, organiser, closed_club
):
    member_b.memberships.update(is_founder=True)
    founder, team, waiting = session_of(member_b), session_of(organiser), session_of(member_a)

    async def scenario() -> int:
        for key in (founder, team):
            async with opened(key) as communicator:
                assert (await joined(communicator, "bell", "0"))["type"] != "websocket.close"
        communicator = socket(waiting)
        await communicator.connect(timeout=5)
        return await closed(communicator, SOON)

    assert in_loop(scenario) == Code.SIGNED_OUT


def test_there_is_no_other_socket(member_a):
    async def scenario() -> bool:
        key = await sync_to_async(session_of)(member_a)
        other = socket(key)
        other.scope["path"] = "/ws/other/"
        return (await other.connect(timeout=5))[0]

    assert in_loop(scenario) is False


def test_the_bell_rings_at_once_on_every_tab_of_its_owner_only(member_a, member_b, company_b):
    own, other = session_of(member_a), session_of(member_b)

    async def scenario() -> None:
        async with opened(own) as first, opened(own) as second, opened(other) as theirs:
            for tab in (first, second):
                hello = await joined(tab, "bell", member_a.pk)
                assert (hello["type"], hello["seq"], hello["events"]) == ("hello", 0, [])
            refused = await joined(theirs, "bell", member_a.pk)
            missing = await joined(theirs, "bell", 999_999)
            assert {**refused, "key": ""} == {**missing, "key": ""}
            assert refused["type"] == "missing"
            await asyncio.sleep(0.1)  # until the process has subscribed
            await sync_to_async(tell)("test.ring", person=member_a, subject=company_b)
            for tab in (first, second):
                event = await tab.receive_json_from(timeout=SOON)
                assert (event["seq"], event["data"]) == (1, {"unread": 1})
            await sync_to_async(mark_bell_read)(member_a)
            assert (await first.receive_json_from(timeout=SOON))["data"] == {"unread": 0}
            assert await theirs.receive_nothing(0.1)

    in_loop(scenario)


def test_a_gold_room_is_not_there_for_bronze(member_a, member_c):
    gold, bronze = session_of(member_a), session_of(member_c)

    async def scenario() -> None:
        async with opened(gold) as one, opened(bronze) as other:
            hello = await joined(one, "test.room", GOLD_ROOM)
            assert hello["events"] == [{"seq": 1, "data": {"text": "gold"}}]
            answers = [await joined(other, "test.room", key) for key in (GOLD_ROOM, NO_ROOM)]
            assert [{**a, "key": ""} for a in answers] == [
                {"type": "missing", "topic": "test.room", "key": ""}
            ] * 2

    in_loop(scenario)


def suspend(person: User) -> None:
    accounts_services.suspend_membership(person.memberships.get())


def leave(person: User) -> None:
    accounts_services.end_membership(person.memberships.get())


def lower(person: User) -> None:
    accounts_services.change_company(person.memberships.get().company, tier=tier("bronze"))


def move(person: User) -> None:
    other = Membership.objects.exclude(person=person).first().company
    accounts_services.start_membership(person, other)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (suspend, Code.SIGNED_OUT),
        (leave, Code.SIGNED_OUT),
        (lower, Code.RIGHT_LOST),
        (move, Code.RIGHT_LOST),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_change_of_rights_closes_within_a_second(change, code, member_a, member_c):
    key, other = session_of(member_a), session_of(member_c)

    async def scenario() -> int:
        async with opened(key) as tab, opened(other) as bystander:
            await joined(tab, "test.room", GOLD_ROOM)
            await asyncio.sleep(0.1)
            await sync_to_async(change)(member_a)
            found = await closed(tab, SOON)
            assert (await joined(bystander, "bell", member_c.pk))["type"] == "hello"
            return found

    assert in_loop(scenario) == code


def test_signing_out_closes_every_tab_of_the_session(member_a):
    client = Client()
    client.force_login(member_a)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    elsewhere = session_of(member_a)

    async def scenario() -> None:
        async with opened(key) as one, opened(key) as two, opened(elsewhere) as stays:
            await asyncio.sleep(0.1)
            await sync_to_async(client.post)("/accounts/logout/")
            assert [await closed(tab, SOON) for tab in (one, two)] == [Code.SIGNED_OUT] * 2
            assert (await joined(stays, "bell", member_a.pk))["type"] == "hello"

    in_loop(scenario)


def test_a_session_ends_while_its_socket_is_open(member_a):
    key = session_of(member_a)
    end = clock.now() + timedelta(seconds=0.7)
    Session.objects.filter(session_key=key).update(expire_date=end)

    async def scenario() -> int:
        async with opened(key) as tab:
            return await closed(tab, SOON)

    assert in_loop(scenario) == Code.SIGNED_OUT


def test_when_the_word_is_lost_the_lease_closes(member_a, monkeypatch):
    key = session_of(member_a)

    async def scenario() -> int:
        async with opened(key) as tab:
            await joined(tab, "bell", member_a.pk)
            monkeypatch.setattr(live, "_hand_over", lambda group, message: None)
            await sync_to_async(suspend)(member_a)
            for found in running_hub().hub.sockets:
                found.lease_until = 0.0
            return await closed(tab, 2.5)

    assert in_loop(scenario) == Code.SIGNED_OUT


def test_without_the_channel_layer_everything_arrives_in_three_seconds(
    member_a, company_b, monkeypatch
):
    key = session_of(member_a)
    monkeypatch.setattr(live, "_hand_over", lambda group, message: None)

    async def scenario() -> None:
        async with opened(key) as tab:
            await joined(tab, "bell", member_a.pk)
            began = time.monotonic()
            await sync_to_async(tell)("test.ring", person=member_a, subject=company_b)
            assert (await tab.receive_json_from(timeout=3))["seq"] == 1
            assert time.monotonic() - began < 3

    in_loop(scenario)


GARBAGE = [
    "",
    "{",
    "[]",
    "null",
    "12",
    '"join"',
    "[" * 30_000,
    "9" * 10_000,
    "{}",
    '{"type": "join"}',
    '{"type": ["join"], "topic": "bell", "key": "1"}',
    '{"type": "join", "topic": "bell", "key": 1}',
    '{"type": "join", "topic": "bell", "key": "0"}',
    '{"type": "join", "topic": "bell", "key": "1\\u0000"}',
    '{"type": "join", "topic": "bell", "key": "\\ud800"}',
    '{"type": "join", "topic": "\\ud800", "key": "1"}',
    '{"type": "join", "topic": {}, "key": "1"}',
    '{"type": "join", "topic": "bell", "key": "9999999999999999999"}',
    '{"type": "join", "topic": "bell", "key": "١"}',
    '{"type": "join", "topic": "bell", "key": "1", "after": -1}',
    '{"type": "join", "topic": "bell", "key": "1", "after": true}',
    '{"type": "join", "topic": "bell", "key": "1", "after": 1.5}',
    '{"type": "join", "topic": "bell", "key": "1", "after": 1e400}',
    '{"type": "join", "topic": "bell", "key": "1", "after": "1"}',
    '{"type": "post", "topic": "bell", "key": "1"}',
    '{"pad": "' + "a" * 70_000 + '"}',
]


def test_garbage_is_answered_and_the_socket_stays_usable(member_a, monkeypatch):
    key = session_of(member_a)
    monkeypatch.setattr("notifications.consumers.PER_SECOND", 1000)

    async def scenario() -> None:
        async with opened(key) as tab:
            for text in GARBAGE:
                await tab.send_input({"type": "websocket.receive", "text": text})
                assert (await tab.receive_json_from(timeout=5))["type"] == "error", text[:60]
            await tab.send_to(bytes_data=b"\x00\xff")
            assert (await tab.receive_json_from(timeout=5))["type"] == "error"
            assert (await joined(tab, "bell", member_a.pk))["type"] == "hello"

    in_loop(scenario)


def test_limits(member_a, monkeypatch):
    monkeypatch.setattr("notifications.consumers.PER_SECOND", 2)  # a slow machine is faster, too
    key = session_of(member_a)

    async def scenario() -> None:
        async with opened(key) as tab:
            part = {"type": "part", "topic": "bell", "key": "1"}
            for _number in range(20):
                await tab.send_json_to(part)
            assert await tab.receive_json_from(timeout=5) == {"type": "error", "reason": "too fast"}
            for _number in range(120):
                await tab.send_json_to(part)
            assert await closed(tab, SOON) == Code.TOO_MANY
        tabs = [socket(key) for _number in range(11)]
        for tab in tabs:
            assert (await tab.connect(timeout=5))[0]
        ends = [asyncio.create_task(closed(tab, SOON)) for tab in tabs]  # whichever came in last
        done, left = await asyncio.wait(ends, timeout=5, return_when=asyncio.FIRST_COMPLETED)
        assert [end.result() for end in done] == [Code.TOO_MANY]
        for end in left:
            end.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        for tab in tabs:
            await tab.disconnect()

    in_loop(scenario)


def test_every_tab_ends_with_every_event_once_though_lines_are_cut(
    member_a, company_b, monkeypatch
):
    """60 events, a third of the hints lost, 20 cuts, through the real application."""
    key, chance = session_of(member_a), random.Random(7)
    hand_over = live._hand_over
    kept = lambda group, message: hand_over(group, message) if chance.random() > 0.3 else None  # noqa: E731
    monkeypatch.setattr(live, "_hand_over", kept)
    monkeypatch.setattr("notifications.consumers.PER_SECOND", 1000)
    seen: list[list[int]] = [[] for _tab in range(3)]

    async def follow(number: int, last: int) -> None:
        while not seen[number] or seen[number][-1] < last:
            async with opened(key) as tab:
                after = seen[number][-1] if seen[number] else 0
                words = await joined(tab, "bell", member_a.pk, after)
                patience = chance.randint(3, 12)
                while True:
                    for event in words.get("events", [words]):
                        seen[number].append(event["seq"])
                    patience -= 1
                    if patience == 0 or (seen[number] and seen[number][-1] == last):
                        break
                    words = await tab.receive_json_from(timeout=5)

    async def write(last: int) -> None:
        for number in range(last):
            about = f"thing:{number}"
            await sync_to_async(tell)("test.ring", person=member_a, subject=company_b, about=about)

    async def scenario() -> None:
        async with asyncio.timeout(30):
            await asyncio.gather(write(60), *(follow(number, 60) for number in range(3)))

    in_loop(scenario)
    assert seen == [list(range(1, 61))] * 3
