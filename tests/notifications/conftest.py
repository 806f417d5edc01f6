"""A stopped clock, an event on the stage, and guests."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from pytest_django import Settings

from accounts.models import User
from club.lib import clock
from notifications import services
from notifications.models import CalendarEntry
from tests.notifications import stage as the_stage
from tests.notifications.smtp import MailServer, mail_server


@pytest.fixture(autouse=True)
def stage() -> Iterator[the_stage.Stage]:
    """The kind of mail and of event that these tests use, as at the beginning."""
    the_stage.register()
    the_stage.stage.reset()
    yield the_stage.stage
    the_stage.stage.reset()


@pytest.fixture
def now() -> Iterator[datetime]:
    """The clock stands at this instant."""
    with clock.at(the_stage.NOW):
        yield the_stage.NOW


@pytest.fixture
def entry(now: datetime, db: None) -> CalendarEntry:
    """An event in the calendars, to which nobody is invited yet."""
    return services.create_entry("test.date")


@pytest.fixture
def act(entry: CalendarEntry, organiser: User) -> dict[str, object]:
    """The keywords that every calendar service takes."""
    return {"verb": "test.service", "subject": entry, "by": organiser}


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    """A real mail server to which the mails of the test go."""
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running
