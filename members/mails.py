"""What the mails of the members app say; checked again at the moment of sending."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.models import ClubSettings, Company, Membership
from club.lib.urls import absolute_url
from members import rules
from members.models import Invitation
from members.models.invitation import hash_token
from notifications.enums import Purpose
from notifications.models import OutboxMail


def invitation_context(mail: OutboxMail) -> dict[str, Any] | None:
    """The invitation's words and its link; None when it is not good any more.

    That is so when it was withdrawn, accepted or written anew, when its inviter or company lost
    the right to it, or when its address belongs to somebody who is here already.
    """
    invitation = mail.subject
    token = str(mail.payload.get("token", ""))
    if not isinstance(invitation, Invitation):
        return None
    current = invitation.token_hash == hash_token(token)
    stands = rules.invitation_stands(invitation) and not rules.waits_for_opening(invitation)
    if not current or not stands:
        return None
    return {
        "invitation": invitation,
        "company": invitation.company,
        "inviter": invitation.invited_by,
        "house": inviter_house(invitation),
        "action_url": absolute_url(reverse("members:accept", args=[token])),
        "action_label": _("See the invitation"),
        "why": _why(mail, invitation),
    }


def _why(mail: OutboxMail, invitation: Invitation) -> str:
    """Why this address is written to: its owner asked, or somebody gave it."""
    if mail.purpose == Purpose.ANSWER:
        return _("You receive this because you asked to be let in.")
    inviter = invitation.invited_by
    return _("You receive this because %(name)s gave us your address to invite you.") % {
        "name": inviter.full_name if inviter else ""
    }


def welcome_context(mail: OutboxMail) -> dict[str, Any] | None:
    """The words for somebody who has just joined; None once they are not of that company."""
    company, person = mail.subject, mail.person
    if not isinstance(company, Company) or person is None:
        return None
    if viewer_for(person).company_id != company.pk:
        return None
    return {
        "person": person,
        "company": company,
        "manager": company.account_manager,
        "address": person.email,
        "action_url": absolute_url("/"),
        "action_label": _("Open the club"),
        "why": _("You receive this once, because you have joined."),
    }


def inviter_house(invitation: Invitation) -> str:
    """For whom the inviter speaks: their company, or the supplier."""
    membership = (
        Membership.objects.open()
        .filter(person_id=invitation.invited_by_id)
        .select_related("company")
        .first()
    )
    if membership is not None:
        return str(membership.company.name)
    return str(ClubSettings.load().supplier_name)
