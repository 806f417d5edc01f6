"""What is denied and what never existed answer alike, to the last byte but for tokens."""

import pytest

from tests.events import made as events_made
from tests.home import made as home_made
from tests.visibility.conftest import World
from tests.visibility.same import ask, look_alike

#: Who finds nothing there, and the methods each tries: what a method is answered depends on who
#: asks in nothing but whether they see the thing.
NOBODY = {
    "member_b": ("get", "post", "head", "options", "put", "delete"),
    "member_c": ("get",),
    "suspended_b": ("get",),
    "outsider": ("get",),
    None: ("get", "post", "head", "options"),
}


def pairs(world: World) -> list[tuple[str, str]]:
    """Addresses of things for gold, each beside one of the same form that never existed."""
    event, page = world.event.get_url(), world.news.get_url()
    picture, document = world.picture_url, world.document.url
    missing = 999_999
    return [
        (event, "/events/never-was/"),
        (f"{event}?date={world.event_date.pk}", "/events/never-was/?date=1"),
        (f"{event}event.ics", "/events/never-was/event.ics"),
        (f"{event}event.ics?date={world.event_date.pk}", "/events/never-was/event.ics?date=1"),
        (f"{event}attendees/", "/events/never-was/attendees/"),
        (f"{event}register/", "/events/never-was/register/"),
        (f"{event}others/", "/events/never-was/others/"),
        (f"{event}decide/", "/events/never-was/decide/"),
        (f"{event}attendees.csv", "/events/never-was/attendees.csv"),
        (page, "/news/never-was/"),
        (world.draft.get_url(), "/news/never-was/"),
        (world.page.get_url(), "/never-was/"),
        (picture, picture.replace(f"/{world.image.pk}/", f"/{missing}/", 1)),
        (document, document.replace(f"/{world.document.pk}/", f"/{missing}/", 1)),
    ]


@pytest.mark.parametrize("who", NOBODY)
def test_denied_is_as_if_it_were_not_there(who, world, client_for):
    client = client_for(world.cast[who] if who else None)
    client.get("/")  # a suspended person is signed out by now
    for method in NOBODY[who]:
        for denied, missing in pairs(world):
            one, two = ask(client, denied, method), ask(client, missing, method)
            assert one.status_code in {404, 405}, denied
            look_alike((one, denied), (two, missing))


def test_the_gold_member_is_answered(world, client_for):
    """Else the test above would prove nothing."""
    client = client_for(world.cast["colleague_a"])
    statuses = {path: ask(client, path).status_code for path, _missing in pairs(world)}
    event = world.event.get_url()
    assert statuses.pop(world.draft.get_url()) == 404
    assert statuses.pop(f"{event}register/") in {302, 405}
    for of_organisers in ("decide/", "attendees.csv"):
        assert statuses.pop(f"{event}{of_organisers}") in {404, 405}
    assert set(statuses.values()) == {200}


def test_a_date_of_another_event_is_as_if_it_were_not_there(world, client_for):
    other = events_made.event(title="For all", slug="for-all")
    client = client_for(world.cast["member_b"])
    theirs, never = f"/events/for-all/?date={world.event_date.pk}", "/events/for-all/?date=999999"
    assert other.dates.count() == 1
    look_alike((ask(client, theirs), theirs), (ask(client, never), never))


def test_strangers_are_offered_to_sign_in_and_come_back(world, client_for):
    response = client_for().get(world.event.get_url())
    assert response.status_code == 404
    assert f"/accounts/login/?next={world.event.get_url()}" in response.content.decode()


def test_lists_and_counts_are_of_what_is_visible(world, client_for):
    for number in range(3):
        home_made.news(f"Told to all {number}")
    seen_by = {
        who: client_for(world.cast[who]).get("/news/").context["news"].paginator.count
        for who in ("member_a", "member_b", "organiser")
    }
    assert seen_by == {"member_a": 4, "member_b": 3, "organiser": 4}
