"""Makes the monthly roll-up anew from the facts."""

from typing import Any

from django.core.management.base import BaseCommand

from participation.ledger import rebuild_buckets


class Command(BaseCommand):
    """For after a repair by hand; what the ledger keeps by itself is equal to it."""

    help = "Make the monthly counts anew from the facts of the ledger."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how many rows there are."""
        self.stdout.write(f"{rebuild_buckets()} months.")
