"""Who is there at a client, by the part they have in the dealings: facts, no figure for one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import BigAutoField, Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import JobFunction
from accounts.models import Company, Membership
from club.lib import clock, dates
from club.lib.prepared import Param, PreparedRows
from members.models import Invitation, KnownPerson
from participation.enums import Side
from participation.kinds import kinds, names_of_side
from participation.models import Actor, Participation

#: People shown of one part; the rest is a number.
SHOWN = 6
#: Without an act for so many days, somebody counts as silent.
SILENT = 60
#: Parts that are shown even when nobody has them: their absence says something.
ALWAYS = (JobFunction.DECIDES, JobFunction.BUYS, JobFunction.USES)
_HEADINGS = {
    JobFunction.DECIDES: gettext_lazy("Decides"),
    JobFunction.BUYS: gettext_lazy("Buys"),
    JobFunction.USES: gettext_lazy("Uses"),
    JobFunction.ADVISES: gettext_lazy("Advises"),
    JobFunction.OTHER: gettext_lazy("Others"),
}


@dataclass(frozen=True)
class PersonRow:
    """One person: the name, the title, and the last thing that is known."""

    name: str
    role: str
    last: str
    is_here: bool
    is_silent: bool = False
    person: Any = None
    url: str = ""


@dataclass
class Group:
    """The people of one part."""

    function: str
    label: str
    rows: list[PersonRow] = field(default_factory=list)
    here: int = 0
    total: int = 0

    @property
    def words(self) -> str:
        """`2 of 3 here`."""
        if not self.total:
            return _("nobody")
        return _("%(here)s of %(total)s here") % {"here": self.here, "total": self.total}

    @property
    def more(self) -> str:
        """How many are not shown."""
        left = self.total - len(self.rows)
        if left <= 0:
            return ""
        return ngettext("and %(n)s more", "and %(n)s more", left) % {"n": left}

    def add(self, row: PersonRow) -> None:
        """Count somebody, and show them while there is room."""
        self.total += 1
        self.here += row.is_here
        if len(self.rows) < SHOWN:
            self.rows.append(row)


def build_groups(company: Company, members: Iterable[Membership]) -> list[Group]:
    """Everybody known at a client: its `members_of`, then who was invited, then who could be."""
    groups = {value.value: Group(value, str(_HEADINGS[value])) for value in JobFunction}
    today = clock.today()
    for function, row in _everybody(company, members, today):
        groups.get(function, groups[JobFunction.OTHER.value]).add(row)
    return [g for value, g in groups.items() if g.total or value in ALWAYS]


def _everybody(
    company: Company, members: Iterable[Membership], today: date
) -> Iterable[tuple[str, PersonRow]]:
    for membership in members:
        yield membership.function, _member_row(membership, today)
    for invitation in Invitation.objects.waiting().filter(company=company).order_by("sent_at"):
        yield invitation.function, _invited_row(invitation)
    for known in KnownPerson.objects.uninvited().filter(company=company):
        yield (
            known.function,
            PersonRow(str(known), known.job_title, _("known, not invited yet"), is_here=False),
        )


def members_of(company: Company) -> list[Any]:
    """The active members, with the time and kind of the last thing each did (`acted_at`, `act`).

    Of who is `is_apart`, objecting to the use of their facts, neither is known.
    """
    return _members(company=company.pk)


@PreparedRows
def _members() -> Any:
    own = {"company_id": Param("company", BigAutoField())}
    acts = (
        Participation.objects.usable()
        .filter(person=OuterRef("person"), kind__in=names_of_side(Side.CLIENT), **own)
        .order_by("-occurred_at", "-pk")
    )
    rows = Membership.objects.active().filter(person__is_active=True, **own)
    return (
        rows.select_related("person__profile")
        .annotate(
            acted_at=Subquery(acts.values("occurred_at")[:1]),
            act=Subquery(acts.values("kind")[:1]),
            is_apart=Exists(Actor.objects.objecting().filter(person=OuterRef("person"))),
        )
        .order_by("person__last_name", "person__first_name", "pk")
    )


def _member_row(membership: Any, today: date) -> PersonRow:
    last, is_silent = _last_act(membership.acted_at, membership.act, membership.started_on, today)
    if membership.is_apart:
        last, is_silent = _("their activity is not shown, as they asked"), False
    return PersonRow(
        name=membership.person.full_name,
        role=membership.job_title,
        last=last,
        is_here=True,
        is_silent=is_silent,
        person=membership.person,
        url=reverse("members:person-detail", args=[membership.person_id]),
    )


def _last_act(at: datetime | None, kind: str | None, since: date, today: date) -> tuple[str, bool]:
    """The last act in words, or for how long there has been none; and whether that is long."""
    if at is None:
        days = (today - since).days
        words = _("member since %(day)s, no act yet") % {"day": dates.short_date(since)}
        return words, days > SILENT
    day = timezone.localdate(at)
    days = (today - day).days
    if days > SILENT:
        return (
            ngettext("silent for %(n)s day", "silent for %(n)s days", days) % {"n": days},
            True,
        )
    label = kinds.get(kind).label if kind and kind in kinds else ""
    return f"{dates.day_from(day, today)}, {label}", False


def _invited_row(invitation: Invitation) -> PersonRow:
    words = _("invited on %(day)s, not here yet") % {
        "day": dates.short_date(timezone.localdate(invitation.sent_at))
    }
    name = invitation.full_name or invitation.email
    return PersonRow(name, invitation.job_title, words, is_here=False)
