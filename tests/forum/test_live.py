"""A thread over the real socket: each post once and in order, whatever happens on the way."""

import asyncio
import random
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.test import Client

from forum.services import change_category
from notifications import live
from notifications.hub import Code
from tests.factories.accounts import audience
from tests.forum import made
from tests.notifications.test_socket import closed, joined, opened, session_of

pytestmark = pytest.mark.django_db(transaction=True)
POSTS, READERS = 20, 3


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch):
    monkeypatch.setattr("notifications.consumers.PER_SECOND", 1000)


class Reader:
    """A page that loses its line again and again, and goes on from its number."""

    def __init__(self, key: str, thread: Any, chance: random.Random) -> None:
        self.key, self.thread, self.chance = key, thread, chance
        self.seq = thread.last_seq
        self.bodies: list[str] = []
        self.cuts = 0

    async def follow(self, last: int) -> None:
        """Until event `last` was read."""
        while self.seq < last:
            async with opened(self.key) as tab:
                words = await joined(tab, "thread", self.thread.pk, self.seq)
                for _event in range(self.chance.randint(1, 8)):
                    for event in words.get("events", [words]):
                        self._take(event)
                    if self.seq >= last:
                        return
                    words = await tab.receive_json_from(timeout=8)
            self.cuts += 1

    def _take(self, event: dict[str, Any]) -> None:
        assert event["seq"] == self.seq + 1
        self.seq = event["seq"]
        if "post" in event.get("data", {}):
            self.bodies.append(event["data"]["post"]["body"])


def test_every_reader_ends_with_each_post_once_and_in_order(
    member_a, member_b, member_c, monkeypatch
):
    chance, hand_over = random.Random(11), live._hand_over

    def worst(group: str, message: dict[str, Any]) -> None:
        """A third is lost, a fifth comes twice."""
        lot = chance.random()
        for _copy in range(0 if lot < 0.33 else 2 if lot > 0.8 else 1):
            hand_over(group, message)

    monkeypatch.setattr(live, "_hand_over", worst)
    thread = made.fresh(made.thread(member_a))
    last = thread.last_seq + POSTS
    keys = [session_of(person) for person in (member_a, member_b, member_c)]
    readers = [Reader(key, thread, chance) for key in keys]

    async def write() -> None:
        for number in range(POSTS):
            await sync_to_async(made.reply)(thread, by=member_b, text=f"Answer {number}.")

    async def scenario() -> None:
        async with asyncio.timeout(60):
            await asyncio.gather(write(), *(reader.follow(last) for reader in readers))

    async_to_sync(scenario)()
    expected = [f"<p>Answer {number}.</p>" for number in range(POSTS)]
    assert [[body.strip() for body in r.bodies] for r in readers] == [expected] * READERS
    assert sum(reader.cuts for reader in readers) >= READERS
    log = Client()
    log.force_login(member_c)
    answer = log.get(f"{thread.get_absolute_url()}log/?after={last - POSTS}").json()
    fresh = [e["data"]["post"]["body"].strip() for e in answer["events"]]
    assert (answer["seq"], fresh) == (last, expected)


def test_a_gold_thread_is_silent_for_bronze_and_closes_when_the_room_does(member_a, member_c):
    room = made.category("Gold table", audience=made.gold())
    thread = made.fresh(made.thread(member_a, room=room))
    gold, bronze, seq = session_of(member_a), session_of(member_c), thread.last_seq

    def close_room() -> None:
        change_category(room, by=None, audience=audience("staff"))

    async def scenario() -> int:
        async with opened(gold) as one, opened(bronze) as other:
            assert (await joined(one, "thread", thread.pk, seq))["type"] == "hello"
            refused = await joined(other, "thread", thread.pk)
            missing = await joined(other, "thread", 10**9)
            assert {**refused, "key": ""} == {**missing, "key": ""}
            await asyncio.sleep(0.1)
            await sync_to_async(made.reply)(thread, by=member_a, text="For gold only.")
            assert (await one.receive_json_from(timeout=3))["seq"] == seq + 1
            assert await other.receive_nothing(0.1)
            await sync_to_async(close_room)()
            return await closed(one, 3)

    assert async_to_sync(scenario)() == Code.RIGHT_LOST
