"""Makes the demo club."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demo.loader import AlreadyLoaded, load

MOST = 100
LOGINS = [
    "member@client-a.example",
    "colleague@client-a.example",
    "member@client-b.example",
    "organiser@club.example",
    "manager@club.example",
    "director@club.example",
    "admin@club.example",
]


def _scale(text: str) -> int:
    """A whole number from 1 to 100. Raises ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST:
        raise ArgumentTypeError(f"say a whole number from 1 to {MOST}, not “{text}”")
    return int(text)


class Command(BaseCommand):
    """`manage.py load_demo`: an empty database becomes a club with a year behind it."""

    help = "Fill an empty database with the demo club. All people and companies are invented."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large, and a switch for scripts that do not know whether there is a club."""
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing, instead of refusing, when there is a club already",
        )
        parser.add_argument(
            "--scale",
            type=_scale,
            default=1,
            metavar="N",
            help="how large: 50 makes 2,000 companies, 20,000 people and a million facts",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what there is. Refuses outside of a demo, and a second time."""
        if not settings.DEMO:
            raise CommandError("The demo club is for DEMO=1 only: its passwords are public.")
        begin = time.monotonic()
        try:
            made = load(lambda line: self.stdout.write(f"  {line}"), scale=options["scale"])
        except AlreadyLoaded:
            if options["if_empty"]:
                return
            raise CommandError(
                "This database holds a club already. Point DATABASE_URL at an empty one, or "
                "delete the file of the old one, and run migrate first."
            ) from None
        self.stdout.write(
            f"{made.companies} companies, {made.people} people, {made.events} events, "
            f"{made.threads} discussions, {made.news} news, {made.mails} mails "
            f"in {time.monotonic() - begin:.0f} s."
        )
        self.stdout.write("Password of everybody: club-demo. Among others:")
        for login in LOGINS:
            self.stdout.write(f"  {login}")
