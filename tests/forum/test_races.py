"""Many people, one thread, one moment."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import close_old_connections, connection, transaction

from forum import services
from forum.models import Post, Thread, ThreadEvent
from notifications.models import BellItem
from participation.models import Participation
from tests.forum import made

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def all_at_once(act):
    """What `act(n)` returns, run by several threads that start together."""
    start = Barrier(AT_ONCE)

    def run(number):
        close_old_connections()
        start.wait()
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_numbers_have_no_gap_and_what_is_sent_twice_is_one_post(member_a, member_b, organiser):
    thread = made.thread(member_a)
    writers = (member_a, member_b, organiser)

    def act(number):
        for again in range(3):
            made.reply(
                Thread.objects.select_related("category").get(pk=thread.pk),
                writers[number % 3],
                f"{number} {again}",
            )

    all_at_once(act)
    count = 1 + AT_ONCE * 3
    assert list(Post.objects.values_list("number", flat=True)) == list(range(1, count + 1))
    events = list(ThreadEvent.objects.order_by("pk").values_list("seq", "post__number"))
    assert sorted(events) == [(n, n) for n in range(1, count + 1)]
    now = made.fresh(thread)
    assert (now.last_seq, now.last_number, now.last_visible_number, now.post_count) == (count,) * 4

    key = uuid.uuid4()
    posts = all_at_once(
        lambda _n: made.reply(made.fresh(thread), member_b, "Once", submission_key=key).pk
    )
    assert len(set(posts)) == 1
    services.spread_due()
    assert BellItem.objects.filter(person=member_a).count() == 1
    facts = Participation.objects.standing().filter(kind="forum.posted", object_id=posts[0])
    assert facts.count() == 1

    key = uuid.uuid4()
    room = thread.category
    threads = all_at_once(
        lambda _n: (
            services.create_thread(
                room, by=member_b, title="Once", text="Once", submission_key=key
            ).pk
        )
    )
    assert len(set(threads)) == 1
    assert Thread.objects.count() == 2


def test_a_reader_never_sees_a_later_row_before_an_earlier_one(member_a):
    """The second writer waits for the first one's commit, though its own insert came later."""
    thread = made.thread(member_a)
    seen = []
    inside, go_on = Barrier(2), Barrier(2)

    def first():
        close_old_connections()
        try:
            with transaction.atomic():
                made.reply(made.fresh(thread), member_a, "First")
                inside.wait()
                go_on.wait()
        finally:
            connection.close()

    def second():
        close_old_connections()
        try:
            inside.wait()
            with ThreadPoolExecutor(1) as pool:
                waiting = pool.submit(third)
                seen.append(list(ThreadEvent.objects.values_list("seq", flat=True)))
                go_on.wait()
                waiting.result()
            seen.append(list(ThreadEvent.objects.order_by("pk").values_list("seq", flat=True)))
        finally:
            connection.close()

    def third():
        close_old_connections()
        try:
            made.reply(made.fresh(thread), member_a, "Second")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(first), pool.submit(second)]:
            done.result()
    assert seen == [[1], [1, 2, 3]]
    assert list(Post.objects.values_list("body_md", flat=True))[1:] == ["First", "Second"]
