"""The people who are proposed to one member, with the reasons that may be said today."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, When

from accounts.models import Membership
from accounts.viewer import PerViewer, Viewer
from members.meetings import grounds
from members.models.connection import Connection
from members.models.sight import PersonSight, see_person
from members.models.suggestion import Dismissal
from members.querysets import rivals_q, visible_memberships, with_closeness

#: So many reasons are said of one person, the strongest ones.
REASONS = 2


@dataclass
class Proposal:
    """Somebody to meet, and why, in sentences."""

    sight: PersonSight
    reasons: list[str] = field(default_factory=list)


def people_to_meet(viewer: Viewer, count: int) -> list[Proposal]:
    """At most so many people for a member to meet, the best one first; none for staff.

    One query. It trusts nothing of what was found earlier: whoever hides, is in contact, was asked
    or put away, or works for a competitor by now is left out, and so is a reason that the viewer
    may not know any more.
    """
    if not viewer.is_member:
        return []
    found: dict[int, Proposal] = {}
    for row in _rows(viewer):
        if row.title is None:
            continue
        if row.person_id not in found and len(found) == count:
            break
        proposal = found.setdefault(row.person_id, Proposal(see_person(row, viewer)))
        if len(proposal.reasons) < REASONS:
            proposal.reasons.append(grounds.get(row.ground).words(row.title))
    return list(found.values())


@PerViewer
def _rows(viewer: Viewer) -> "QuerySet[Any]":
    """A row for each reason, those of one person together, the strongest first."""
    own = Q(person__suggested__to_id=viewer.user_id)
    proposed = with_closeness(visible_memberships(viewer).filter(own), viewer).annotate(
        rank=F("person__suggested__rank"),
        ground=F("person__suggested__ground"),
        about_id=F("person__suggested__about_id"),
        topic=F("person__suggested__topic"),
    )
    named = (When(ground=ground.name, then=ground.title(viewer)) for ground in grounds)
    weight = (When(ground=ground.name, then=ground.weight) for ground in grounds)
    rows = proposed.exclude(_known_q(viewer) | rivals_q(viewer))
    return rows.annotate(title=Case(*named, output_field=TextField())).order_by(
        "rank", Case(*weight, default=0).desc(), "topic", "about_id"
    )


def _known_q(viewer: Viewer) -> Q:
    """Colleagues, whom there is something between already, and who was put away."""
    between = Connection.objects.filter(
        Q(asked_by_id=viewer.user_id, asked_id=OuterRef("person_id"))
        | Q(asked_id=viewer.user_id, asked_by_id=OuterRef("person_id"))
    )
    away = Dismissal.objects.filter(by_id=viewer.user_id, person_id=OuterRef("person_id"))
    return Q(company_id=viewer.company_id) | Q(Exists(between)) | Q(Exists(away))


def put_away(viewer: Viewer, asked: str) -> Membership | None:
    """Whom the viewer has just put away, while that can be undone; None for anything else.

    `asked` is the person's id as an address has it.
    """
    if not (viewer.is_member and asked.isascii() and asked.isdigit() and len(asked) < 18):
        return None
    person = int(asked)
    row = Dismissal.objects.filter(by_id=viewer.user_id, person_id=person).first()
    if row is None or not row.can_be_undone:
        return None
    found: Membership | None = visible_memberships(viewer).filter(person_id=person).first()
    return found
