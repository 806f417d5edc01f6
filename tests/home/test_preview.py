"""Looking at the club as a tier or a member: no more than both may see, and nothing is done."""

import re
from datetime import timedelta

import pytest

from accounts.audience import viewer_for
from accounts.enums import AuditKind, Role
from accounts.models import AuditEntry
from accounts.preview import both
from accounts.services import change_membership, grant_role, revoke_role, suspend_membership
from club.lib import clock
from forum.models import Post
from forum.services import spread_due
from members.enums import FieldVisibility
from members.services import accept_contact, hide_person, request_contact, update_profile
from tests.factories.accounts import AudienceFactory, tier
from tests.forum.made import category, thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_indexes")]
START = "/cms/members/preview/"
STAFF = ("organiser", "manager", "director", "administrator")
OTHERS = ("member_a", "colleague_a", "suspended_b", "outsider", "stranger")


@pytest.fixture
def rooms(member_a, organiser):
    gold = AudienceFactory.create(tiers=[tier("gold")])
    only_a = AudienceFactory.create(people=[member_a])
    made = {
        "gold": thread(organiser, title="Palladium", room=category("Un", audience=gold)),
        "mine": thread(organiser, title="Zirconium", room=category("Deux", audience=only_a)),
        "all": thread(organiser, title="Ferronnerie", room=category("Trois")),
    }
    spread_due()
    return made


def looking_as(client, kind: str, pk: int):
    assert client.post(START, {"as": kind, "pk": pk})["Location"] == "/"
    return client


@pytest.mark.parametrize("who", [*STAFF, *OTHERS])
def test_previews_are_for_the_staff(request, client_for, who, member_a):
    client = client_for(request.getfixturevalue(who))
    allowed = who in STAFF
    assert client.get(START).status_code == (200 if allowed else 404)
    answer = client.post(START, {"as": "tier", "pk": tier("gold").pk})
    assert answer.status_code == (302 if allowed else 404)
    assert client.post("/preview/end/").status_code == (302 if allowed else 404)
    assert AuditEntry.objects.count() == (2 if allowed else 0)


@pytest.mark.parametrize(
    ("kind", "who", "seen"),
    [("tier", "gold", {"gold", "all"}), ("tier", "silver", {"all"}),
     ("member", "member_a", {"gold", "mine", "all"}), ("member", "member_b", {"all"})],
)  # fmt: skip
def test_pages_are_those_of_the_member(
    request, client_for, organiser, member_b, rooms, kind, who, seen
):
    pk = tier(who).pk if kind == "tier" else request.getfixturevalue(who).pk
    client = looking_as(client_for(organiser), kind, pk)
    for name, room in rooms.items():
        answer = client.get(room.get_absolute_url())
        assert answer.status_code == (200 if name in seen else 404), name
        assert b"preview-bar" in answer.content
        found = client.get(f"/search/?q={room.title}").content.decode()
        assert (room.get_absolute_url() in found) is (name in seen)
    client.post("/preview/end/")
    assert client.get(rooms["mine"].get_absolute_url()).status_code == 200


def test_nothing_that_is_the_members_own_is_shown(
    client_for, organiser, member_a, member_b, member_c, colleague_a
):
    """Contacts, fields for contacts, and who hides: the member sees them, the staff does not."""
    update_profile(
        member_b, by=member_b, phone="0199887766", phone_visible_to=FieldVisibility.CONTACTS
    )
    accept_contact(request_contact(member_b, by=member_a, why="EDI"), by=member_b)
    request_contact(member_a, by=member_c, why="Mot secret")
    hide_person(member_c, by=member_c)
    own, staff = client_for(member_a), looking_as(client_for(organiser), "member", member_a.pk)
    page = f"/members/{member_b.pk}/"
    assert "0199887766" in own.get(page).content.decode()
    assert "0199887766" not in staff.get(page).content.decode()
    assert own.get(f"/members/{member_c.pk}/").status_code == 200
    assert staff.get(f"/members/{member_c.pk}/").status_code == 404
    shown = "".join(staff.get(path).content.decode() for path in ("/", "/members/", "/companies/"))
    assert "Mot secret" not in shown
    assert member_c.full_name not in shown


def test_viewer_of_a_preview_is_never_more_than_either(member_a, organiser, colleague_a):
    member, looker = viewer_for(colleague_a), viewer_for(organiser)
    viewer = both(member, looker)
    assert viewer.audience_ids <= member.audience_ids & looker.audience_ids
    assert viewer.roles == {Role.MEMBER}
    assert (viewer.user_id, viewer.membership_id) == (0, 0)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_every_write_is_refused_with_a_sentence(client_for, organiser, member_a, rooms, method):
    client = looking_as(client_for(organiser), "member", member_a.pk)
    before = Post.objects.count()
    address = rooms["all"].get_absolute_url()
    for path in (address, f"{address}reply/", f"/members/{member_a.pk}/", "/language/", "/theme/"):
        answer = getattr(client, method)(path, {"text": "Bonjour", "language": "en"})
        assert answer.status_code == 403, path
        assert "preview" in answer.content.decode()
    assert Post.objects.count() == before


def test_own_affairs_and_desk_are_no_part_of_it(client_for, allinone, member_a):
    client = looking_as(client_for(allinone), "member", member_a.pk)
    for path in ("/me/", "/me/privacy/", "/cms/", "/portfolio/", "/accounts/email/", START):
        answer = client.get(path)
        assert answer.status_code == 403, path
        assert allinone.email not in answer.content.decode()
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/members/").status_code == 404


def test_no_page_fails_and_nothing_is_left_behind(client_for, organiser, member_a, rooms):
    client = looking_as(client_for(organiser), "member", member_a.pk)
    seen: set[str] = set()
    waiting = ["/"]
    while waiting and len(seen) < 45:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code < 500, path
        if "text/html" in answer.headers.get("Content-Type", ""):
            waiting += re.findall(r'href="(/(?!static|preview)[^"#]*)"', answer.content.decode())
    assert len(seen) > 8
    assert Post.objects.get(thread=rooms["all"]).author == organiser


def test_it_ends_after_an_hour_with_the_member_and_with_the_role(
    client_for, organiser, director, administrator, member_a, rooms, clock_at
):
    now = clock_at(clock.now())
    path = rooms["gold"].get_absolute_url()
    silver = looking_as(client_for(organiser), "tier", tier("silver").pk)
    assert silver.get(path).status_code == 404
    looking = looking_as(client_for(director), "member", member_a.pk)
    suspend_membership(member_a.memberships.get(), by=administrator)
    assert b"preview-bar" not in looking.get("/").content
    clock_at(now + timedelta(hours=1))
    assert silver.get(path).status_code == 200
    kinds = list(AuditEntry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds.count(AuditKind.PREVIEW_ENDED) == 2
    started = AuditEntry.objects.get(kind=AuditKind.PREVIEW_MEMBER)
    assert (started.by, started.person) == (director, member_a)


def test_an_account_manager_looks_as_the_own_clients_people_only(
    client_for, manager, organiser, member_a, member_b
):
    client = client_for(manager)
    assert client.post(START, {"as": "member", "pk": member_b.pk}).status_code == 404
    hide_person(member_a, by=member_a)
    assert client_for(organiser).post(START, {"as": "member", "pk": member_a.pk}).status_code == 404
    looking_as(client, "member", member_a.pk)
    revoke_role(manager, Role.ACCOUNT_MANAGER)
    grant_role(manager, Role.ORGANISER)
    change_membership(member_a.memberships.get(), job_title="Autre")
    assert b"preview-bar" in client.get("/").content
