"""Makes the demo club."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demo.loader import AlreadyLoaded, load

LOGINS = [
    "member@client-a.example",
    "colleague@client-a.example",
    "member@client-b.example",
    "organiser@club.example",
    "manager@club.example",
    "director@club.example",
    "admin@club.example",
]


class Command(BaseCommand):
    """`manage.py load_demo`: an empty database becomes a club with a year behind it."""

    help = "Fill an empty database with the demo club. All people and companies are invented."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch for scripts that do not know whether the club is there already."""
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing, instead of refusing, when there is a club already",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what there is. Refuses outside of a demo, and a second time."""
        if not settings.DEMO:
            raise CommandError("The demo club is for DEMO=1 only: its passwords are public.")
        begin = time.monotonic()
        try:
            made = load(lambda line: self.stdout.write(f"  {line}"))
        except AlreadyLoaded:
            if options["if_empty"]:
                return
            raise CommandError(
                "This database holds a club already. Point DATABASE_URL at an empty one, or "
                "delete the file of the old one, and run migrate first."
            ) from None
        self.stdout.write(
            f"{made.companies} companies, {made.people} people, {made.events} events, "
            f"{made.news} news, {made.mails} mails in {time.monotonic() - begin:.0f} s."
        )
        self.stdout.write("Password of everybody: club-demo. Among others:")
        for login in LOGINS:
            self.stdout.write(f"  {login}")
