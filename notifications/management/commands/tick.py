"""The clock of the house: starts what is due, again and again."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connections

from notifications.services import run_due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Looks every second for work that is due; several clocks at once do no harm."""

    help = "Start what is due: mails to send, pages to publish, old rows to forget."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How often to look, and whether only once."""
        parser.add_argument(
            "--interval", type=float, default=1.0, help="Seconds between two looks."
        )
        parser.add_argument("--once", action="store_true", help="Look once and end.")

    def handle(self, *args: Any, interval: float, once: bool, **options: Any) -> None:
        """Run until asked to stop by SIGTERM or SIGINT; an error never ends the clock."""
        if once:
            run_due()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            self._look(stop)
            stop.wait(interval)
        connections.close_all()

    @staticmethod
    def _look(stop: threading.Event) -> None:
        close_old_connections()
        try:
            run_due(is_stopping=stop.is_set)
        except Exception:
            logger.exception("The clock could not look for due work.")
            connections.close_all()
