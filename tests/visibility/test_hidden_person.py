"""Somebody who hides: in no list, search, choice of names or list of attendees, and rung by no
mention. Their own pages and the organisers keep them."""

import pytest

from events.services import register
from forum.models import Mention
from forum.services import spread_due
from members.services import hide_person, show_person
from members.services.search import rebuild_directory
from notifications.models import BellItem
from tests.events.made import event, the_date
from tests.forum import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(member_a, member_b, client_for):
    """Another member, with a directory that is up to date."""
    rebuild_directory()
    return client_for(member_a)


def attendees(client, page) -> str:
    """The list of who comes, as this reader has it."""
    return client.get(f"{page.path_on_site}attendees/").content.decode()


def test_attendees(reader, client_for, member_a, member_b, organiser):
    page = event()
    for person in (member_a, member_b):
        register(the_date(page), person, by=person, is_listed=True)
    assert member_b.full_name in attendees(reader, page)
    hide_person(member_b, by=member_b)
    assert member_b.full_name not in attendees(reader, page)
    assert member_b.full_name in attendees(client_for(member_b), page)
    assert member_b.full_name in attendees(client_for(organiser), page)
    show_person(member_b, by=member_b)
    assert member_b.full_name in attendees(reader, page)


@pytest.mark.parametrize("address", ["/members/", "/search/?q={name}", "/members/?q={name}"])
def test_lists_and_search(reader, member_b, address):
    path, link = address.format(name=member_b.last_name), f"/members/{member_b.pk}/"
    assert link in reader.get(path).content.decode()
    hide_person(member_b, by=member_b)
    assert link not in reader.get(path).content.decode()


def test_choice_of_names(reader, member_b):
    room = made.category()
    path = f"{room.get_absolute_url()}people/?q={member_b.first_name}"
    assert [one["name"] for one in reader.get(path).json()["people"]] == [member_b.full_name]
    hide_person(member_b, by=member_b)
    assert reader.get(path).json() == {"people": []}


@pytest.mark.parametrize("hides", [False, True])
def test_mention(reader, member_a, member_b, hides):
    if hides:
        hide_person(member_b, by=member_b)
    made.thread(member_a, text=f"Ask @{member_b.full_name}, please.")
    spread_due()
    named = not hides
    assert Mention.objects.filter(person=member_b).exists() == named
    assert BellItem.objects.filter(person=member_b).exists() == named
