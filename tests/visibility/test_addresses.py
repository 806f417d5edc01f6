"""Every address of the site, as a stranger and as the member whom it is not for."""

import re
from urllib.parse import quote

import pytest

from accounts.registry import public_paths
from tests.visibility.addresses import all_addresses
from tests.visibility.conftest import CANARIES, World
from tests.visibility.same import ask

FRONT = [a for a in all_addresses() if not a.route.startswith("cms/")]
DESK = [a for a in all_addresses() if a.route.startswith("cms/")]
#: Left out of a crawl: they end the session that crawls.
ENDS_SESSION = re.compile(r"/accounts/logout/|/cms/logout/")


def public(path: str) -> bool:
    """Whether strangers may open the path, by the registry of such paths."""
    return any(re.fullmatch(entry.name, path.lstrip("/")) for entry in public_paths)


def samples_for(route: str, world: World) -> dict[str, object]:
    """The samples; a slug below /companies/ and /portfolio/ is a company's."""
    samples = {**world.samples}
    if route.startswith(("companies/", "portfolio/")):
        samples["slug"] = samples["company"]
    return samples


def test_no_address_is_unknown_to_the_samples(world):
    for address in FRONT:
        assert address.path(samples_for(address.route, world)).startswith("/")


def test_public_paths_say_why_and_still_exist(world):
    paths = [a.path(samples_for(a.route, world)).lstrip("/") for a in all_addresses() if a in FRONT]
    paths += [
        "legal/",
        "legal/notice/",
        "static/css/tokens.css",
        "cms/login/",
        "cms/password_reset/",
    ]
    for entry in public_paths:
        assert len(entry.reason) > 10, entry
        assert any(re.fullmatch(entry.name, path) for path in paths), entry


def test_stranger_finds_nothing_but_public_paths(world, client_for):
    client = client_for()
    found = []
    for path in front_paths(world):
        if not public(path):
            for method in ("get", "post", "head"):
                status = ask(client, path, method).status_code
                if status not in {404, 405}:
                    found.append((path, status))
    assert found == [], (
        "Register them in accounts.registry.public_paths, with a reason, or close them"
    )


@pytest.mark.parametrize("who", ["member_b", "member_c", "suspended_b", "outsider", None])
def test_nothing_for_gold_reaches_others(who, world, client_for):
    client = client_for(world.cast[who] if who else None)
    for path in [*front_paths(world), *typed_paths(world)]:
        if ENDS_SESSION.search(path):
            continue
        for method in ("get", "post"):
            assert_says_nothing(ask(client, path, method), path, who)


@pytest.mark.parametrize("who", ["member_a", "organiser"])
def test_everything_for_gold_reaches_gold_and_organisers(who, world, client_for):
    """Else the crawl above would prove nothing."""
    client = client_for(world.cast[who])
    said = ""
    for path in [*front_paths(world), *typed_paths(world)]:
        if not ENDS_SESSION.search(path):
            said += ask(client, path).body.decode(errors="replace")
    for kind, canary in CANARIES.items():
        assert (canary in said) == (kind != "draft"), kind


@pytest.mark.parametrize("who", ["member_a", "colleague_a", None])
def test_desk_is_closed_to_members_and_strangers(who, world, client_for):
    client = client_for(world.cast[who] if who else None)
    found = []
    for path in desk_paths(world):
        if not public(path):
            for method in ("get", "post"):
                status = ask(client, path, method).status_code
                if status != 404:
                    found.append((path, status))
    assert found == []


def test_desk_answers_organisers_without_an_error(world, client_for):
    client = client_for(world.cast["organiser"])
    for path in desk_paths(world):
        if not ENDS_SESSION.search(path):
            assert ask(client, path).status_code < 500, path


@pytest.mark.parametrize("who", ["manager", "director", "administrator"])
def test_views_of_wagtail_are_closed_to_staff_who_write_nothing(who, world, client_for):
    """But for the desk's first page, what its frame needs, and the club's settings: no draft."""
    client = client_for(world.cast[who])
    opened, told = set(), []
    for path in desk_paths(world):
        if not ENDS_SESSION.search(path):
            response = ask(client, path)
            assert response.status_code < 500, path
            if CANARIES["draft"].encode() in response.body:
                told.append(path)
            if response.status_code == 200:
                opened.add(path)
    assert told == []
    own = ("/cms/members/", "/cms/mails/")
    assert {path for path in opened if not path.startswith(own)} == {
        "/cms/",
        "/cms/jsi18n/",
        "/cms/sprite/",
        "/cms/test404/",
    }


def front_paths(world: World) -> list[str]:
    """Every address outside of the editing desk, naming what exists."""
    return [a.path(samples_for(a.route, world)) for a in FRONT]


def desk_paths(world: World) -> list[str]:
    """Every address of the editing desk, naming the draft wherever a page is meant."""
    return [a.path(desk_samples(world)) for a in DESK]


def typed_paths(world: World) -> list[str]:
    """What somebody might type or paste: pages of the tree, searches, a date, the picture."""
    queries = [word[:-1] for word in CANARIES.values()]
    return [
        world.event.get_url(),
        world.news.get_url(),
        world.page.get_url(),
        world.draft.get_url(),
        world.picture_url,
        world.document.url,
        f"{world.event.get_url()}?date={world.event_date.pk}",
        *(f"/search/?q={query}" for query in queries),
        "/events/?past=1",
        "/events/?type=preview",
        f"/members/?q={queries[0]}",
    ]


def desk_samples(world: World) -> dict[str, object]:
    """Arguments for the editing desk: the draft wherever a page is meant."""
    page = world.draft.pk
    revision = world.draft.latest_revision_id
    pages = ["pk", "page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"]
    kinds = {"app_label": "home", "app_name": "home", "content_type_app_name": "home"}
    models = ["model_name", "content_type_model_name"]
    revisions = ["revision_id", "revision_id_a", "revision_id_b"]
    ones = [
        "task_state_id",
        "task_id",
        "workflow_state_id",
        "workflow_pk",
        "collection_id",
        "session_id",
        "uploaded_file_id",
        "task_pk",
        "user_id",
    ]
    return {
        "kept": world.cast["member_a"].pk,
        "gone": world.cast["member_b"].pk,
        **dict.fromkeys(pages, page),
        **kinds,
        **dict.fromkeys(models, "newspage"),
        **dict.fromkeys(revisions, revision),
        **dict.fromkeys(ones, 1),
        "object_id": page,
        "action": "publish",
        "action_name": "publish",
        "act": "resend",
        "image_id": world.image.pk,
        "document_id": world.document.pk,
        "doc_id": world.document.pk,
        "filter_spec": "width-320",
        "uidb64": "MQ",
        "token": "a-b",
        "slug": "palladium",
        "key": "a",
        "form": "csv",
    }


def assert_says_nothing(response, path: str, who: str | None) -> None:
    """No word that is for gold members stands in the answer or its headers, but the asked path."""
    text = (response.body.decode(errors="replace") + str(dict(response.headers))).lower()
    for echo in (path, quote(path), quote(path, safe="")):
        text = text.replace(echo.lower(), "")
    for kind, canary in CANARIES.items():
        assert canary.lower() not in text, (path, who, kind)


def test_the_crawl_covers_the_table():
    assert len(FRONT) > 60
    assert len(DESK) > 150
