"""What was logged about a client, newest first, in the words of the page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigAutoField, DateField, Q
from django.utils.translation import gettext as _

from accounts.models import Company, User
from accounts.querysets import active_q
from club.lib import clock, dates
from club.lib.prepared import Param, PreparedRows
from loyalty.enums import InteractionKind, Outcome
from loyalty.models import Interaction

#: How many contacts stand in the list of a client's page, and how many on its curve.
LOG_SHOWN = 6
ACTS_SHOWN = 6
#: Contacts that say something when they stand on the curve; calls would hide it.
_MARKED = (
    InteractionKind.VISIT,
    InteractionKind.COMPLAINT,
    InteractionKind.RECOMMENDATION,
    InteractionKind.INFORMATION,
)


@dataclass(frozen=True)
class Entry:
    """One contact."""

    pk: int
    title: str
    note: str
    detail: str
    state: str
    tone: str
    day: date
    is_open: bool


def contacts_of(company_id: Any) -> Any:
    """The contacts with a company that stand, the newest first; the id may be a parameter."""
    rows = Interaction.objects.of_company(company_id).standing()
    return rows.select_related("person", "by").order_by("-happened_on", "-pk")


def read_contacts(company: Company, since: date) -> tuple[list[Interaction], list[Interaction]]:
    """The last notable contacts since the curve begins, and the last ones at all with one more than
    is shown; both the newest first, in one query."""
    found = _last_contacts(company=company.pk, since=since)
    acts = [row for row in found if row.kind in _MARKED and row.happened_on >= since]
    return acts[:ACTS_SHOWN], found[: LOG_SHOWN + 1]


@PreparedRows
def _last_contacts() -> Any:
    rows = contacts_of(Param("company", BigAutoField()))
    notable = rows.filter(kind__in=_MARKED, happened_on__gte=Param("since", DateField()))
    last, marked = rows.values("pk")[: LOG_SHOWN + 1], notable.values("pk")[:ACTS_SHOWN]
    return rows.filter(Q(pk__in=last) | Q(pk__in=marked))


def people_of(company: Company, entry: Interaction | None = None) -> list[User]:
    """Whom a contact can have been with: members of the company, and the one who is named."""
    here = Q(memberships__in=company.memberships.filter(active_q()), is_active=True)
    named = Q(pk=entry.person_id) if entry is not None and entry.person_id else Q(pk__in=[])
    return list(User.objects.filter(here | named).distinct().order_by("last_name", "first_name"))


def build_entry(row: Interaction) -> Entry:
    """The words of one contact; no query."""
    day = dates.day_from(row.happened_on, clock.today())
    names = [row.person.full_name if row.person else "", day]
    by = _("noted by %(name)s") % {"name": row.by.full_name} if row.by else ""
    return Entry(
        pk=row.pk,
        title=_title(row),
        note=row.note,
        detail=", ".join(part for part in (*names, by) if part),
        state=_state(row),
        tone=_tone(row),
        day=row.happened_on,
        is_open=row.is_open_complaint,
    )


def _title(row: Interaction) -> str:
    if row.kind == InteractionKind.CALL:
        answered = row.outcome == Outcome.ANSWERED
        return _("Call, answered.") if answered else _("Call, no answer.")
    return {
        InteractionKind.VISIT: _("Visit."),
        InteractionKind.COMPLAINT: _("Complaint."),
        InteractionKind.INFORMATION: _("Useful information."),
        InteractionKind.RECOMMENDATION: _("They recommended us."),
    }[InteractionKind(row.kind)]


def _state(row: Interaction) -> str:
    """Of a complaint: open since, or closed and how."""
    if row.kind != InteractionKind.COMPLAINT:
        return ""
    if row.closed_on is None:
        days = (clock.today() - row.happened_on).days
        return _("Open for %(n)s days") % {"n": days} if days > 1 else _("Open")
    closed = _("Closed on %(day)s") % {"day": dates.short_date(row.closed_on)}
    settled = _("the client is satisfied") if row.satisfied_on else _("not confirmed by the client")
    return f"{closed}, {settled}"


def _tone(row: Interaction) -> str:
    if row.kind == InteractionKind.COMPLAINT:
        return "" if row.satisfied_on else "down"
    good = (InteractionKind.INFORMATION, InteractionKind.RECOMMENDATION)
    return "up" if row.kind in good or row.outcome == Outcome.ANSWERED else ""
