"""What goes with a membership that ends: contacts, requests for contact, and open invitations.

Nobody ends a contact here, so `ended_by` stays empty, and nobody has to wait before asking again.
"""

from datetime import datetime

from django.utils.translation import ngettext

from accounts.models import Company, Membership, User
from accounts.registry import LeavingPart
from club.lib import clock
from members.enums import ConnectionState
from members.models import Connection, Invitation
from members.services.contacts import about
from notifications.services import mark_read_about, tell

VERB = "members.contact_left"


def end_ties(person: User, company: Company, by: User | None) -> None:
    """End a leaver's contacts and requests, tell those who were in contact, and withdraw the
    invitations that they wrote: nobody stands behind them any more.
    """
    Invitation.objects.waiting().filter(invited_by=person, company=company).update(
        revoked_at=clock.now()
    )
    rows = Connection.objects.live().of(person.pk).select_for_update(of=("self",))
    found = list(rows.select_related("asked_by", "asked").order_by("pk"))
    others = {row.pk: row.asked if row.asked_by_id == person.pk else row.asked_by for row in found}
    for row in sorted(found, key=lambda row: others[row.pk].pk):
        was_contact = row.is_accepted
        row.state, row.ended_at = ConnectionState.ENDED, clock.now()
        row.save(update_fields=["state", "ended_at"])
        mark_read_about(row.asked, about(row))
        if was_contact:
            tell(
                VERB,
                person=others[row.pk],
                subject=row,
                by=None,
                payload={"company": company.name},
                about=f"{about(row)}:left",
            )


def foresee(person: User) -> list[str]:
    """What that will mean, in sentences."""
    contacts = Connection.objects.accepted().of(person.pk).count()
    invitations = Invitation.objects.waiting().filter(invited_by=person).count()
    said = []
    if contacts:
        said.append(
            ngettext(
                "%(count)d contact ends; the other one is told.",
                "%(count)d contacts end; the others are told.",
                contacts,
            )
            % {"count": contacts}
        )
    if invitations:
        said.append(
            ngettext(
                "%(count)d invitation that they wrote is withdrawn.",
                "%(count)d invitations that they wrote are withdrawn.",
                invitations,
            )
            % {"count": invitations}
        )
    return said


def renew_ties(person: User, left_at: datetime) -> None:
    """Give back the contacts and requests that ended with the leaving, where the other one is
    still a member and nothing new has begun between the two.
    """
    ended = Connection.objects.of(person.pk).filter(
        state=ConnectionState.ENDED, ended_by=None, ended_at__gte=left_at
    )
    for row in ended.select_for_update(of=("self",)).order_by("pk"):
        other = row.other(person.pk)
        here = Membership.objects.open().filter(person_id=other).exists()
        if not here or Connection.objects.between(person.pk, other).live().exists():
            continue
        row.state = ConnectionState.ACCEPTED if row.accepted_at else ConnectionState.ASKED
        row.ended_at = None
        row.save(update_fields=["state", "ended_at"])


LEAVING = LeavingPart("members.ties", 10, end_ties, foresee, renew_ties)
