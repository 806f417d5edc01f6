"""A sender's address that cannot work is found before the site starts."""

import pytest

from notifications.checks import check_from_email


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("Le Cercle <club@club.example>", []),
        ("club@club.example", []),
        ("a" * 24 + "@club.example", []),
        ("a" * 25 + "@club.example", ["mail.E002"]),
        ("nobody", ["mail.E001"]),
        ("", ["mail.E001"]),
        ("Le Cercle <>", ["mail.E001"]),
    ],
)
def test_sender_s_address(settings, address, found):
    settings.FROM_EMAIL = address
    assert [error.id for error in check_from_email(None)] == found
