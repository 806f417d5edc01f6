"""Sentences that explain what a machine said."""

from django.utils.translation import gettext as _


def mail_advice(error: str) -> str:
    """What to do about the answer of a mail server, as the outbox keeps it."""
    for mark, advice in (
        ("SMTPAuthenticationError", _advice_password),
        ("SMTPSenderRefused", _advice_sender),
        ("SMTPRecipientsRefused", _advice_recipient),
        ("gaierror", _advice_name),
        ("ConnectionRefusedError", _advice_port),
        ("TimeoutError", _advice_port),
        ("SSL", _advice_encryption),
        ("SMTPServerDisconnected", _advice_encryption),
    ):
        if mark in error:
            return advice()
    return _(
        "Give this sentence to whoever runs the mail server; the settings are EMAIL_URL and "
        "FROM_EMAIL."
    )


def _advice_password() -> str:
    return _(
        "The mail server does not take the name and password in EMAIL_URL. Characters such as @ "
        "or : in them must be written as %40 and %3A."
    )


def _advice_sender() -> str:
    return _(
        "The mail server does not let this account send as the address in FROM_EMAIL. Use the "
        "account’s own address, or have that one allowed."
    )


def _advice_recipient() -> str:
    return _(
        "The mail server does not send to this address. Check how the address is written; if it "
        "is right, the server only delivers within its own house: EMAIL_URL needs a name and "
        "password."
    )


def _advice_name() -> str:
    return _("No server is called as EMAIL_URL says. Check how its name is written.")


def _advice_port() -> str:
    return _(
        "Nobody answers there. Check host and port in EMAIL_URL, and that the firewall lets this "
        "machine reach them."
    )


def _advice_encryption() -> str:
    return _(
        "The two do not agree how to encrypt. Port 587 goes with smtp+tls://, port 465 with "
        "smtp+ssl://, port 25 with smtp://."
    )
