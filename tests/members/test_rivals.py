"""Competitors: what two companies keep from each other, and that the named one cannot find out."""

import pytest
from django.test import Client

from accounts.audience import viewer_for
from accounts.models import Company
from events.services import register
from members.enums import FieldVisibility
from members.models import Rival
from members.models.directory import Directory
from members.models.rival import MOST_RIVALS
from members.models.search import popular_topics
from members.models.wish import Wish
from members.services import (
    NotThere,
    Refused,
    accept_contact,
    drop_rival,
    name_rival,
    rebuild_directory,
    request_contact,
    update_profile,
)
from tests.events.made import event, the_date
from tests.factories.accounts import CompanyFactory, member
from tests.members.made import counts
from tests.visibility.same import ask, look_alike

pytestmark = pytest.mark.django_db
HELPS, LOOKS = "Thulium", "Holmium"


@pytest.fixture
def talkative(member_a, member_b, member_c, colleague_a):
    """Both say what they offer and look for, and the directory knows it."""
    for person in (member_a, member_b):
        update_profile(person, by=person, can_help_with=HELPS, looks_for=LOOKS)
    rebuild_directory()
    return member_a, member_b


@pytest.fixture
def apart(talkative, colleague_a, company_a, company_b):
    """Client A named client B; B knows nothing of it."""
    return name_rival(company_a, company_b, by=colleague_a)


def page_of(client: Client, person) -> str:
    """What of somebody's page is not the frame, which names the reader."""
    page = client.get(f"/members/{person.pk}/").content.decode()
    return page.partition("<main")[2].partition("</main>")[0]


def apart_people(row: Rival, way: str):
    """The one whose page is read, and the reader."""
    one = row.company.memberships.exclude(person__email__startswith="colleague").get().person
    other = row.rival.memberships.get().person
    return (one, other) if way == "naming" else (other, one)


def test_a_word_of_the_name_finds_who_offers_it_too(apart, member_a, member_b):
    update_profile(member_a, by=member_a, can_help_with="Agathe, Thulium")
    viewer = viewer_for(member_b)
    assert found_by(viewer, "agathe") == [member_a]
    assert found_by(viewer, "thulium") == [member_b]


def found_by(viewer, query: str):
    """The people of the list that the viewer's words lead to."""
    return [row.person for row in Directory(viewer, Wish(query=query)).rows()[:30]]


@pytest.mark.parametrize("way", ["named", "naming"])
def test_names_and_languages_tell_nothing(apart, client_for, way):
    """Else who is not found by them would know why."""
    other, reader = apart_people(apart, way)
    update_profile(other, by=other, languages=["de"])
    rebuild_directory()
    client = client_for(reader)
    assert counts(client.get("/members/"), "speaks") == {"de": 1}
    slip = other.last_name[:2] + other.last_name[3:]
    for address in ("/members/?speaks=de", f"/members/?q={slip}"):
        assert other.full_name in client.get(address).content.decode(), address


def test_who_came_for_a_competitor_is_not_named_after_moving(apart, client_for, member_a, member_b):
    page = event()
    register(the_date(page), member_a, by=member_a, is_listed=True)
    membership = member_a.memberships.get()
    membership.company = CompanyFactory.create()
    membership.save()
    path = f"{page.path_on_site}attendees/"
    assert member_a.full_name not in client_for(member_b).get(path).content.decode()


def test_the_named_one_reads_what_anybody_would_of_who_keeps_it_for_nobody(
    talkative, client_for, colleague_a, company_a, company_b
):
    """Byte for byte, in contact or not: nothing tells a list from a person's own choice."""
    member_a, member_b = talkative
    page = event()
    register(the_date(page), member_a, by=member_a, is_listed=False)
    paths = [f"/members/{member_a.pk}/", "/members/", f"{page.path_on_site}attendees/"]
    near = member(company_b)
    accept_contact(request_contact(member_a, by=near, why="Bonjour"), by=member_a)
    clients = [client_for(member_b), client_for(near)]
    choices = ("can_help_with_visible_to", "looks_for_visible_to")
    update_profile(member_a, by=member_a, **dict.fromkeys(choices, FieldVisibility.NOBODY))
    chosen = [[ask(client, path) for path in paths] for client in clients]
    update_profile(member_a, by=member_a, **dict.fromkeys(choices, FieldVisibility.MEMBERS))
    member_a.registrations.update(is_listed=True)
    name_rival(company_a, company_b, by=colleague_a)
    for client, before in zip(clients, chosen, strict=True):
        for path, answer in zip(paths, before, strict=True):
            look_alike((answer, path), (ask(client, path), path))
        assert popular_topics(viewer_for(member_b), 5) == []
    Rival.objects.all().delete()
    assert all(HELPS in client.get(paths[0]).content.decode() for client in clients)


