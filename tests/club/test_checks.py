"""What is checked of a database before it is migrated."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from club.checks import check_folded_migrations


@pytest.mark.django_db
def test_database_that_stopped_between_folded_migrations_is_refused() -> None:
    assert check_folded_migrations(databases=["default"]) == []
    MigrationRecorder(connection).record_unapplied("events", "0003_reminders")
    (error,) = check_folded_migrations(databases=["default"])
    assert "events.0001_pages_dates_registrations replaces. Missing: 0003_reminders." in error.msg
    assert check_folded_migrations() == []
