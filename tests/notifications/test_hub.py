"""The hub against a made-up world in which everything goes wrong that may."""

import asyncio
import json
import random

import pytest

from accounts.enums import Role
from accounts.viewer import Viewer
from notifications.hub import Code, Hub
from notifications.hub.hub import SOCKETS_PER_PERSON
from notifications.hub.parts import LEASE_SECONDS, QUEUE_LIMIT
from tests.notifications.line import LINE, Layer, MadeUpDatabase, Reader

POSTS, CUTS, READERS = 1000, 100, 12
SECRET = "for the staff only"


async def settle(hub: Hub) -> None:
    """Let everything that was begun come to its end."""
    await asyncio.sleep(0)
    while hub.tasks:
        await asyncio.gather(*hub.tasks, return_exceptions=True)
        await asyncio.sleep(0)


def hint(hub: Hub, frame, **changes) -> None:
    message = {"type": "frame", "topic": LINE.topic, "key": LINE.key, "seq": frame.seq}
    hub.take({**message, "reach": frame.reach, "data": frame.data, **changes})


class Storm:
    """1,000 posts while lines are cut, processes die, and the channel layer lies."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.database = MadeUpDatabase()
        self.layer = Layer(self.chance)
        self.hub = Hub(self.database, gap_seconds=0)
        staff = Viewer(user_id=99, roles=frozenset({Role.ORGANISER}))
        self.readers = [Reader(n, self.database) for n in range(1, READERS)]
        self.readers.append(Reader(99, self.database, staff))
        self.cuts = self.kills = self.overflows = 0

    async def run(self) -> None:
        """Until every post is written, then until every reader is back."""
        for reader in self.readers:
            await reader.connect(self.hub)
        for number in range(1, POSTS + 1):
            await self._post(number)
            if number % (POSTS // CUTS) == 0:
                self.chance.choice(self.readers).cut(self.hub)
                self.cuts += 1
            await self._others()
        for _round in range(3):
            await self._come_back()
            await self.hub.beat()
            await settle(self.hub)
        for reader in self.readers:
            reader.hear(self.hub)

    async def _post(self, number: int) -> None:
        is_quiet = number % 50 == 0
        reach, text = ("staff", SECRET) if is_quiet else ("member", f"post {number}")
        frame = self.database.commit(reach, text=text)
        if self.chance.random() < 0.01:  # the process dies between commit and publish
            self.kills += 1
            for reader in self.readers:
                reader.cut(self.hub)
            self.hub = Hub(self.database, gap_seconds=0)
        else:
            self.layer.send(self.hub, frame)

    async def _others(self) -> None:
        """A heartbeat now and then, readers who come back, read, or are slow to."""
        if self.chance.random() < 0.05:
            await self.hub.beat()
        if self.chance.random() < 0.3:
            await asyncio.sleep(0)
        for reader in self.readers:
            if reader.socket is None and self.chance.random() < 0.1:
                await reader.connect(self.hub)
            elif self.chance.random() < 0.2:
                reader.hear(self.hub, most=self.chance.randint(1, 40))
                self.overflows += Code.TOO_SLOW in reader.codes
        await asyncio.sleep(0)

    async def _come_back(self) -> None:
        for reader in self.readers:
            reader.hear(self.hub)
            if reader.socket is None:
                await reader.connect(self.hub)


@pytest.mark.parametrize("seed", range(3))
def test_every_reader_ends_with_each_post_once_and_in_order(seed):
    storm = Storm(seed)
    asyncio.run(storm.run())
    assert (storm.cuts, len(storm.database.frames)) == (CUTS, POSTS)
    assert storm.kills > 0
    fresh = storm.database.since(POSTS - 200)
    for reader in storm.readers:
        assert [seq for seq, _data in reader.applied] == list(range(1, POSTS + 1))
        expected = [e.get("data") for e in fresh.for_viewer(reader.viewer)["events"]]
        assert [data for _seq, data in reader.applied[-200:]] == expected or reader.resets
        if not reader.viewer.is_staff:
            assert not any(SECRET in text for text in reader.heard)
    assert any(SECRET in text for text in storm.readers[-1].heard)


def test_an_event_costs_no_query_however_many_read():
    async def run() -> dict[str, int]:
        database = MadeUpDatabase()
        hub = Hub(database)
        readers = [Reader(n, database) for n in range(1, 101)]
        for reader in readers:
            await reader.connect(hub)
        database.asked.clear()
        for number in range(50):
            hint(hub, database.commit("member", n=number))
        for reader in readers:
            reader.hear(hub)
            assert len(reader.applied) == 50
        return database.asked

    assert asyncio.run(run()) == {}


def test_with_the_layer_switched_off_one_heartbeat_brings_all():
    async def run() -> None:
        database = MadeUpDatabase()
        hub = Hub(database)
        readers = [Reader(n, database) for n in range(1, 21)]
        for reader in readers:
            await reader.connect(hub)
        for number in range(450):
            database.commit("member", n=number)
        database.asked.clear()
        await hub.beat()
        await settle(hub)
        assert (database.asked["tails"], database.asked["read"]) == (1, 3)
        for reader in readers:
            reader.hear(hub)
            assert reader.codes == [Code.TOO_SLOW] or reader.seq == 450

    asyncio.run(run())


def test_a_hint_out_of_turn_waits_for_the_one_before_it():
    async def run() -> None:
        database = MadeUpDatabase()
        hub = Hub(database)
        reader = Reader(1, database)
        await reader.connect(hub)
        first, second = (database.commit("member", n=n) for n in (1, 2))
        hint(hub, second)
        reader.hear(hub)
        assert reader.seq == 0
        hint(hub, first)
        hint(hub, second)
        reader.hear(hub)
        assert [seq for seq, _data in reader.applied] == [1, 2]
        assert "read" not in database.asked

    asyncio.run(run())


def test_what_is_committed_while_somebody_joins_reaches_them_once():
    async def run() -> None:
        database = MadeUpDatabase()
        hub = Hub(database)
        reader = Reader(1, database)
        joining = asyncio.create_task(reader.connect(hub))
        await asyncio.sleep(0)
        hint(hub, database.commit("member", n=1))  # after the log was read, before the answer
        await joining
        reader.hear(hub)
        assert [seq for seq, _data in reader.applied] == [1]

    asyncio.run(run())


class Halting(MadeUpDatabase):
    """Answers the first question late, with what it read before."""

    async def join(self, viewer, line, after):
        halts = "join" not in self.asked
        log = await super().join(viewer, line, after)
        if halts:
            await self.goes_on.wait()
        return log


def test_of_two_who_join_at_once_the_one_with_the_older_reading_misses_nothing():
    async def run() -> None:
        database = Halting()
        database.goes_on = asyncio.Event()
        hub = Hub(database, gap_seconds=0)
        late, quick = Reader(1, database), Reader(2, database)
        joining = asyncio.create_task(late.connect(hub))
        await asyncio.sleep(0)
        database.commit("member", n=1)  # and its hint is lost
        await quick.connect(hub)
        database.goes_on.set()
        await joining
        hint(hub, database.commit("member", n=2))
        await settle(hub)
        for reader in (late, quick):
            words = [json.loads(text) for text in reader.socket.waiting]
            given = [event["seq"] for said in words for event in said.get("events", [said])]
            assert given == [1, 2]

    asyncio.run(run())


def test_who_is_far_behind_or_ahead_of_the_log_begins_anew():
    async def run() -> None:
        database = MadeUpDatabase()
        for number in range(201):
            database.commit("member", n=number)
        for after in (0, 999):
            hub, reader = Hub(database), Reader(1, database)
            reader.seq = after
            await reader.connect(hub)
            reader.hear(hub)
            assert (reader.resets, reader.seq, hub.watches) == (1, 201, {})

    asyncio.run(run())


def test_a_log_that_is_not_theirs_answers_as_one_that_is_not():
    async def run() -> list[dict]:
        database = MadeUpDatabase(closed_to={1})
        hub, reader = Hub(database), Reader(1, database)
        await reader.connect(hub)
        reader.hear(hub)
        hint(hub, database.commit("member", n=1))
        reader.hear(hub)
        assert hub.watches == {}
        return [json.loads(text) for text in reader.heard]

    assert asyncio.run(run()) == [{"type": "missing", "topic": LINE.topic, "key": LINE.key}]


def test_a_slow_reader_is_sent_away_and_holds_up_nobody():
    async def run() -> None:
        database = MadeUpDatabase()
        hub = Hub(database)
        slow, quick = Reader(1, database), Reader(2, database)
        for reader in (slow, quick):
            await reader.connect(hub)
            reader.hear(hub)
        for number in range(QUEUE_LIMIT + 1):
            hint(hub, database.commit("member", n=number))
            quick.hear(hub)
        slow.hear(hub)
        assert (slow.codes, quick.seq) == ([Code.TOO_SLOW], QUEUE_LIMIT + 1)
        await slow.connect(hub)
        slow.hear(hub)
        assert slow.seq == QUEUE_LIMIT + 1

    asyncio.run(run())


def told(people: list[int] | None = None, sessions: list[str] | None = None) -> dict:
    return {"type": "acl", "people": people, "sessions": sessions or []}


def test_who_lost_the_right_is_closed_at_once_the_others_stay():
    async def run() -> None:
        database = MadeUpDatabase()
        hub = Hub(database)
        readers = [Reader(n, database) for n in (1, 2, 3)]
        for reader in readers:
            await reader.connect(hub)
        database.closed_to.add(1)
        del database.viewers[readers[1].key]
        hub.take_access(told([1, 2]))
        await settle(hub)
        for reader in readers:
            reader.hear(hub)
        assert [r.codes for r in readers] == [[Code.RIGHT_LOST], [Code.SIGNED_OUT], []]

    asyncio.run(run())


def test_a_change_still_on_its_way_is_found_at_the_next_beat():
    async def run() -> None:
        database = MadeUpDatabase()
        hub, reader = Hub(database), Reader(1, database)
        await reader.connect(hub)
        hub.take_access(told([1]))
        await settle(hub)
        del database.viewers[reader.key]
        await hub.beat()
        reader.hear(hub)
        assert reader.codes == [Code.SIGNED_OUT]

    asyncio.run(run())


def test_a_session_that_ended_is_closed_without_asking():
    async def run() -> None:
        database = MadeUpDatabase()
        hub, reader = Hub(database), Reader(1, database)
        await reader.connect(hub)
        database.asked.clear()
        hub.take_access(told([], [reader.key]))
        reader.hear(hub)
        assert (reader.codes, database.asked) == ([Code.SIGNED_OUT], {})

    asyncio.run(run())


@pytest.mark.parametrize("is_away", [False, True])
def test_without_a_word_the_lease_ends_it(is_away):
    """Within a minute; while the database is away, after two."""

    async def run() -> None:
        database = MadeUpDatabase()
        hub, readers = Hub(database), [Reader(n, database) for n in range(1, 6)]
        for reader in readers:
            await reader.connect(hub)
        assert all(
            r.socket.lease_until - LEASE_SECONDS < asyncio.get_running_loop().time() + 1
            for r in readers
        )
        database.viewers.clear()
        database.is_away = is_away
        await hub.rights.renew(set())
        for lengths in (1, 2):
            for reader in readers:
                reader.socket.lease_until -= LEASE_SECONDS
            hub.watches.clear()
            database.asked.clear()
            await hub.beat()
            assert database.asked["recheck"] == 1
            if not is_away or lengths == 2:
                break
            assert all(r.socket.closing is None for r in readers)
        code = Code.RESTART if is_away else Code.SIGNED_OUT
        assert [r.socket.closing for r in readers] == [code] * 5

    asyncio.run(run())


def test_a_person_has_ten_sockets():
    async def run() -> None:
        database = MadeUpDatabase()
        hub = Hub(database)
        for _number in range(SOCKETS_PER_PERSON):
            await Reader(1, database).connect(hub)
        with pytest.raises(AssertionError):
            await Reader(1, database).connect(hub)
        await Reader(2, database).connect(hub)

    asyncio.run(run())
