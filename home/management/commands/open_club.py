"""Begin the opening of a club."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from accounts.access import open_first_access


class Command(BaseCommand):
    """`manage.py open_club EMAIL` prints the one-time link by which the opening is reached."""

    help = "Make an administrator and print a one-time link to the opening of the club."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One argument: the address."""
        parser.add_argument("email", help="e-mail address of the administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or find the person, grant the roles, print the link."""
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(
                f"“{email}” is not an e-mail address. Write it like name@company.example."
            ) from None
        try:
            link = open_first_access(email, leads_to=reverse("home:opening"))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{email} may now administer the club and publish in it.")
        self.stdout.write("Open this link once, within two hours, to choose a password and begin;")
        self.stdout.write("a link that was printed before does not work any more:")
        self.stdout.write(link)
