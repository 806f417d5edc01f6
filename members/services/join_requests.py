"""Requests of strangers to be let in, and the staff's answers."""

from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.models import ClubSettings, Company, User
from club.lib import clock
from members.enums import JoinStatus
from members.models import Invitation, JoinRequest
from members.services.errors import Refused, TooOften
from members.services.invitations import VERB_ADMITTED, invite
from notifications.services import notify

VERB_DECLINED = "members.declined"

#: From one network address, in an hour.
MAX_PER_SENDER = 5
#: Of one e-mail address, in a day; what comes after is answered alike and not kept.
MAX_PER_ADDRESS = 3


def sender_of(network_address: str) -> str:
    """A network address as the rows keep it: hashed with the site's key, another one each day."""
    day = clock.now().date().isoformat()
    return salted_hmac("members.join", f"{day} {network_address}").hexdigest()


@transaction.atomic
def request_to_join(
    *,
    name: str,
    email: str,
    company_name: str,
    message: str = "",
    language: str = "",
    sender: str = "",
) -> JoinRequest | None:
    """Keep a request for the staff; None before the club is open, and when this address asked
    often enough today.

    `sender` is what `sender_of` made. Raises TooOften when too many came from there within an
    hour, and ValidationError for fields that do not fit.
    """
    if not ClubSettings.load().is_open:
        return None
    now = clock.now()
    hour = JoinRequest.objects.filter(sender=sender, created_at__gt=now - timedelta(hours=1))
    if sender and hour.count() >= MAX_PER_SENDER:
        raise TooOften
    address = email.strip().lower()
    day = JoinRequest.objects.filter(email=address, created_at__gt=now - timedelta(days=1))
    if day.count() >= MAX_PER_ADDRESS:
        return None
    request = JoinRequest(
        name=name,
        email=address,
        company_name=company_name,
        message=message,
        language=language,
        sender=sender,
    )
    request.full_clean()
    request.save()
    return request


@transaction.atomic
def accept_join_request(
    request: JoinRequest,
    company: Company,
    *,
    by: User,
    first_name: str = "",
    last_name: str = "",
    job_title: str = "",
    language: str = "",
    answer: str = "",
) -> Invitation:
    """Answer with an invitation to a company. Raises Refused as `invite` does.

    Without names, the request's is parted at its first blank. `answer` stands in the mail, in the
    team's own words.
    """
    request = _locked(request, by)
    request.answer = answer
    if not first_name and not last_name:
        first_name, _blank, last_name = request.name.partition(" ")
    invitation = invite(
        request.email,
        company,
        by=by,
        first_name=first_name[:80],
        last_name=last_name[:80],
        job_title=job_title,
        language=language or request.language,
        verb=VERB_ADMITTED,
    )
    JoinRequest.objects.filter(invitation=invitation).update(invitation=None)
    request.invitation = invitation
    _close(request, JoinStatus.ACCEPTED, by)
    return invitation


@transaction.atomic
def decline_join_request(
    request: JoinRequest, *, by: User, note: str = "", answer: str = ""
) -> JoinRequest:
    """Close a request: with a mail that says `answer`, or without one. The note is for the staff.

    Raises Refused for one that was answered already.
    """
    request = _locked(request, by)
    request.note, request.answer = note, answer
    _close(request, JoinStatus.DECLINED, by)
    if answer:
        notify(
            VERB_DECLINED,
            address=request.email,
            subject=request,
            by=by,
            language=request.language,
        )
    return request


def _locked(request: JoinRequest, by: User) -> JoinRequest:
    """The open row, held until the end of the transaction. Raises Refused."""
    row: JoinRequest | None = (
        JoinRequest.objects.visible_to(viewer_for(by))
        .open()
        .select_for_update()
        .filter(pk=request.pk)
        .first()
    )
    if row is None:
        raise Refused(_("This request was answered already."))
    return row


def _close(request: JoinRequest, status: JoinStatus, by: User) -> None:
    request.status = status
    request.handled_at = clock.now()
    request.handled_by = by
    request.full_clean(exclude=["invitation", "handled_by"])
    request.save()
