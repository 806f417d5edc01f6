"""What the tests' database holds beyond what the migrations make."""

from datetime import UTC, datetime

from django.core.management import call_command

from accounts.models import ClubSettings

OPENED_AT = datetime(2024, 1, 8, 8, 0, tzinfo=UTC)


def migrate_and_open() -> None:
    """Most tests are about a club that is open; the fixture `closed_club` is for the others."""
    call_command("migrate", interactive=False, verbosity=0)
    ClubSettings.objects.update(opened_at=OPENED_AT)
