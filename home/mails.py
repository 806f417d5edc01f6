"""What the mails of the opening say; checked again at the moment of sending."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.enums import Role
from accounts.models import ClubSettings
from club.lib.urls import absolute_url
from members.mails import sample_words
from members.models import KnownPerson
from notifications.models import OutboxMail


def test_words(mail: OutboxMail) -> dict[str, Any] | None:
    """Nothing but the news that mails leave; None for who is no administrator any more."""
    if mail.person is None or not viewer_for(mail.person).has_role(Role.ADMINISTRATOR):
        return None
    return {
        "action_url": absolute_url(reverse("home:opening-mail")),
        "action_label": _("Go on with the opening"),
    }


def opened_words(mail: OutboxMail) -> dict[str, Any] | None:
    """The club is open; None for who may not come in."""
    if mail.person is None or viewer_for(mail.person).is_stranger:
        return None
    return {
        "action_url": absolute_url("/"),
        "action_label": _("Come in"),
        "why": _("You receive this because you are a member of %(club)s.")
        % {"club": ClubSettings.load().club_name},
    }


def sample_invitation(mail: OutboxMail) -> dict[str, Any] | None:
    """An invitation as somebody would read it, for the one who is about to send it."""
    known, by = mail.subject, mail.caused_by
    if not isinstance(known, KnownPerson) or by is None or viewer_for(by).is_stranger:
        return None
    return {
        **sample_words(known, by),
        "why": _("This is a sample, sent to you alone. The real button opens the invitation."),
    }
