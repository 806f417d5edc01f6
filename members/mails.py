"""What the mails of the members app say; checked again at the moment of sending."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.models import ClubSettings, Company, Membership, User
from accounts.viewer import Viewer
from club.lib.urls import absolute_url
from members import rules
from members.enums import JoinStatus
from members.models import CompanyChange, Connection, Invitation, JoinRequest, KnownPerson
from members.models.invitation import end_of_life, hash_token
from members.models.sight import see_person
from members.querysets import reachable_memberships, with_closeness
from notifications.enums import Purpose
from notifications.models import BellItem, OutboxMail
from notifications.registry import BellText


def invitation_context(mail: OutboxMail) -> dict[str, Any] | None:
    """The invitation's words and its link; None when it is not good any more.

    That is so when it was withdrawn, accepted or written anew, when its inviter or company lost
    the right to it, or when its address belongs to somebody who is here already.
    """
    found = _open_invitation(mail)
    if found is None:
        return None
    invitation, token = found
    action_url = absolute_url(reverse("members:accept", args=[token]))
    return {
        **invitation_words(invitation, action_url),
        "words": _words_to_applicant(invitation),
        "why": _why(mail, invitation),
    }


def reminder_context(mail: OutboxMail) -> dict[str, Any] | None:
    """The same for a reminder, with a link that says no; None once it was answered."""
    found = _open_invitation(mail)
    if found is None:
        return None
    invitation, token = found
    action_url = absolute_url(reverse("members:accept", args=[token]))
    return {
        **invitation_words(invitation, action_url),
        "refuse_url": absolute_url(reverse("members:refuse", args=[token])),
        "is_last": invitation.remind_at is None,
        "why": _("You receive this because %(name)s gave us your address to invite you.")
        % {"name": invitation.invited_by.full_name if invitation.invited_by else ""},
    }


def declined_context(mail: OutboxMail) -> dict[str, Any] | None:
    """What the team answers to somebody who asked to be let in, and is not."""
    asked = mail.subject
    if not isinstance(asked, JoinRequest) or asked.status != JoinStatus.DECLINED:
        return None
    return {
        "name": asked.name,
        "words": asked.answer,
        "by": asked.handled_by,
        "why": _("You receive this because you asked to be let in."),
    }


def _open_invitation(mail: OutboxMail) -> tuple[Invitation, str] | None:
    """The invitation that a mail is about and its token, while the token opens it."""
    invitation, token = mail.subject, str(mail.payload.get("token", ""))
    if not isinstance(invitation, Invitation):
        return None
    opened = Invitation.objects.opened_by(hash_token(token)).filter(pk=invitation.pk)
    stands = rules.invitation_stands(invitation) and not rules.waits_for_opening(invitation)
    return (invitation, token) if stands and opened.exists() else None


def _words_to_applicant(invitation: Invitation) -> str:
    """What the team wrote to somebody who had asked to be let in."""
    asked = JoinRequest.objects.filter(invitation=invitation).values_list("answer", flat=True)
    return asked.first() or ""


def invitation_words(invitation: Invitation, action_url: str) -> dict[str, Any]:
    """What an invitation says, with a button that leads to `action_url`."""
    return {
        "invitation": invitation,
        "company": invitation.company,
        "inviter": invitation.invited_by,
        "house": inviter_house(invitation),
        "action_url": action_url,
        "action_label": _("See the invitation"),
    }


def sample_words(known: KnownPerson, by: User) -> dict[str, Any]:
    """The same for somebody who is not invited yet; the button leads to the club's first page."""
    invitation = Invitation(
        email=known.email,
        first_name=known.first_name,
        last_name=known.last_name,
        company=known.company,
        invited_by=by,
        expires_at=end_of_life(),
    )
    return invitation_words(invitation, absolute_url("/"))


def contact_asked_context(mail: OutboxMail) -> dict[str, Any] | None:
    """Who asks and why, while the request waits and the receiver may still see who asks."""
    asked = _connection(mail)
    if asked is None or not asked.is_open or asked.asked_id != mail.person_id:
        return None
    return {
        "connection": asked,
        "other": asked.asked_by,
        "company": _company_of(asked.asked_by),
        "action_url": absolute_url(reverse("members:contact-request", args=[asked.pk])),
        "action_label": _("See the request"),
        "why": _("You receive this because another member asks you for contact."),
    }


def contact_accepted_context(mail: OutboxMail) -> dict[str, Any] | None:
    """Who accepted, and what they show to their contacts; None when the contact has ended."""
    accepted = _connection(mail)
    if accepted is None or not accepted.is_accepted or mail.person is None:
        return None
    viewer = viewer_for(mail.person)
    rows = with_closeness(reachable_memberships(viewer), viewer)
    membership = rows.get(person_id=accepted.other(mail.person_id))
    sight = see_person(membership, viewer)
    return {
        "connection": accepted,
        "other": sight.person,
        "sight": sight,
        "company": sight.company,
        "action_url": absolute_url(reverse("members:person-detail", args=[sight.person.pk])),
        "action_label": _("See the page"),
        "why": _("You receive this because you asked for contact."),
    }


