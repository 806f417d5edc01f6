"""The versions of the signal, and what is frozen of the portfolio each night."""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

from loyalty.enums import Dimension
from loyalty.formulae import Grid, Measures, Priors, evaluate
from loyalty.models import FrozenPriors, SignalVersion
from loyalty.services.measuring import measure

#: Of a club in which nobody was asked anything yet.
_EVEN = 0.5


def current_version() -> SignalVersion:
    """The version in force: the last one written."""
    return SignalVersion.objects.order_by("-pk")[:1].get()


def grid_of(version: SignalVersion) -> Grid:
    """The version as plain values."""
    return Grid(
        weights=version.weights,
        kinds=version.kinds,
        solicitations=version.solicitations,
        kappas=version.kappas,
        parameters=version.parameters,
    )


def priors_of(row: FrozenPriors) -> Priors:
    """The frozen row as plain values."""
    return Priors(frozenset(row.observed), row.response_rate, row.season)


def frozen_for(day: date, version: SignalVersion) -> FrozenPriors:
    """The row that the signals of this day use: the last one not after it.

    Before the first night there is none before it: then the first one after it, and where there is
    none at all, one is made.
    """
    row: FrozenPriors | None = FrozenPriors.objects.in_force(day, version.pk).first()
    return row or freeze_priors(day, version)


def freeze_priors(
    day: date, version: SignalVersion, measured: Sequence[Measures] | None = None
) -> FrozenPriors:
    """Write down what the portfolio looks like on `day`; the row that stands, where there is one.

    `measured` spares measuring all companies, where the caller has just done so.
    """
    known = FrozenPriors.objects.filter(day=day, version=version).first()
    if known is not None:
        return known
    grid = grid_of(version)
    companies = measure(day, grid) if measured is None else measured
    seen = Priors(_observed(companies), _response_rate(companies))
    earlier = day - timedelta(days=grid.parameters["trend_days"])
    former = FrozenPriors.objects.filter(version=version, day__lte=earlier).order_by("-day").first()
    season = _season(companies, grid, priors_of(former) if former else seen, seen)
    row, _created = FrozenPriors.objects.get_or_create(
        day=day,
        version=version,
        defaults={
            "observed": sorted(seen.observed),
            "response_rate": seen.response_rate,
            "season": season,
        },
    )
    return row


def _observed(companies: Sequence[Measures]) -> frozenset[str]:
    """The dimensions of which anybody has a fact."""
    found: set[str] = set()
    for company in companies:
        found |= {d for d, strength in company.now.strengths.items() if strength > 0}
        found |= {Dimension.BREADTH.value} if company.now.total > 0 else set()
        found |= {Dimension.RESPONSE.value} if company.now.asked > 0 else set()
    return frozenset(found)


def _response_rate(companies: Sequence[Measures]) -> float:
    """The share of all solicitations that were answered."""
    asked = sum(company.now.asked for company in companies)
    return sum(company.now.answered for company in companies) / asked if asked > 0 else _EVEN


def _season(companies: Sequence[Measures], grid: Grid, before: Priors, seen: Priors) -> float:
    """The median change of the portfolio; 0 where too few companies have one."""
    results = (evaluate(company, grid, before, seen) for company in companies)
    changes = [result.change for result in results if result.change is not None]
    return median(changes) if len(changes) >= grid.parameters["season_companies"] else 0.0
