"""Checks that run before the site starts."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error

from club.lib.ical_text import mail_address
from club.lib.mailboxes import read_address
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


def check_reply_mailbox(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A real club reads the mailbox to which calendars answer; its address must make sense."""
    if settings.DEMO and not settings.REPLY_MAILBOX_URL:
        return []
    if not settings.REPLY_MAILBOX_URL:
        return [
            checks.Warning(
                "REPLY_MAILBOX_URL is not set: what people answer in their calendars is not read.",
                hint="Set it to imaps://user:password@host/Folder or maildir:///path, and see "
                "“Answers from calendars” in docs/operations.md.",
                id="mail.W001",
            )
        ]
    try:
        read_address(settings.REPLY_MAILBOX_URL)
    except ValueError as error:
        return [Error(str(error), id="mail.E003")]
    return []
