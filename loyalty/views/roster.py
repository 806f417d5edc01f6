"""Who is there at a client, by the part they have in the dealings: facts, no figure for one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import (
    BigAutoField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Subquery,
    Value,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import JobFunction
from accounts.models import Company, Membership, User
from club.lib import clock, dates
from club.lib.prepared import Param, PreparedRows
from members.models import Invitation, KnownPerson, Profile
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


class Source(IntEnum):
    """Whence the club knows somebody, in the order in which they are shown."""

    MEMBER = 1
    INVITED = 2
    RECORDS = 3


class _Columns(NamedTuple):
    """What the query reads of one person, in the order of `_BLANK`."""

    source: int
    pk: int
    function: str
    job_title: str
    last_name: str
    first_name: str
    email: str
    sent_at: datetime | None
    user: int | None
    face: str | None
    since: date | None
    acted_at: datetime | None
    act: str | None
    is_apart: bool


class Known(_Columns):
    """Somebody of a client. Only a member has a `user`, a picture and a last act."""

    @property
    def name(self) -> str:
        """First and last name, or ''."""
        return f"{self.first_name} {self.last_name}".strip()

    @cached_property
    def person(self) -> User:
        """A member as a person of the club, with a face; never to be saved."""
        names = {"first_name": self.first_name, "last_name": self.last_name, "email": self.email}
        person = User(pk=self.user, **names)
        if self.face:
            Profile(person=person, face=self.face)
        return person


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


def build_groups(people: Iterable[Known]) -> list[Group]:
    """Everybody known at a client by their part, in the order of `known_at`."""
    groups = {value.value: Group(value, str(_HEADINGS[value])) for value in JobFunction}
    today = clock.today()
    for one in people:
        row = _ROWS[Source(one.source)](one, today)
        groups.get(one.function, groups[JobFunction.OTHER.value]).add(row)
    return [g for value, g in groups.items() if g.total or value in ALWAYS]


def known_at(company: Company) -> list[Known]:
    """The active members by name, then who was invited, then who could be. One query.

    Of a member who is `is_apart`, objecting to the use of their facts, neither time nor kind of the
    last act is known.
    """
    return [Known(*row) for row in _everybody(company=company.pk)]


@PreparedRows
def _everybody() -> Any:
    own = {"company_id": Param("company", BigAutoField())}
    rows = _members(own).union(_invited(own), _uninvited(own), all=True)
    return rows.order_by("source", "sent", "surname", "forename", "number")


def _members(own: dict[str, Any]) -> Any:
    acts = (
        Participation.objects.usable()
        .filter(person=OuterRef("person"), kind__in=names_of_side(Side.CLIENT), **own)
        .order_by("-occurred_at", "-pk")
    )
    return _columns(
        Membership.objects.active().filter(person__is_active=True, **own),
        source=Value(Source.MEMBER.value),
        surname=F("person__last_name"),
        forename=F("person__first_name"),
        address=F("person__email"),
        user=F("person_id"),
        picture=F("person__profile__face"),
        since=F("started_on"),
        acted_at=Subquery(acts.values("occurred_at")[:1]),
        act=Subquery(acts.values("kind")[:1]),
        is_apart=Exists(Actor.objects.objecting().filter(person=OuterRef("person"))),
    )


def _invited(own: dict[str, Any]) -> Any:
    rows = Invitation.objects.waiting().filter(**own)
    return _columns(rows, source=Value(Source.INVITED.value), sent=F("sent_at"), **_NAMED)


def _uninvited(own: dict[str, Any]) -> Any:
    rows = KnownPerson.objects.uninvited().filter(**own)
    return _columns(rows, source=Value(Source.RECORDS.value), **_NAMED)


_NAMED = {"surname": F("last_name"), "forename": F("first_name"), "address": F("email")}
#: What stands in the columns that a kind of row does not have.
_BLANK = {
    "source": None,
    "number": F("pk"),
    "part": F("function"),
    "title": F("job_title"),
    "surname": None,
    "forename": None,
    "address": None,
    "sent": Value(None, DateTimeField()),
    "user": Value(None, BigAutoField()),
    "picture": Value(None, CharField()),
    "since": Value(None, DateField()),
    "acted_at": Value(None, DateTimeField()),
    "act": Value(None, CharField()),
    "is_apart": Value(False, BooleanField()),
}


def _columns(rows: Any, **there: Any) -> Any:
    """The columns that members, invitations and records have in common, in their order."""
    return rows.order_by().annotate(**{**_BLANK, **there}).values_list(*_BLANK)


def _member_row(member: Known, today: date) -> PersonRow:
    since = member.since or today
    last, is_silent = _last_act(member.acted_at, member.act, since, today)
    if member.is_apart:
        last, is_silent = _("their activity is not shown, as they asked"), False
    person = member.person
    return PersonRow(
        name=person.full_name,
        role=member.job_title,
        last=last,
        is_here=True,
        is_silent=is_silent,
        person=person,
        url=reverse("members:person-detail", args=[person.pk]),
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


def _invited_row(invited: Known, today: date) -> PersonRow:
    day = timezone.localdate(invited.sent_at) if invited.sent_at else today
    words = _("invited on %(day)s, not here yet") % {"day": dates.short_date(day)}
    return PersonRow(invited.name or invited.email, invited.job_title, words, is_here=False)


def _records_row(known: Known, _today: date) -> PersonRow:
    words = _("known, not invited yet")
    return PersonRow(known.name or known.email, known.job_title, words, is_here=False)


_ROWS = {
    Source.MEMBER: _member_row,
    Source.INVITED: _invited_row,
    Source.RECORDS: _records_row,
}
