"""Where the test mail is."""

from dataclasses import dataclass
from datetime import timedelta

from accounts.models import User
from club.lib import clock
from home.services import last_test_mail
from home.words import mail_advice
from notifications.enums import MailStatus
from notifications.models import DueRun, OutboxMail

#: A mail that nobody took up for so long shows that a process does not run.
_STALE = timedelta(seconds=20)
_CLOCK = "notifications.outbox"


@dataclass(frozen=True)
class MailProgress:
    """A test mail: `state` is none, waiting, stuck, trying, sent or failed.

    `error` is what the mail server said, `advice` what to do about it. `stuck`: no process takes
    it up; `missing` names the one.
    """

    state: str
    mail: OutboxMail | None = None
    error: str = ""
    advice: str = ""
    missing: str = ""

    @property
    def is_moving(self) -> bool:
        """Whether looking again soon may show something new."""
        return self.state in {"waiting", "stuck", "trying"}


def mail_progress(person: User) -> MailProgress:
    """Of the person's newest test mail."""
    mail = last_test_mail(person)
    if mail is None:
        return MailProgress("none")
    if mail.status == MailStatus.SENT:
        return MailProgress("sent", mail)
    if mail.status in {MailStatus.DEAD, MailStatus.SKIPPED}:
        return MailProgress("failed", mail, mail.last_error, mail_advice(mail.last_error))
    if mail.last_error:
        return MailProgress("trying", mail, mail.last_error, mail_advice(mail.last_error))
    if clock.now() - mail.created_at > _STALE:
        return MailProgress("stuck", mail, missing=_missing_process())
    return MailProgress("waiting", mail)


def _missing_process() -> str:
    """The clock where it has not looked lately, else the worker."""
    run = DueRun.objects.filter(name=_CLOCK).first()
    ticks = run is not None and run.ran_at and clock.now() - run.ran_at < _STALE
    return "manage.py db_worker" if ticks else "manage.py tick"
