"""Two records of one person: what was sent to them, and what stands in their calendar."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.registry import MergePart
from club.lib.merging import Line, Rows, foresee_rows, move_rows
from notifications.models import (
    BellItem,
    BellState,
    CalendarFeed,
    CalendarGuest,
    OutboxMail,
    Preference,
)

ROWS = (
    Rows(OutboxMail, "person", _("mails sent")),
    Rows(OutboxMail, "caused_by"),
    Rows(
        CalendarGuest,
        "person",
        _("calendar invitations"),
        apart=("entry",),
        why=_("Both were invited: the invitation of the record that stays goes on."),
    ),
    Rows(BellItem, "person", _("items of the bell"), derived=True, why=_("They are notices only.")),
    Rows(BellItem, "caused_by"),
    Rows(BellState, "person", derived=True),
    Rows(
        Preference,
        "person",
        _("choices about mails"),
        apart=("kind",),
        why=_("What the record that stays has chosen holds."),
    ),
    Rows(
        CalendarFeed,
        "person",
        _("addresses of a subscribed calendar"),
        apart=(),
        why=_("There is one for each person: the other address stops working."),
    ),
)


def foresee(kept: User, gone: User) -> list[Line]:
    """What goes over and what is dropped."""
    return foresee_rows(ROWS, kept, gone)


def move(kept: User, gone: User, by: Any) -> None:
    """Move it. The mails of an invitation that both have belong to the one that goes on."""
    own = dict(CalendarGuest.objects.filter(person=kept).values_list("entry_id", "pk"))
    for guest in CalendarGuest.objects.filter(person=gone, entry_id__in=own):
        OutboxMail.objects.filter(guest=guest).update(guest_id=own[guest.entry_id])
    move_rows(ROWS, kept, gone)


PERSON = MergePart("notifications", 40, foresee, move)
