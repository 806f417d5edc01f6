"""Browsers that read English, since these tests look for words."""

from collections.abc import Callable

import pytest
from django.test import Client


@pytest.fixture
def client_for(client_for: Callable[..., Client]) -> Callable[..., Client]:
    """As everywhere, in English."""

    def make(person=None, **defaults):
        return client_for(person, **{"HTTP_ACCEPT_LANGUAGE": "en", **defaults})

    return make


@pytest.fixture
def client(client_for: Callable[..., Client]) -> Client:
    """A stranger's browser, in English."""
    return client_for()
