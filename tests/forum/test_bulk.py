"""A made-up past: found by the search, and told to nobody."""

from datetime import timedelta

from club.lib import clock
from forum.bulk import settle_before
from forum.models import PostWord, ThreadEvent
from forum.services import post_reply, spread_due
from notifications.models import BellItem
from tests.forum import made


def test_past_is_found_and_told_to_nobody(member_a, member_b, colleague_a):
    thread = made.thread(by=member_a)
    with clock.at(clock.now() - timedelta(days=9)):
        old = post_reply(thread, by=member_b, text="Turbines and weirs")
    settled = settle_before(clock.now() - timedelta(days=5))
    assert settled == ThreadEvent.objects.filter(post=old).count() == 1
    assert PostWord.objects.filter(post=old, word="turbines").exists()
    post_reply(thread, by=colleague_a, text="Only yesterday")
    while spread_due():
        pass
    assert BellItem.objects.filter(object_id=old.pk, verb="forum.replied").count() == 0
    assert BellItem.objects.filter(verb="forum.replied").exists()