def contact_asked_bell(item: BellItem) -> BellText | None:
    """Who asks, while the request waits."""
    asked = item.subject
    if not isinstance(asked, Connection) or not asked.is_open or asked.asked_id != item.person_id:
        return None
    return BellText(
        text=_("%(name)s asks you for contact") % {"name": asked.asked_by.full_name},
        url=reverse("members:contact-request", args=[asked.pk]),
        detail=asked.why,
        person=asked.asked_by,
    )


def contact_accepted_bell(item: BellItem) -> BellText | None:
    """Who accepted, while the two are in contact."""
    accepted = item.subject
    if not isinstance(accepted, Connection) or not accepted.is_accepted:
        return None
    return BellText(
        text=_("%(name)s accepted your request") % {"name": accepted.asked.full_name},
        url=reverse("members:person-detail", args=[accepted.asked_id]),
        person=accepted.asked,
    )


def contact_left_bell(item: BellItem) -> BellText | None:
    """That a contact left their company, and with it the club: the contact has ended."""
    ended = item.subject
    if not isinstance(ended, Connection) or not ended.is_ended_by_leaving:
        return None
    if item.person_id not in {ended.asked_by_id, ended.asked_id}:
        return None
    other = ended.asked if ended.asked_by_id == item.person_id else ended.asked_by
    return BellText(
        text=_("%(name)s has left %(company)s. You are not in contact any more.")
        % {"name": other.full_name, "company": item.payload.get("company", "")},
        url=reverse("members:contacts"),
        detail=_("If you meet again in the club, you can ask each other anew."),
    )


def visible_connections(viewer: Viewer, ids: Collection[int]) -> Collection[int]:
    """Which of these rows a viewer may see now."""
    rows = Connection.objects.visible_to(viewer).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def _connection(mail: OutboxMail) -> Connection | None:
    """The row that a mail is about, as far as its receiver may see it now."""
    if mail.person is None or not isinstance(mail.subject, Connection):
        return None
    rows = Connection.objects.visible_to(viewer_for(mail.person))
    found: Connection | None = (
        rows.filter(pk=mail.subject.pk).select_related("asked_by", "asked").first()
    )
    return found


def _company_of(person: User) -> Company | None:
    """Where a member works today."""
    rows = Membership.objects.active().filter(person=person).select_related("company")
    membership = rows.first()
    return membership.company if membership else None


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


# --- New names and logos of companies -------------------------------------------------------
def change_asked_context(mail: OutboxMail) -> dict[str, Any] | None:
    """What a company asks for, while it waits and the receiver handles the company."""
    change = _change(mail)
    if change is None or not change.is_waiting or mail.person is None:
        return None
    return {
        "change": change,
        "company": change.company,
        "sentence": _asked_words(change),
        "action_url": absolute_url(reverse("members_desk:change", args=[change.pk])),
        "action_label": _("Look at it"),
        "why": _("You receive this because you look after this company."),
    }


def change_decided_context(mail: OutboxMail) -> dict[str, Any] | None:
    """What the club decided; None for who is not of the company any more."""
    change = _change(mail)
    if change is None or change.is_waiting:
        return None
    return {
        "change": change,
        "company": change.company,
        "sentence": _decided_words(change),
        "action_url": absolute_url(change.company.get_absolute_url()),
        "action_label": _("See the page"),
        "why": _("You receive this because you asked for it."),
    }


def change_asked_bell(item: BellItem) -> BellText | None:
    """Which company asks, while it waits."""
    change = item.subject
    if not isinstance(change, CompanyChange) or not change.is_waiting:
        return None
    return BellText(
        text=_asked_words(change),
        url=reverse("members_desk:change", args=[change.pk]),
        person=change.asked_by,
    )


def change_decided_bell(item: BellItem) -> BellText | None:
    """What the club decided."""
    change = item.subject
    if not isinstance(change, CompanyChange) or change.is_waiting:
        return None
    return BellText(
        text=_decided_words(change),
        url=change.company.get_absolute_url(),
        detail=change.reason,
    )


def visible_changes(viewer: Viewer, ids: Collection[int]) -> Collection[int]:
    """Which of these rows a viewer may see now."""
    rows = CompanyChange.objects.visible_to(viewer).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def _change(mail: OutboxMail) -> CompanyChange | None:
    """The row that a mail is about, as far as its receiver may see it now."""
    if mail.person is None or not isinstance(mail.subject, CompanyChange):
        return None
    rows = CompanyChange.objects.visible_to(viewer_for(mail.person)).select_related("company")
    found: CompanyChange | None = rows.filter(pk=mail.subject.pk).first()
    return found


def _asked_words(change: CompanyChange) -> str:
    words = {"company": change.company.name, "name": change.name}
    if change.name and change.logo:
        return _("%(company)s wants to be called “%(name)s”, with a new logo.") % words
    if change.name:
        return _("%(company)s wants to be called “%(name)s”.") % words
    return _("%(company)s wants to show a new logo.") % words


def _decided_words(change: CompanyChange) -> str:
    words = {"company": change.company.name}
    if change.is_approved:
        return _("The club agreed to the new name or logo of %(company)s.") % words
    return _("The club keeps the name and the logo of %(company)s as they are.") % words
