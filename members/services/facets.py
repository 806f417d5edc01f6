"""The club chooses by what its directory is filtered."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import ClubSettings, User


@transaction.atomic
def choose_directory_facets(names: Sequence[str], *, by: User) -> None:
    """Offer these filters in this order; none means those that the house proposes."""
    club = ClubSettings.load()
    club.directory_facets = list(dict.fromkeys(names))
    club.save(update_fields=["directory_facets"])


@transaction.atomic
def choose_company_facets(names: Sequence[str], *, by: User) -> None:
    """The same for the list of companies."""
    club = ClubSettings.load()
    club.company_facets = list(dict.fromkeys(names))
    club.save(update_fields=["company_facets"])
