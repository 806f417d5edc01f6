"""Who finds the desk: every address, every way of asking, the whole cast."""

from datetime import timedelta

import pytest

from accounts.viewer import Viewer
from club.lib import clock
from loyalty.models import Interaction, Look
from loyalty.services import log_interaction
from tests.loyalty.clients import known, signal
from tests.visibility.same import ask, look_alike

pytestmark = pytest.mark.django_db
#: Nothing else in the suite uses this word: it stands in a note and in a name of somebody known.
CANARY = "Ytterbium"
OWNERS = ("manager", "director", "allinone")
OTHERS = (
    "manager2",
    "organiser",
    "administrator",
    "member_a",
    "colleague_a",
    "member_b",
    "member_c",
    "suspended_b",
    "outsider",
    None,
)


@pytest.fixture
def complaint(company_a, manager, member_a, member_c):
    """A client with a number, somebody known, and a complaint whose note must reach nobody."""
    signal(company_a, 3.26, change=-1.0, causes={"fading": -1.0})
    known(company_a, f"Ada {CANARY}")
    day = clock.today() - timedelta(days=2)
    return log_interaction(
        company_a, by=manager, kind="complaint", happened_on=day, person=member_a, note=CANARY
    )


def addresses(entry) -> list[str]:
    """Each address of the desk about the client."""
    ends = ["", "facts/", "facts/?part=presence", "invite/", "log/", "log/?kind=call", "contacts/"]
    ends += [f"contacts/{entry.pk}/{end}" for end in ("", "undo/", "close/")]
    return [f"/portfolio/client-a/{end}" for end in ends]


@pytest.mark.parametrize("who", OWNERS)
def test_who_judges_the_client_finds_every_address(request, client_for, complaint, who):
    client = client_for(request.getfixturevalue(who))
    assert ask(client, "/portfolio/").status_code == 200
    for path in addresses(complaint):
        expected = 405 if path.endswith("undo/") else 200
        assert ask(client, path).status_code == expected, path


@pytest.mark.parametrize("who", OTHERS)
def test_for_everybody_else_it_does_not_exist(request, client_for, complaint, who):
    client = client_for(request.getfixturevalue(who) if who else None)
    client.get("/")  # a suspended person is signed out by now
    before, looks = Interaction.objects.get(pk=complaint.pk), Look.objects.count()
    missing, paths = "/portfolio/never-was/contacts/999999/", addresses(complaint)
    for method, asked in (("get", paths), ("post", paths), ("head", paths[:1]), ("put", paths[:1])):
        never = ask(client, missing, method)
        for path in asked:
            one = ask(client, path, method)
            assert one.status_code == 404, (path, method)
            look_alike((one, path), (never, missing))
            assert CANARY.encode() not in one.body
    assert client.get(paths[0], headers={"HX-Request": "true"}).status_code == 404
    assert (
        Interaction.objects.get(pk=complaint.pk).__dict__.items()
        >= {
            "undone_at": before.undone_at,
            "closed_on": before.closed_on,
            "revision": before.revision,
        }.items()
    )
    assert (Interaction.objects.count(), Look.objects.count()) == (1, looks)


@pytest.mark.parametrize(
    "who", ["organiser", "administrator", "member_a", "colleague_a", "member_b", "outsider", None]
)
def test_who_has_no_desk_does_not_find_the_portfolio(request, client_for, complaint, who):
    client = client_for(request.getfixturevalue(who) if who else None)
    client.get("/")
    for method in ("get", "post", "head"):
        one, two = ask(client, "/portfolio/", method), ask(client, "/never-was/", method)
        look_alike((one, "/portfolio/"), (two, "/never-was/"))
    if who:
        assert "/portfolio/" not in client.get("/").content.decode()


@pytest.mark.parametrize("who", [w for w in OTHERS if w])
def test_nothing_of_it_stands_anywhere_else(request, client_for, complaint, who):
    client = client_for(request.getfixturevalue(who))
    paths = ("/", "/companies/", "/companies/client-a/", "/members/", f"/search/?q={CANARY[:5]}")
    for path in (*paths, f"/members/{complaint.person_id}/", "/cms/", "/cms/members/invitations/"):
        assert CANARY.encode() not in ask(client, path).body, path


def test_a_contact_of_another_client_is_not_reached_through_an_own_one(
    client_for, manager, complaint, company_c
):
    client = client_for(manager)
    for end in ("", "undo/", "close/"):
        path = f"/portfolio/client-c/contacts/{complaint.pk}/{end}"
        assert client.get(path).status_code == 404
        assert client.post(path, {"satisfied": "yes"}).status_code == 404
    complaint.refresh_from_db()
    assert (complaint.undone_at, complaint.closed_on) == (None, None)


def test_writing_needs_a_token(complaint, manager):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)
    for path in ("log/", "invite/", f"contacts/{complaint.pk}/undo/"):
        assert client.post(f"/portfolio/client-a/{path}").status_code == 403


def test_each_look_at_the_reasons_is_written_down(client_for, director, complaint):
    client = client_for(director)
    client.get("/portfolio/client-a/")
    client.get("/portfolio/client-a/facts/?part=response")
    looks = list(Look.objects.order_by("pk").values_list("viewer", "company__slug", "page"))
    assert looks == [(director.pk, "client-a", "client")] * 2


def test_nobody_is_a_viewer_without_a_role(company_a):
    from loyalty.views.access import clients_of

    assert list(clients_of(Viewer())) == []
    assert list(clients_of(Viewer(user_id=company_a.account_manager_id))) == []