def test_the_list_is_read_by_those_who_keep_it_and_directors(
    apart, request, client_for, company_a, company_b
):
    others = ("member_a", "member_b", "manager2", "organiser", "administrator", "suspended_b")
    second = member(company_b, email="second@client-b.example")
    path, link = f"/companies/{company_a.slug}/competitors/", "/competitors/"
    for who in ("colleague_a", "manager", "director"):
        client = client_for(request.getfixturevalue(who))
        assert "Bastide &amp; Fils" in client.get(path).content.decode(), who
        assert link in client.get(company_a.get_absolute_url()).content.decode(), who
    for reader in (*(request.getfixturevalue(who) for who in others), second, None):
        client = client_for(reader)
        for address in (path, f"{path}add/", f"{path}{company_b.pk}/remove/"):
            assert client.get(address).status_code in {404, 405}, (reader, address)
            assert client.post(address, {"company": company_b.pk}).status_code in {404, 405}
        assert link not in client.get(company_a.get_absolute_url()).content.decode(), reader
    assert Rival.objects.filter(company=company_a).count() == 1
    seen = {who: set(Rival.objects.visible_to(viewer_for(request.getfixturevalue(who))))
            for who in (*others, "colleague_a", "manager", "director")}  # fmt: skip
    assert {who for who, rows in seen.items() if rows} == {"colleague_a", "manager", "director"}


def test_a_director_reads_and_changes_nothing(apart, client_for, director, company_a, company_b):
    path = f"/companies/{company_a.slug}/competitors/"
    client = client_for(director)
    assert "Take" not in client.get(path).content.decode()
    assert client.post(f"{path}{company_b.pk}/remove/").status_code == 404
    with pytest.raises(NotThere):
        drop_rival(company_a, company_b.pk, by=director)


def test_the_page_finds_adds_and_takes_off(
    talkative, client_for, colleague_a, company_a, company_b
):
    client = client_for(colleague_a)
    path = f"/companies/{company_a.slug}/competitors/"
    found = client.get(path, {"q": "basti"}).context["found"]
    assert found == [company_b]
    assert client.get(path, {"q": "atelier"}).context["found"] == []  # the own one
    for _twice in range(2):
        assert client.post(f"{path}add/", {"company": company_b.pk}).status_code == 302
    assert Rival.objects.get().rival == company_b
    assert client.get(path, {"q": "basti"}).context["found"] == []
    for wrong in ("", "x", "9" * 30, "999999", "٣"):
        assert client.post(f"{path}add/", {"company": wrong}).status_code == 404
    client.post(f"{path}{company_b.pk}/remove/")
    assert not Rival.objects.exists()
    assert HELPS in page_of(client_for(talkative[1]), talkative[0])


def test_the_list_has_an_end_and_no_room_for_oneself(apart, colleague_a, company_a, in_english):
    with pytest.raises(Refused, match="not its own"):
        name_rival(company_a, company_a, by=colleague_a)
    empty = CompanyFactory.create()
    with pytest.raises(NotThere):  # nobody of it is in the directory
        name_rival(company_a, empty, by=colleague_a)
    more = Company.objects.bulk_create(
        Company(name=f"More {n}", slug=f"more-{n}", tier=company_a.tier) for n in range(MOST_RIVALS)
    )
    Rival.objects.bulk_create(Rival(company=company_a, rival=one) for one in more[1:])
    member(more[0])
    with pytest.raises(Refused, match=str(MOST_RIVALS)):
        name_rival(company_a, more[0], by=colleague_a)


def test_the_editing_desk_does_not_know_the_model():
    from wagtail.snippets.models import get_snippet_models

    assert Rival not in get_snippet_models()
    assert not hasattr(Rival, "search_fields")
