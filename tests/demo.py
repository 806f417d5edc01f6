"""The demo club for tests that look at it: loaded once in each run, then copied."""

import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command

from tests.database import Template, template

NAME = "demo"
#: Files and mails of the loading, for all processes of the run.
PLACE: Path = settings.PART.parent / NAME
FILES, ADDRESSES = PLACE / "media", PLACE / "addresses.json"


@pytest.fixture
def demo_club(transactional_db: None, database_template: Template) -> list[str]:
    """The club that `load_demo` makes; the addresses to which mails were sent on the way.

    The test must not begin with rows of its own, and may change what it likes.
    """
    database_template.ensure_filled(NAME, _load)
    database_template.restore(NAME)
    shutil.copytree(FILES, settings.MEDIA_ROOT, dirs_exist_ok=True)
    return json.loads(ADDRESSES.read_text())


def _load() -> None:
    shutil.rmtree(PLACE, ignore_errors=True)
    call_command("load_demo", verbosity=0)
    shutil.copytree(settings.MEDIA_ROOT, FILES)
    ADDRESSES.write_text(json.dumps([to for message in mail.outbox for to in message.to]))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave no database on a server, once all processes of the run are through."""
    if PLACE.exists() and not hasattr(session.config, "workerinput"):
        template(session.config.cache.mkdir("club-databases")).drop_filled(NAME)
