"""Looking at the site as a tier or as a member does, without being them.

A preview sees what both the member and the one who looks may see, and nothing that is the member's
own: no contacts, no requests, no bell, no calendar, no fields kept for contacts. The person who is
signed in stays who they are; only pages are shown, and nothing is written.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.audience import viewer_for, viewer_of_tier
from accounts.audit import note_act
from accounts.enums import AuditKind, Role
from accounts.models import Membership, Tier, User
from accounts.viewer import Viewer
from club.lib import clock

#: Where the session keeps what is looked at.
KEY = "site_preview"
LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class Preview:
    """What somebody looks at the site as: the viewer, a person to draw, and in words."""

    viewer: Viewer
    person: User
    words: str
    until: datetime


def begin_tier(session: Any, tier: Tier, *, by: User) -> None:
    """Look as a member of this tier whom no audience names."""
    note_act(AuditKind.PREVIEW_TIER, by=by, to=tier.pk)
    _keep(session, "tier", tier.pk)


def begin_member(session: Any, membership: Membership, *, by: User) -> None:
    """Look as this member. Whoever calls has checked that `by` may know of the member."""
    note_act(AuditKind.PREVIEW_MEMBER, by=by, person=membership.person, company=membership.company)
    _keep(session, "person", membership.person_id)


def end(session: Any, *, by: User) -> None:
    """Look as oneself again; nothing happens where no preview runs."""
    if session.pop(KEY, None) is not None:
        note_act(AuditKind.PREVIEW_ENDED, by=by)


def _keep(session: Any, kind: str, pk: int) -> None:
    until = clock.now() + LASTS
    session[KEY] = {"kind": kind, "pk": pk, "until": until.isoformat()}


def current(session: Any, looker: Viewer) -> Preview | None:
    """The preview that runs; None where its hour is over, or there is nothing to look as any more:
    the member left or was suspended, or the one who looks is of the staff no longer.
    """
    kept = session.get(KEY)
    if not kept or not looker.is_staff:
        return None
    until = datetime.fromisoformat(kept["until"])
    if until <= clock.now():
        return None
    if kept["kind"] == "tier":
        return _of_tier(kept["pk"], looker, until)
    return _of_member(kept["pk"], looker, until)


def _of_tier(pk: int, looker: Viewer, until: datetime) -> Preview | None:
    tier = Tier.objects.filter(pk=pk).first()
    if tier is None:
        return None
    viewer = both(viewer_of_tier(tier), looker)
    words = _("a member of the tier “%(tier)s”") % {"tier": tier.name}
    return Preview(viewer, _drawn(str(Role.MEMBER.label).capitalize(), ""), words, until)


def _of_member(pk: int, looker: Viewer, until: datetime) -> Preview | None:
    person = User.objects.filter(pk=pk).first()
    member = viewer_for(person) if person is not None else None
    if person is None or member is None or not member.is_member:
        return None
    drawn = _drawn(person.first_name, person.last_name)
    return Preview(both(member, looker), drawn, person.full_name, until)


def both(member: Viewer, looker: Viewer) -> Viewer:
    """What the member and the looker both may see; nobody's own things are in it.

    The ids of person and membership are those of nobody, so that whatever asks for them finds
    nothing. The company stays, because what is kept from a company must stay kept.
    """
    return Viewer(
        user_id=0,
        membership_id=0,
        company_id=member.company_id,
        tier_id=member.tier_id,
        segment_ids=member.segment_ids,
        audience_ids=member.audience_ids & looker.audience_ids,
        roles=frozenset({Role.MEMBER}),
    )


def _drawn(first_name: str, last_name: str) -> User:
    """Somebody with a name and no row, for what a page says about the one who reads it."""
    return User(pk=0, first_name=first_name, last_name=last_name)
