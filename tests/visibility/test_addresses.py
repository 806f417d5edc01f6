"""Every address of the site, as everybody for whom it is and is not."""

import re
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from django.core import mail

from accounts.registry import public_paths
from notifications.models import BellItem, OutboxMail
from tests.visibility.addresses import all_addresses
from tests.visibility.conftest import CANARIES, World
from tests.visibility.same import ask
from tests.visibility.secrets import WORD, numbers_in, plant, secret_paths

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


@dataclass(frozen=True)
class Asks:
    """How one of the cast goes through the site, and what may be told."""

    gold: bool = False  # what organisers published for gold clients
    signal: bool = False  # what only a client's account manager and the direction read
    posts: bool = False  # tries to write as well
    desk: str = ""  # the method by which the editing desk is asked too


#: Everybody goes once through every address, and is told of everything by which it could be seen
#: that something is there. Who is suspended, or has no membership, is a stranger after all.
CROWD = {
    "member_a": Asks(gold=True, desk="post"),
    "member_b": Asks(posts=True),
    "suspended_b": Asks(),
    "outsider": Asks(),
    None: Asks(posts=True, desk="get"),
    "organiser": Asks(gold=True, desk="get"),
    "manager": Asks(gold=True, signal=True, desk="get"),
    "manager2": Asks(gold=True),
    "administrator": Asks(gold=True, desk="get"),
}
#: Of the editing desk, what staff opens who write nothing: its first page, what its frame needs,
#: the club's settings, and what this project's apps have for them.
OPEN_AT_DESK = {"/cms/", "/cms/jsi18n/", "/cms/sprite/", "/cms/test404/"}
OWN_AT_DESK = ("/cms/members/", "/cms/mails/")


@pytest.fixture
def secrets(world):
    """The world, with a judged client A."""
    plant(world)
    return world


@pytest.mark.parametrize("who", CROWD)
def test_everybody_is_told_what_is_meant_for_them(who, secrets, client_for):
    asks, client = CROWD[who], client_for(secrets.cast[who] if who else None)
    front = [*front_paths(secrets), *typed_paths(secrets), *secret_paths()]
    told = Told()
    for path in front:
        if not ENDS_SESSION.search(path):
            told.hear(ask(client, path), path)
            if asks.posts:
                told.hear(ask(client, path, "post"), path)
    for path in desk_paths(secrets) if asks.desk else ():
        if not ENDS_SESSION.search(path):
            told.hear(ask(client, path, asks.desk), path)

    assert told.broken == []
    hears_drafts = who == "organiser"
    for kind, canary in CANARIES.items():
        expected = hears_drafts if kind == "draft" else asks.gold
        assert told.of(canary) if expected else told.of(canary) == [], (kind, told.of(canary))
    assert bool(told.of(WORD)) is asks.signal, told.of(WORD)
    assert bool(told.numbers) is asks.signal, told.numbers
    if who is None:
        assert {path for path in told.found if not public(path)} == set(), (
            "Register them in accounts.registry.public_paths, with a reason, or close them"
        )
    elif who == "member_a":
        assert {
            path for path in told.found if path.startswith("/cms/") and not public(path)
        } == set()
    elif asks.desk and not hears_drafts:
        shown = {path for path in told.shown if path.startswith("/cms/")}
        assert {path for path in shown if not path.startswith(OWN_AT_DESK)} == OPEN_AT_DESK


def test_the_signal_is_in_no_mail_and_on_no_bell(secrets):
    sent = " ".join(message.message().as_string() for message in mail.outbox)
    kept = str(list(OutboxMail.objects.values_list("payload", flat=True)))
    rung = str(list(BellItem.objects.values_list("payload", flat=True)))
    assert WORD not in sent + kept + rung
    assert numbers_in(sent + kept + rung) == []


class Told:
    """What the site answered on the way."""

    def __init__(self) -> None:
        self.broken: list[tuple[str, int]] = []
        self.numbers: list[tuple[str, list[str]]] = []
        self.found: set[str] = set()
        self.shown: set[str] = set()
        self._said: list[tuple[str, str]] = []

    def hear(self, response, path: str) -> None:
        """Keep the answer and its headers, without the address that was asked."""
        if response.status_code >= 500:
            self.broken.append((path, response.status_code))
        if response.status_code not in {404, 405}:
            self.found.add(path)
        if response.status_code == 200:
            self.shown.add(path)
        text = (response.body.decode(errors="replace") + str(dict(response.headers))).lower()
        for echo in (path, quote(path), quote(path, safe="")):
            text = text.replace(echo.lower(), "")
        self._said.append((path, text))
        if found := numbers_in(text):
            self.numbers.append((path, found))

    def of(self, canary: str) -> list[str]:
        """The addresses at which the word was said."""
        return [path for path, text in self._said if canary.lower() in text]


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
        "name": "tiers",
    }


def test_the_crawl_covers_the_table():
    assert len(FRONT) > 60
    assert len(DESK) > 150
