"""Checks that run before the site starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from club.lib.ical import mail_address
from notifications.addresses import MAILBOX_LIMIT, from_address


def check_from_email(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """FROM_EMAIL must be one address, short enough to carry a guest's reply address."""
    try:
        address = mail_address(from_address())
    except ValueError:
        return [Error(f"FROM_EMAIL is no e-mail address: {settings.FROM_EMAIL}", id="mail.E001")]
    if len(address.rpartition("@")[0]) > MAILBOX_LIMIT:
        limit = f"The part of FROM_EMAIL before the @ has more than {MAILBOX_LIMIT} characters."
        return [
            Error(limit, hint="Answers to invitations come to it with a suffix.", id="mail.E002")
        ]
    return []
