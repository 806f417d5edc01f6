"""Somebody who hides is rung by no mention; the rest of it is in test_directory_fields.py."""

import pytest

from forum.models import Mention
from forum.services import spread_due
from members.services import hide_person
from members.services.search import rebuild_directory
from notifications.models import BellItem
from tests.forum import made

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("hides", [False, True])
def test_mention(member_a, member_b, hides):
    rebuild_directory()
    if hides:
        hide_person(member_b, by=member_b)
    made.thread(member_a, text=f"Ask @{member_b.full_name}, please.")
    spread_due()
    named = not hides
    assert Mention.objects.filter(person=member_b).exists() == named
    assert BellItem.objects.filter(person=member_b).exists() == named
