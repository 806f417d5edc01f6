"""Addresses of the pages of one client, for lists that name many."""

from functools import cache

from django.urls import reverse

#: Stands for the client while the form of an address is asked for.
_ANY = "any-client"


def client_address(slug: str, page: str = "client") -> str:
    """The address of a page that needs no more than the client.

    Its form is the same for all clients, so it is worked out once: a portfolio has some fifty of
    them on a page.
    """
    return _form(page).replace(_ANY, slug, 1)


@cache
def _form(page: str) -> str:
    return reverse(f"loyalty:{page}", args=[_ANY])
