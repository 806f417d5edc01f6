"""The facts behind a part of the signal: the day, who, what, and how the club knows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Company
from loyalty.enums import Dimension, LookedAt
from loyalty.models import SignalVersion
from loyalty.services import log_look
from loyalty.views.access import get_client_or_404, refuse_writing
from loyalty.views.signals import PART_NAMES
from participation.enums import Side
from participation.kinds import kinds
from participation.models import Participation
from participation.reading import read_subjects
from participation.registry import About

PER_PAGE = 50


@dataclass(frozen=True)
class Fact:
    """One fact as the list shows it."""

    day: date
    who: str
    what: str
    about: About | None
    part: str
    source: str


@dataclass(frozen=True)
class Chip:
    """One part of the signal, to see its facts alone."""

    label: str
    url: str
    is_chosen: bool


def facts(request: HttpRequest, slug: str) -> HttpResponse:
    """All facts about a client, or those behind one part of its signal."""
    company = get_client_or_404(request, slug)
    if refusal := refuse_writing(request):
        return refusal
    log_look(request.viewer, page=LookedAt.CLIENT, company=company)  # type: ignore[attr-defined]
    part = request.GET.get("part", "")
    part = part if part in Dimension.values else ""
    version = SignalVersion.objects.order_by("-pk").first()
    rows = facts_of(company, part, version)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    dimension_of = dimensions(version)
    abouts = read_subjects(page, request.viewer)  # type: ignore[attr-defined]
    context = {
        "company": company,
        "title": str(PART_NAMES[Dimension(part)]) if part else _("All facts"),
        "lede": _lede(part, page.paginator.count),
        "empty_text": _about(part),
        "chips": _chips(company, part),
        "page": page,
        "rows": [_fact(row, dimension_of, abouts.get(row.pk)) for row in page],
    }
    return render(request, "loyalty/facts.html", context)


def facts_of(company: Company, part: str, version: SignalVersion | None) -> Any:
    """The usable facts of a client that count in a part, the newest first.

    Breadth is made of everything that the client's people did; response of what they answered and
    of what the club asked.
    """
    rows = Participation.objects.usable().of_company(company).select_related("person")
    ordered = rows.order_by("-occurred_at", "-pk")
    if not part:
        return ordered
    dimension_of = dimensions(version)
    if part == Dimension.BREADTH:
        return ordered.of_kind(*dimension_of)
    names = [name for name, dimension in dimension_of.items() if dimension == part]
    if part == Dimension.RESPONSE and version is not None:
        names += list(version.solicitations)
    return ordered.of_kind(*names)


def dimensions(version: SignalVersion | None) -> dict[str, str]:
    """Of each kind that counts, the part that it counts in."""
    known = version.kinds if version is not None else {}
    return {name: facts["dimension"] for name, facts in known.items()}


def _fact(row: Participation, dimension_of: dict[str, str], about: About | None) -> Fact:
    name = dimension_of.get(row.kind, "")
    return Fact(
        day=timezone.localdate(row.occurred_at),
        who=row.person.full_name if row.person else _("the company"),
        what=str(kinds.get(row.kind).label) if row.kind in kinds else row.kind,
        about=about,
        part=_part_of(row, name),
        source=str(row.get_source_display()),
    )


def _part_of(row: Participation, dimension: str) -> str:
    """The part in which a fact counts, or why in none."""
    if dimension:
        return str(PART_NAMES[Dimension(dimension)])
    is_ours = row.kind in kinds and kinds.get(row.kind).side == Side.CLUB
    return _("no points: our own effort") if is_ours else _("no points")


def _chips(company: Company, part: str) -> list[Chip]:
    url = reverse("loyalty:facts", args=[company.slug])
    every = Chip(_("All"), url, is_chosen=not part)
    parts = [
        Chip(str(label), f"{url}?part={name.value}", is_chosen=name == part)
        for name, label in PART_NAMES.items()
    ]
    return [every, *parts]


def _lede(part: str, count: int) -> str:
    number = ngettext("%(n)s fact", "%(n)s facts", count) % {"n": count}
    return f"{number}. {_about(part)}"


def _about(part: str) -> str:
    """What a part of the signal is made of."""
    if not part:
        return _("Everything that the ledger holds about this client, newest first.")
    return {
        Dimension.PRESENCE: _("They register for events and come."),
        Dimension.RESPONSE: _("They answer when we ask: invitations, calls, surveys."),
        Dimension.CONTRIBUTION: _("They write, help others, and tell us what is useful."),
        Dimension.LINKS: _(
            "They make contacts with other clients of the club, agree to meet them, and bring "
            "others together."
        ),
        Dimension.ADVOCACY: _("They recommend us."),
        Dimension.BREADTH: _("Several of their people take part, not one alone."),
        Dimension.VOICE: _("What they answer to the three loyalty questions."),
        Dimension.MANAGERS_VIEW: _("What their account manager has observed."),
    }[Dimension(part)]
