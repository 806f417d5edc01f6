"""`manage.py renew_live`: after a restore, have every open page begin anew."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.models import LiveEpoch
from notifications.models.bell import new_epoch


class Command(BaseCommand):
    """Gives the live logs another epoch."""

    help = "After a restore: numbers of live logs count on from an older state; pages begin anew."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write the new value into the one row."""
        LiveEpoch.objects.update_or_create(pk=1, defaults={"value": new_epoch()})
        self.stdout.write("Open pages will begin anew when they come back.")
