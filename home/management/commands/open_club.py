"""Make the club's first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.services import first_access_link, open_first_access


class Command(BaseCommand):
    """`manage.py open_club EMAIL` prints a one-time link for the first administrator."""

    help = "Make the first administrator and print a one-time link that signs this person in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One argument: the address."""
        parser.add_argument("email", help="e-mail address of the first administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or find the person, grant the roles, print the link."""
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(
                f"“{email}” is not an e-mail address. Write it like name@company.example."
            ) from None
        person = open_first_access(email)
        self.stdout.write(f"{person.email} may now administer the club and publish in it.")
        self.stdout.write("Open this link once, within two hours, to choose a password:")
        self.stdout.write(first_access_link(person))
