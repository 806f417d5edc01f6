"""What an error while sending means: try again, when, or never."""

import smtplib
from dataclasses import dataclass
from datetime import timedelta

from club.lib.ical_text import plain_text
from notifications.skipping import Undeliverable

#: Waits after each failed attempt: a mail server that is away comes back within two days. There
#: are many, because one that is only busy says no by chance, and a mail that it would take in the
#: end must not be given up.
ORDINARY_DELAYS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30, 60, 120, 240, 480, 1440)
)
#: A sign-in code is worth something for minutes only.
URGENT_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 60, 120, 300))
#: A mail that cannot be composed is given up after so many attempts.
BROKEN_ATTEMPTS = 5
#: One whose worker died, after so many: workers die of other things too, and what the mail server
#: refused before counts as well.
DIED_ATTEMPTS = 10
_TEXT_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a mail did not go out.

    `permanent`: it never will. `broken`: the fault is ours, not the mail server's. `uncertain`:
    the mail server may have taken it. `at_once`: the wait is over already.
    """

    text: str
    permanent: bool = False
    broken: bool = False
    uncertain: bool = False
    at_once: bool = False


def failure_of(error: Exception, *, is_secret: bool = False) -> Failure:
    """What the error means. The text of a secret mail's error names its kind only."""
    text = _text(error, is_secret=is_secret)
    if isinstance(error, Undeliverable):
        return Failure(text, permanent=True)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _message in error.recipients.values()]
        return Failure(text, permanent=bool(codes) and all(code >= 500 for code in codes))
    if isinstance(error, smtplib.SMTPDataError):
        return Failure(text, permanent=error.smtp_code >= 500)
    if isinstance(error, smtplib.SMTPResponseException):
        return Failure(text)
    if isinstance(error, (smtplib.SMTPException, OSError)):
        return Failure(text, uncertain=True)
    return Failure(text, broken=True)


def next_delay(failure: Failure, attempts: int, *, urgent: bool) -> timedelta | None:
    """How long to wait after so many attempts; None to give up."""
    delays = URGENT_DELAYS if urgent else ORDINARY_DELAYS
    if failure.permanent or attempts > len(delays):
        return None
    if failure.at_once:
        return timedelta() if attempts < DIED_ATTEMPTS else None
    if failure.broken and attempts >= BROKEN_ATTEMPTS:
        return None
    return delays[attempts - 1]


def _text(error: Exception, *, is_secret: bool) -> str:
    """For the staff to read; whatever a mail server sends, a database can keep it."""
    words = "" if is_secret else str(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = error.recipients.values()
        words = "; ".join(f"{code} {_decoded(answer)}" for code, answer in answers)
    elif isinstance(error, smtplib.SMTPResponseException):
        words = f"{error.smtp_code} {_decoded(error.smtp_error)}"
    return plain_text(f"{type(error).__name__}: {words}".rstrip(": "))[:_TEXT_LIMIT]


def _decoded(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
