"""Sends what is due, once, and says what became of it.

A mail is claimed with a lease, sent, and marked. Exactly once is not possible by SMTP: when a
worker dies between the mail server's yes and the mark, the mail goes out again after the lease,
with the same Message-ID. It is never sent again knowingly.
"""

import logging
import smtplib
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import (
    InterfaceError,
    OperationalError,
    connection,
    connections,
    transaction,
)

from club.lib import clock
from notifications.enums import CalendarMethod, MailStatus, SkipReason
from notifications.mails import compose
from notifications.models import CalendarGuest, DueRun, OutboxMail
from notifications.registry import verbs
from notifications.services.failures import Failure, failure_of, next_delay
from notifications.services.outbox import is_secret
from notifications.skipping import Skipped

logger = logging.getLogger(__name__)

#: How long a worker may keep a mail before another one takes it over.
LEASE = timedelta(seconds=60)
#: Waiting for one answer of the mail server. Sending takes at most five answers, within the lease.
SMTP_TIMEOUT = 10.0
#: The job of the clock that starts deliveries, and its pause when no mail server answers.
JOB = "notifications.outbox"
_PAUSE = timedelta(seconds=30)
#: Waits before trying again to note that a mail was sent, while the database is away.
_MARK_WAITS = (0.2, 1.0, 5.0, 10.0)


@dataclass(slots=True)
class DeliveryCounts:
    """What became of the mails of one run; `failed` ones will be tried again."""

    sent: int = 0
    skipped: int = 0
    failed: int = 0
    dead: int = 0

    @property
    def total(self) -> int:
        """How many mails were taken up."""
        return self.sent + self.skipped + self.failed + self.dead


def has_due(now: datetime) -> bool:
    """Whether a delivery would find something to do."""
    return OutboxMail.objects.due(now).exists() or OutboxMail.objects.abandoned(now).exists()


def deliver_due(
    now: datetime | None = None, limit: int = 100, *, seconds: float | None = None
) -> DeliveryCounts:
    """Send at most `limit` mails that are due at `now` (the clock's, when None).

    Stops early after `seconds` of work. Several workers may do this at the same time.
    """
    counts = DeliveryCounts()
    tell: Callable[[], datetime] = (lambda: now) if now else clock.now
    recover_abandoned(tell())
    if not OutboxMail.objects.due(tell()).exists():
        return counts
    server = _Server()
    if not server.is_open():
        _note_silence(server.error, tell())
        _pause(tell())
        return counts
    until = time.monotonic() + seconds if seconds is not None else None
    try:
        while counts.total < limit and (until is None or time.monotonic() < until):
            if not server.is_open() or (mail := claim_next(tell())) is None:
                break
            outcome = _deliver(mail, server, tell())
            setattr(counts, outcome, getattr(counts, outcome) + 1)
    finally:
        server.close()
    return counts


def recover_abandoned(now: datetime) -> int:
    """Take back the mails whose worker died; they may have left already. Returns how many."""
    lost = list(OutboxMail.objects.abandoned(now))
    for mail in lost:
        _mark_failed(mail, Failure("The worker stopped.", uncertain=True, at_once=True), now)
    return len(lost)


def claim_next(now: datetime) -> OutboxMail | None:
    """Take the next due mail for this worker alone, until its lease ends."""
    with transaction.atomic():
        due = OutboxMail.objects.due(now)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        mail = due.first()
        if mail is None:
            return None
        mail.status, mail.attempts = MailStatus.SENDING, mail.attempts + 1
        mail.lease_until, mail.lease_token = now + LEASE, uuid.uuid4()
        mail.save(update_fields=["status", "attempts", "lease_until", "lease_token"])
    claimed: OutboxMail = OutboxMail.objects.select_related(
        "person", "caused_by", "guest__entry", "content_type"
    ).get(pk=mail.pk)
    return claimed


