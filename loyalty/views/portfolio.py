"""The portfolio: each client with what is known, what changed, and one proposed act."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BigAutoField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import Company
from club.lib import clock
from club.lib.bilingual import pick
from club.lib.prepared import Params, PreparedRows
from club.lib.text import fold
from loyalty.enums import LookedAt
from loyalty.services import log_look
from loyalty.views.access import refuse_writing, require_desk
from loyalty.views.brief import Brief, States, fits, in_order, read_briefs, states_of
from loyalty.views.choice import Choice, Sort, State
from loyalty.views.lines import Line, build_line
from loyalty.views.signals import reasons_of

PER_PAGE = 25


#: What asks for the account manager.
_ASKING = frozenset({State.COMPLAINT, State.FALLING, State.RENEWAL})


@dataclass(frozen=True)
class Chip:
    """One state with how many clients are in it, and the address of the list of those."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Headline:
    """The first sentence of the page, its turn, and what stands below it."""

    before: str
    turn: str
    lede: str


def portfolio(request: HttpRequest) -> HttpResponse:
    """The own clients of an account manager, or all clients for a director."""
    viewer = require_desk(request)
    if refusal := refuse_writing(request):
        return refusal
    log_look(viewer, page=LookedAt.PORTFOLIO)
    today, choice = clock.today(), Choice.of(request.GET)
    briefs = read_briefs(viewer, choice.query)
    states = {brief.pk: states_of(brief, today) for brief in briefs}
    fitting = [brief for brief in briefs if fits(brief, choice)]
    shown = in_order((b for b in fitting if choice.state in states[b.pk]), choice.sort, states)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    is_director = viewer.has_role(Role.DIRECTOR)
    context = {
        "page": page,
        "lines": build_lines(page, today, with_manager=is_director),
        "today": today,
        "total": len(briefs),
        "choice": choice,
        "is_director": is_director,
        "headline": build_headline(briefs, states),
        "states": build_chips(request, choice, _count(fitting, states)),
        "tiers": _tiers(briefs, choice),
        "managers": _managers(briefs, choice) if is_director else [],
        "sorts": [(sort.value, sort.label, sort.value == choice.sort) for sort in Sort],
    }
    return render(request, "loyalty/portfolio.html", context)


def build_lines(page: Page[Brief], today: date, *, with_manager: bool) -> list[Line]:
    """The lines of one page of the list; two queries, whatever its length."""
    briefs = list(page)
    ids = [brief.pk for brief in briefs]
    companies = {company.pk: company for company in _companies(ids=ids)}
    reasons = reasons_of(ids)
    return [
        build_line(
            companies[brief.pk],
            brief,
            reasons.get(brief.pk, ""),
            today,
            manager=_name(brief) if with_manager else "",
        )
        for brief in briefs
        if brief.pk in companies
    ]


@PreparedRows
def _companies() -> Any:
    rows = Company.objects.filter(pk__in=Params("ids", BigAutoField()))
    return rows.select_related("tier", "sector")


def build_headline(briefs: list[Brief], states: States) -> Headline:
    """What the page says first: how many clients changed or ask for something."""
    waiting = sum(not _ASKING.isdisjoint(found) for found in states.values())
    new = sum(not brief.invited for brief in briefs)
    if waiting:
        before = ngettext(
            "%(n)s client is waiting for you", "%(n)s clients are waiting for you", waiting
        )
        lede = _("They come first below. A gesture of yours can count; the others are well.")
        return Headline(before % {"n": waiting}, _("this week."), lede)
    if new:
        before = ngettext("%(n)s client can be", "%(n)s clients can be", new)
        lede = _("Each line says what is known already, and what to do first.")
        return Headline(before % {"n": new}, _("invited now."), lede)
    return Headline(_("Your clients are"), _("well."), _("Nothing changed that asks for you."))


def _count(briefs: Iterable[Brief], states: States) -> Counter[str]:
    """How many clients are in each state."""
    return Counter(chain.from_iterable(states[brief.pk] for brief in briefs))


def build_chips(request: HttpRequest, choice: Choice, counts: Counter[str]) -> list[Chip]:
    """The states that hold somebody, and the chosen one; first all of them."""
    states = [("", _("All")), *((state.value, str(state.label)) for state in State)]
    return [
        Chip(label, counts[value], _address(request, value), value == choice.state)
        for value, label in states
        if counts[value] or not value or value == choice.state
    ]


def _address(request: HttpRequest, state: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("state", None)
    if state:
        query["state"] = state
    return f"?{query.urlencode()}"


Options = list[tuple[Any, str, bool]]


def _tiers(briefs: Iterable[Brief], choice: Choice) -> Options:
    names = {brief.tier: (brief.tier_fr, brief.tier_en) for brief in briefs}
    return _options({slug: pick(*both) for slug, both in names.items()}, choice.tier)


def _managers(briefs: Iterable[Brief], choice: Choice) -> Options:
    found = {brief.manager: _name(brief) for brief in briefs if brief.manager}
    return _options(found, choice.manager)


def _options(labels: dict[Any, str], chosen: Any) -> Options:
    rows = sorted(labels.items(), key=lambda item: fold(item[1]))
    return [(value, label, value == chosen) for value, label in rows]


def _name(brief: Brief) -> str:
    return f"{brief.manager_first or ''} {brief.manager_last or ''}".strip()
