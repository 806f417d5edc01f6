"""Putting mails into the outbox, and what staff may do with those that failed."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import User
from club.lib import clock
from notifications.enums import MailStatus, Priority, Purpose, SkipReason
from notifications.models import OutboxMail
from notifications.registry import Verb, verbs


class NotRetryable(Exception):
    """The mail cannot be sent again; the message says why."""


def notify(
    verb: str,
    *,
    person: User | None = None,
    address: str = "",
    subject: Model | None = None,
    by: User | None = None,
    payload: dict[str, Any] | None = None,
    language: str = "",
) -> OutboxMail:
    """Tell a person, or whoever reads `address`, by mail: one outbox row in this transaction.

    `subject` is what the mail is about, `by` whose act it tells of, `payload` plain JSON for the
    words. `language` is for an address without a person. Raises LookupError for an unknown verb,
    ValueError unless exactly one of `person` and `address` is given.
    """
    mail = new_mail(verb, person=person, address=address, subject=subject, by=by, payload=payload)
    mail.language = language
    mail.save()
    return mail


def new_mail(
    verb: str,
    *,
    person: User | None = None,
    address: str = "",
    subject: Model | None = None,
    by: User | None = None,
    payload: dict[str, Any] | None = None,
) -> OutboxMail:
    """The row that `notify` writes, not yet written."""
    if (person is None) == (not address):
        raise ValueError("A mail goes to a person or to an address.")
    known = verbs.get(verb)
    mail = OutboxMail(
        verb=verb,
        purpose=known.purpose,
        priority=_priority(known),
        person=person,
        address=person.email if person else address,
        caused_by=by,
        payload=payload or {},
    )
    if subject is not None:
        mail.content_type = ContentType.objects.get_for_model(subject)
        mail.object_id = subject.pk
    return mail


def _priority(verb: Verb) -> Priority:
    if verb.urgent:
        return Priority.URGENT
    to_many = verb.purpose in {Purpose.LETTER, Purpose.SOLICITATION}
    return Priority.BULK if to_many else Priority.ORDINARY


@transaction.atomic
def retry_mail(mail: OutboxMail, *, by: User) -> OutboxMail:
    """Put a mail that was given up back into the outbox, or a waiting one to its front.

    Raises NotRetryable for what was sent or skipped meanwhile, for mails whose words are erased,
    and for a calendar message after which another one went to the same guest: its old SEQUENCE
    would put the calendar back.
    """
    mail = OutboxMail.objects.select_for_update().get(pk=mail.pk)
    if mail.status not in {MailStatus.DEAD, MailStatus.QUEUED}:
        raise NotRetryable(_("This mail is not waiting any more."))
    if mail.status == MailStatus.DEAD and is_secret(mail):
        raise NotRetryable(
            _("The words of sign-in mails are not kept. The person can ask for a new one.")
        )
    if mail.guest_id and _has_newer(mail):
        raise NotRetryable(_("A newer mail about the same event was written to this person."))
    mail.status, mail.attempts = MailStatus.QUEUED, 0
    mail.next_attempt_at, mail.closed_at = clock.now(), None
    mail.handled_by = by
    mail.save(update_fields=["status", "attempts", "next_attempt_at", "closed_at", "handled_by"])
    return mail


@transaction.atomic
def give_up_mail(mail: OutboxMail, *, by: User) -> OutboxMail:
    """Stop trying to send a mail. Raises NotRetryable when it is not waiting or dead."""
    mail = OutboxMail.objects.select_for_update().get(pk=mail.pk)
    if mail.status not in {MailStatus.DEAD, MailStatus.QUEUED}:
        raise NotRetryable(_("This mail is not waiting any more."))
    mail.status, mail.skipped_reason = MailStatus.SKIPPED, SkipReason.GIVEN_UP
    mail.closed_at, mail.handled_by = clock.now(), by
    mail.payload = {} if is_secret(mail) else mail.payload
    mail.save(update_fields=["status", "skipped_reason", "closed_at", "payload", "handled_by"])
    return mail


def is_secret(mail: OutboxMail) -> bool:
    """Whether nobody but the receiver may know the words."""
    return mail.verb in verbs and verbs.get(mail.verb).secret


def _has_newer(mail: OutboxMail) -> bool:
    newer = OutboxMail.objects.filter(guest_id=mail.guest_id, pk__gt=mail.pk)
    return newer.exclude(status=MailStatus.SKIPPED).exists()