class _Server:
    """The connection to the mail server, opened anew after each error."""

    def __init__(self) -> None:
        self.backend: BaseEmailBackend = get_connection()
        self.error = ""
        if hasattr(self.backend, "timeout"):
            self.backend.timeout = min(self.backend.timeout or SMTP_TIMEOUT, SMTP_TIMEOUT)

    def is_open(self) -> bool:
        """Open the connection where it is not; False when the server does not answer."""
        try:
            self.backend.open()
        except (smtplib.SMTPException, OSError) as error:
            logger.warning("The mail server does not answer: %s", error)
            self.error = failure_of(error).text
            return False
        return True

    def send(self, message: EmailMultiAlternatives) -> None:
        """Hand over one message. Raises what the server says against it."""
        try:
            if self.backend.send_messages([message]) != 1:
                raise smtplib.SMTPException("The mail server took no message.")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the connection, whatever state it is in."""
        try:
            self.backend.close()
        except (smtplib.SMTPException, OSError):
            logger.debug("The mail server had gone already.")


def _deliver(mail: OutboxMail, server: _Server, now: datetime) -> str:
    """Compose, send, mark. One mail's error is its own: it never stops the others."""
    try:
        message = compose(mail, now)
        server.send(message)
    except Skipped as skipped:
        _mark_skipped(mail, skipped.reason, now)
        return "skipped"
    except Exception as error:
        failure = failure_of(error, is_secret=is_secret(mail))
        logger.warning("Mail %s (%s) failed: %s", mail.pk, mail.verb, failure.text)
        return _mark_failed(mail, failure, now)
    _mark_sent_surely(mail, now)
    return "sent"


def _mark_sent_surely(mail: OutboxMail, now: datetime) -> None:
    """Note that a mail was sent, waiting for a database that is away: else it would go twice."""
    for wait in _MARK_WAITS:
        try:
            _mark_sent(mail, now)
            return
        except (OperationalError, InterfaceError):
            logger.warning("Mail %s was sent, but the database is away.", mail.pk)
            connections["default"].close()
            time.sleep(wait)
    _mark_sent(mail, now)


@transaction.atomic
def _mark_sent(mail: OutboxMail, now: datetime) -> None:
    """Holds even when the lease ran out meanwhile: it was sent, so nobody must send it again."""
    address = mail.person.email if mail.person else mail.address
    OutboxMail.objects.filter(pk=mail.pk).exclude(status=MailStatus.SENT).update(
        status=MailStatus.SENT,
        sent_at=now,
        closed_at=now,
        address=address,
        lease_until=None,
        lease_token=None,
        skipped_reason="",
        last_error="",
        **_erased(mail),
    )
    if mail.guest_id:
        # One date of a series that is called off leaves the others in the calendar.
        holds = {} if mail.planned else {"holds_event": not mail.is_cancel}
        CalendarGuest.objects.filter(pk=mail.guest_id).update(
            address=address,
            last_sequence=mail.calendar_sequence,
            last_method=mail.calendar_method,
            last_sent_at=now,
            **holds,
        )


def _mark_skipped(mail: OutboxMail, reason: SkipReason, now: datetime) -> None:
    OutboxMail.objects.filter(pk=mail.pk, lease_token=mail.lease_token).update(
        status=MailStatus.SKIPPED,
        skipped_reason=reason,
        closed_at=now,
        lease_until=None,
        lease_token=None,
        **_erased(mail),
    )


@transaction.atomic
def _mark_failed(mail: OutboxMail, failure: Failure, now: datetime) -> str:
    """Back into the queue after a while, or dead. Returns which."""
    urgent = mail.verb in verbs and verbs.get(mail.verb).urgent
    delay = next_delay(failure, mail.attempts, urgent=urgent)
    uncertain = mail.uncertain or failure.uncertain
    changed = OutboxMail.objects.filter(pk=mail.pk, lease_token=mail.lease_token).update(
        status=MailStatus.DEAD if delay is None else MailStatus.QUEUED,
        next_attempt_at=now + (delay or timedelta()),
        closed_at=now if delay is None else None,
        lease_until=None,
        lease_token=None,
        uncertain=uncertain,
        last_error=failure.text,
        **(_erased(mail) if delay is None else {}),
    )
    is_request = mail.calendar_method == CalendarMethod.REQUEST
    if changed and uncertain and mail.guest_id and is_request:
        CalendarGuest.objects.filter(pk=mail.guest_id).update(holds_event=True)
    return "dead" if delay is None else "failed"


def _erased(mail: OutboxMail) -> dict[str, Any]:
    """What is forgotten of a mail that is done with."""
    return {"payload": {}} if is_secret(mail) else {}


def _note_silence(error: str, now: datetime) -> None:
    """Let the mails that wait say what the server said; they have used up no attempt."""
    waiting = OutboxMail.objects.filter(status=MailStatus.QUEUED, next_attempt_at__lte=now)
    waiting.exclude(last_error=error).update(last_error=error)


def _pause(now: datetime) -> None:
    """Nobody answers: leave all mails as they are, and start no delivery for a while."""
    DueRun.objects.filter(name=JOB).update(due_at=now + _PAUSE)
