"""Reminders of invitations that nobody has answered: on the second, sixth and twelfth day."""

import secrets

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from club.lib import clock
from members import rules
from members.models import Invitation, InvitationLink
from members.models.invitation import TOKEN_BYTES, hash_token, next_reminder
from notifications.enums import OPEN_STATUSES
from notifications.models import OutboxMail
from notifications.services import notify

VERB = "members.reminded"
#: So many in one go, each in a transaction of its own.
BATCH = 200


def send_reminders() -> int:
    """Remind those whose day has come; returns how many mails were queued.

    Meant to run again and again. However long the clock stood still, one mail goes: the reminders
    that were missed are not made up for.
    """
    due = Invitation.objects.to_remind().values_list("pk", flat=True)[:BATCH]
    return sum(_remind(pk) for pk in list(due))


@transaction.atomic
def _remind(pk: int) -> int:
    """Queue one reminder, and say when the next is due, in one transaction: it goes once.

    None goes where the invitation has lost its ground, nor while an earlier mail about it is still
    waiting to be sent: two at once would be one too many.
    """
    rows = Invitation.objects.to_remind().select_for_update(of=("self",))
    invitation: Invitation | None = (
        rows.select_related("company", "invited_by").filter(pk=pk).first()
    )
    if invitation is None:
        return 0
    invitation.remind_at = next_reminder(invitation.sent_at, clock.now())
    invitation.save(update_fields=["remind_at"])
    stands = rules.invitation_stands(invitation) and not rules.waits_for_opening(invitation)
    if not stands or _is_being_written_to(invitation):
        return 0
    token = secrets.token_urlsafe(TOKEN_BYTES)
    InvitationLink.objects.create(invitation=invitation, token_hash=hash_token(token))
    notify(
        VERB,
        address=invitation.email,
        subject=invitation,
        by=invitation.invited_by,
        payload={"token": token},
        language=invitation.language,
    )
    return 1


def _is_being_written_to(invitation: Invitation) -> bool:
    about = ContentType.objects.get_for_model(Invitation)
    mails = OutboxMail.objects.filter(content_type=about, object_id=invitation.pk)
    return mails.filter(status__in=OPEN_STATUSES).exists()
