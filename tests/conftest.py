"""What every test can ask for: the database, the cast, a browser's session, a clock, the mails."""

import gc
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.cache import cache
from django.test import Client, TransactionTestCase
from django.utils import timezone, translation
from modelsearch import signal_handlers
from pytest_django.plugin import blocking_manager_key
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.models import ClubSettings, User
from club.lib import clock
from notifications.services import deliver_due
from tests.database import Template, template

pytest_plugins = ["tests.cast", "tests.demo"]


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: some tests wait for a browser."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Spare what stays from the garbage collector, which would walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


# --- Database -------------------------------------------------------------------------------
def pytest_xdist_setupnodes(config: pytest.Config) -> None:
    """Begin with the migrated database while the processes still gather their tests."""
    multiprocessing.get_context("fork").Process(target=_migrate, args=(config,)).start()


def _migrate(config: pytest.Config) -> None:
    """If it fails, the first process that needs it meets the same error, and says so."""
    with config.stash[blocking_manager_key].unblock():
        _template(config).ensure()


def _template(config: pytest.Config) -> Template:
    return template(Path(config.cache.mkdir("club-databases")))


@pytest.fixture(scope="session")
def database_template(request: pytest.FixtureRequest) -> Template:
    """The migrated database that all tests begin with."""
    return _template(request.config)


@pytest.fixture(scope="session")
def django_db_setup(database_template: Template, django_db_blocker) -> Iterator[None]:
    """A copy of the template for this process; tests that commit get it back as it was."""
    with django_db_blocker.unblock():
        database_template.ensure()
        database_template.clone()
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _test: database_template.restore()
    yield
    TransactionTestCase._fixture_teardown = flush
    with django_db_blocker.unblock():
        database_template.drop()


@pytest.fixture(autouse=True)
def nothing_left_over() -> Iterator[None]:
    """Language, zone, cache and files of one test do not reach the next."""
    yield
    translation.deactivate()
    timezone.deactivate()
    _empty_cache()
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def _empty_cache() -> None:
    """Forget the keys of this process only: a Redis server may hold others' too."""
    shutil.rmtree(settings.PART / "cache", ignore_errors=True)
    if not settings.REDIS_URL:
        cache.clear()
        return
    client = cache._cache.get_client(None, write=True)
    for key in client.scan_iter(match=f"{settings.MARK}:*"):
        client.delete(key)


@pytest.fixture
def no_indexes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is saved enters neither the desk's search nor the list of what is used where.

    They take a quarter of the time of a test that publishes pages.
    """
    enters_nothing = SimpleNamespace(enqueue=lambda *_: None)
    monkeypatch.setattr(signal_handlers, "insert_or_update_object_task", enters_nothing)
    with disable_reference_index_auto_update():
        yield


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences as the source has them, for tests that compare what a service says."""
    with translation.override("en"):
        yield


# --- The world around -----------------------------------------------------------------------
@pytest.fixture
def client_for() -> Callable[..., Client]:
    """A browser's session: `client_for(person)` signed in, `client_for()` a stranger's."""

    def make(person: User | AnonymousUser | None = None, **defaults: str) -> Client:
        client = Client(**defaults)
        if person is not None and person.is_authenticated:
            client.force_login(person)
        return client

    return make


@pytest.fixture
def closed_club(db: None) -> ClubSettings:
    """The club before its opening: only staff and founders get in."""
    ClubSettings.objects.update(opened_at=None)
    return ClubSettings.load()


@pytest.fixture
def clock_at() -> Iterator[Callable[[datetime | str], datetime]]:
    """Stop the clock for the rest of the test: `clock_at("2026-03-29T01:30:00+01:00")`."""
    with ExitStack() as stack:

        def stop(moment: datetime | str) -> datetime:
            instant = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
            stack.enter_context(clock.at(instant))
            return instant

        yield stop


@pytest.fixture
def outbox(db: None) -> Callable[[], list[EmailMessage]]:
    """Deliver what is queued: `outbox()` gives what was sent since it was last asked, parsed."""
    seen = len(mail.outbox)

    def deliver() -> list[EmailMessage]:
        nonlocal seen
        deliver_due(limit=1000)
        fresh, seen = mail.outbox[seen:], len(mail.outbox)
        return [_parsed(message) for message in fresh]

    return deliver


def _parsed(message: mail.EmailMessage) -> EmailMessage:
    """The message as the reader's program gets it."""
    raw = message.message().as_bytes()
    return message_from_bytes(raw, policy=default)
