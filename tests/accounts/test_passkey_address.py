"""Passkeys are offered where a browser can keep them: at a name, not at a number."""

import pytest
from django.test import Client


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "[::1]:8000"])
def test_passkey_is_not_offered_at_a_number(db, settings, host):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "[::1]"]
    page = Client(headers={"host": host}).get("/accounts/login/").content.decode()
    assert "data-passkey=" not in page


def test_passkey_is_offered_at_a_name(db, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    page = Client(headers={"host": "localhost:8000"}).get("/accounts/login/").content.decode()
    assert 'data-passkey="get"' in page
