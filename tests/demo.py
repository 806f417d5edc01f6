"""The demo club for tests that look at it."""

import pytest
from django.core import mail
from django.core.management import call_command

from tests.database import Template
from tests.filled import Filled, drop_all


@pytest.fixture
def demo_club(transactional_db: None, database_template: Template) -> list[str]:
    """The club that `load_demo` makes; the addresses to which mails were sent on the way.

    The test must not begin with rows of its own, and may change what it likes.
    """
    addresses: list[str] = Filled("demo", _load).bring(database_template)
    return addresses


def _load() -> list[str]:
    call_command("load_demo", verbosity=0)
    return [to for message in mail.outbox for to in message.to]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave no database on a server, once all processes of the run are through."""
    if not hasattr(session.config, "workerinput"):
        drop_all(session.config.cache.mkdir("club-databases"))
