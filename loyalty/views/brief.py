"""The whole portfolio in one query: per client the little that counts, filters and order need.

A portfolio has 2,000 clients at most, so the states and the order are plain Python over short rows;
only the clients of the page that is shown are fetched whole.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import (
    Count,
    Exists,
    FloatField,
    OuterRef,
    Subquery,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from accounts.enums import JobFunction
from accounts.models import Company, Membership
from accounts.viewer import PerViewer, Viewer
from club.lib.text import fold
from loyalty.models import Interaction, Signal, SignalVersion
from loyalty.views import words
from loyalty.views.access import clients_of
from loyalty.views.choice import Choice, Sort, State
from loyalty.views.signals import shown_number, trend_of
from members.models import Invitation, KnownPerson
from members.models.search import companies_matching_q

FAR = date.max


class _Columns(NamedTuple):
    """What the query reads of one client."""

    pk: int
    name: str
    slug: str
    tier: str
    tier_fr: str
    tier_en: str
    manager: int | None
    manager_first: str | None
    manager_last: str | None
    renewal_on: date | None
    arrived: int
    waiting: int
    uninvited: int
    decider_here: bool
    decider_known: bool
    state: str | None
    value: float | None
    change: float | None
    band: float
    last_contact_on: date | None
    open_complaints: int
    is_hit: bool = True


class Brief(_Columns):
    """One client in short. The three numbers of people do not overlap."""

    @cached_property
    def number(self) -> float | None:
        """The signal, whole or half, where it may be shown.

        With one member left, it is none from this request on, whatever was computed before.
        """
        return shown_number(self.value, self.state or "") if self.arrived > 1 else None

    @cached_property
    def trend(self) -> str:
        """`up`, `down`, `flat`; '' without a number or anything to compare with."""
        return trend_of(self.change, self.band) if self.number is not None else ""

    @property
    def invited(self) -> int:
        """Those to whom somebody wrote, whoever has come since included."""
        return self.arrived + self.waiting

    @property
    def known(self) -> int:
        """Everybody whom the club knows there."""
        return self.invited + self.uninvited


_COLUMNS = (
    "pk",
    "name",
    "slug",
    "tier__slug",
    "tier__name_fr",
    "tier__name_en",
    "account_manager_id",
    "account_manager__first_name",
    "account_manager__last_name",
    "renewal_on",
    "arrived",
    "waiting",
    "uninvited",
    "decider_here",
    "decider_known",
    "state",
    "value",
    "change",
    "band",
    "last_contact_on",
    "open_complaints",
)


def read_briefs(viewer: Viewer, query: str = "") -> list[Brief]:
    """The clients of the viewer in short; `is_hit` says which ones the words of `query` name."""
    if not query:
        return [Brief(*row) for row in _all(viewer)]
    clients = clients_of(viewer)
    hit = Exists(Company.objects.filter(companies_matching_q(query), pk=OuterRef("pk")))
    rows = _columns_of(clients.annotate(is_hit=hit), "is_hit")
    return [Brief(*row) for row in rows]


@PerViewer
def _all(viewer: Viewer) -> Any:
    return _columns_of(clients_of(viewer))


def brief_of(company: Any) -> Brief:
    """The same of a company `with_brief` that was fetched with its tier."""
    own = {
        "tier": company.tier.slug,
        "tier_fr": company.tier.name_fr,
        "tier_en": company.tier.name_en,
        "manager": company.account_manager_id,
        "manager_first": None,
        "manager_last": None,
        "is_hit": True,
    }
    return Brief(*(own[n] if n in own else getattr(company, n) for n in Brief._fields))


def _columns_of(companies: Any, *more: str) -> Any:
    return with_brief(companies).order_by().values_list(*_COLUMNS, *more)


def with_brief(companies: Any) -> Any:
    """Companies with what a line of the portfolio knows."""
    return with_signal(with_people(companies))


def with_signal(companies: Any) -> Any:
    """Companies with the `state`, `value` and `change` of their last signal, the `band` of noise,
    the day of our last contact and how many complaints are open."""
    own = {"company": OuterRef("pk")}
    latest = Signal.objects.filter(**own).order_by("-day")
    contacts = Interaction.objects.standing().filter(**own).order_by("-happened_on")
    version = SignalVersion.objects.order_by("-pk")
    band = KeyTextTransform("dead_band", "parameters")
    return companies.annotate(
        state=Subquery(latest.values("state")[:1]),
        value=Subquery(latest.values("value")[:1]),
        change=Subquery(latest.values("change")[:1]),
        band=Subquery(version.values_list(Cast(band, FloatField()))[:1]),
        last_contact_on=Subquery(contacts.values("happened_on")[:1]),
        open_complaints=_count(Interaction.objects.open_complaints().filter(**own)),
    )


def with_people(companies: Any) -> Any:
    """Companies with `arrived`, `waiting` and `uninvited` people, and where one who decides is.

    Members today, invitations that wait for an answer, and people whom only the records name.
    """
    own = {"company": OuterRef("pk")}
    members = Membership.objects.active().filter(person__is_active=True, **own)
    waiting = Invitation.objects.waiting().filter(**own)
    uninvited = KnownPerson.objects.uninvited().filter(**own)
    decides = {"function": JobFunction.DECIDES}
    return companies.annotate(
        arrived=_count(members),
        waiting=_count(waiting),
        uninvited=_count(uninvited),
        decider_here=Exists(members.filter(**decides)),
        decider_known=Exists(waiting.filter(**decides)) | Exists(uninvited.filter(**decides)),
    )


def _count(rows: Any) -> Any:
    counted = rows.order_by().values("company").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


_TRENDS = {"down": State.FALLING.value, "up": State.RISING.value}
_COMPLAINT, _RENEWAL = State.COMPLAINT.value, State.RENEWAL.value
_NO_DECIDER, _NOT_INVITED = State.NO_DECIDER.value, State.NOT_INVITED.value
_UNRATED = State.UNRATED.value


def states_of(brief: Brief, today: date) -> frozenset[str]:
    """The states of the portfolio that a client is in; every one is in the empty state."""
    found = (
        "",
        _TRENDS.get(brief.trend, ""),
        _COMPLAINT if brief.open_complaints else "",
        _RENEWAL if words.renews_soon(brief.renewal_on, today) else "",
        "" if brief.decider_here else _NO_DECIDER,
        "" if brief.invited else _NOT_INVITED,
        _UNRATED if brief.number is None else "",
    )
    return frozenset(found)


def fits(brief: Brief, choice: Choice) -> bool:
    """Whether words, tier and manager of the choice let a client through, whatever its state."""
    tier = not choice.tier or brief.tier == choice.tier
    manager = choice.manager is None or brief.manager == choice.manager
    return brief.is_hit and tier and manager


#: Of each client, by its number, the states that it is in.
States = Mapping[int, frozenset[str]]


def in_order(briefs: Iterable[Brief], sort: str, states: States) -> list[Brief]:
    """Sorted as asked; by default what changed or is due comes first, never the largest."""
    keys: dict[str, Any] = {
        Sort.SIGNAL: lambda b: (b.number is None, b.number or 0.0),
        Sort.RENEWAL: lambda b: (b.renewal_on or FAR,),
        Sort.CONTACT: lambda b: (b.last_contact_on or date.min,),
        Sort.NAME: lambda b: (),
        Sort.URGENCY: lambda b: (_rank(states[b.pk]), b.change or 0.0, b.renewal_on or FAR),
    }
    key = keys[sort]
    return sorted(briefs, key=lambda b: (*key(b), fold(b.name), b.pk))


#: What comes first by default.
_RANKS = (State.COMPLAINT, State.FALLING, State.RENEWAL, State.RISING, State.NOT_INVITED)


def _rank(states: frozenset[str]) -> int:
    for rank, state in enumerate(_RANKS):
        if state in states:
            return rank
    return len(_RANKS)
