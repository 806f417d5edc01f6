"""Categories in the editing desk are the organisers' affair."""

import pytest

from forum import services
from forum.models import Category
from tests.factories.accounts import audience
from tests.forum import made

pytestmark = pytest.mark.django_db


def words(**changes):
    facts = {
        "name_fr": "Achats",
        "name_en": "Purchasing",
        "description_fr": "",
        "description_en": "",
        "audience": str(audience("members").pk),
        "order": "10",
    }
    return {**facts, **changes}


def test_organisers_make_change_archive_and_reopen(organiser, client_for):
    desk = client_for(organiser)
    assert desk.post("/cms/categories/new/", words(audience="")).status_code == 200
    assert not Category.objects.exists()
    desk.post("/cms/categories/new/", words())
    room = Category.objects.get()
    assert (room.slug, room.audience, room.order) == ("achats", audience("members"), 10)
    gold = made.gold()
    desk.post(f"/cms/categories/edit/{room.pk}/", words(audience=str(gold.pk), order="5"))
    room = Category.objects.get()
    assert (room.slug, room.audience, room.order) == ("achats", gold, 5)
    assert "Purchasing" in desk.get("/cms/categories/").content.decode() or "Achats" in (
        desk.get("/cms/categories/").content.decode()
    )
    for is_archived in (True, False):
        desk.post(f"/cms/categories/delete/{room.pk}/")
        assert Category.objects.get().is_archived is is_archived


@pytest.mark.parametrize("who", ["manager", "director", "administrator", "member_a"])
def test_nobody_else_does(who, request, client_for):
    room = made.category()
    client = client_for(request.getfixturevalue(who))
    for path in ("", "new/", f"edit/{room.pk}/", f"delete/{room.pk}/"):
        client.post(f"/cms/categories/{path}", words(name_en="Mine"))
        assert client.get(f"/cms/categories/{path}").status_code in {302, 404}
    assert Category.objects.get().name_en == "Purchasing"
    assert not Category.objects.get().is_archived


def test_addresses_beside_the_rooms_stay_free():
    rooms = [services.create_category("Read", audience=audience("members"), by=None) for _ in "ab"]
    assert [room.slug for room in rooms] == ["read-2", "read-3"]
