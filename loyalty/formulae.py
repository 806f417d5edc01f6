"""The formulae of SIGNAL.md 3.2, 3.4 and 3.5, from what the database has summed to a signal.

Pure: neither database nor clock. Numbers of the formulae are those of SIGNAL.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp, log, sqrt
from typing import Any

from loyalty.enums import OF_ACTS, Cause, Confidence, Dimension, Friction, SignalState

SCALE = 10.0


@dataclass(frozen=True)
class Grid:
    """A version of the signal as plain values (see `models.SignalVersion`)."""

    weights: Mapping[str, float]
    kinds: Mapping[str, Mapping[str, Any]]
    solicitations: Mapping[str, float]
    kappas: Mapping[str, float]
    parameters: Mapping[str, float]


@dataclass(frozen=True)
class Priors:
    """What is frozen of the portfolio."""

    observed: frozenset[str]
    response_rate: float
    season: float = 0.0


@dataclass
class Acts:
    """What a company's people did, seen from one day.

    `strengths`: Σ√(2s) of each dimension (formula 3). `total` and `total_ln`: Σs and Σ s·ln s over
    people (6). `answered` and `asked`: of solicitations (7).
    """

    strengths: dict[str, float] = field(default_factory=dict)
    total: float = 0.0
    total_ln: float = 0.0
    answered: float = 0.0
    asked: float = 0.0


@dataclass(frozen=True)
class Drag:
    """One thing that pulls the signal down, since a day."""

    kind: Friction
    points: float
    since: date


@dataclass
class Measures:
    """All that is known of one company on `day`, and on the earlier day of the comparison.

    `faded` are the acts of the earlier day as strong as they are now. `has_been_sure`: n_eff has
    reached its bound once.
    """

    company_id: int
    day: date
    known_on: date
    contacts: int = 1
    contacts_then: int = 1
    active: int = 0
    active_then: int = 0
    n_eff: float = 0.0
    has_been_sure: bool = False
    now: Acts = field(default_factory=Acts)
    then: Acts = field(default_factory=Acts)
    faded: dict[str, float] = field(default_factory=dict)
    fast: Acts = field(default_factory=Acts)
    drags: list[Drag] = field(default_factory=list)
    drags_then: list[Drag] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """Points of a dimension, out of the possible ones."""

    dimension: str
    points: float
    possible: float


@dataclass(frozen=True)
class Result:
    """A signal as it is kept (see `models.Signal`)."""

    state: SignalState
    value: float | None
    value_fast: float | None
    change: float | None
    parts: Sequence[Part]
    friction: Sequence[Drag]
    friction_points: float
    causes: Mapping[str, float]
    confidence: float
    letter: Confidence


# --- Value ----------------------------------------------------------------------------------
def size_scale(contacts: int, grid: Grid) -> float:
    """Formula 4: how much strength a company of this size needs for the same points."""
    given = grid.parameters
    return float(max(1, contacts) ** given["size_exponent"] * 2.0 ** given["size_factor_log2"])


def possible_points(contacts: int, grid: Grid, priors: Priors) -> dict[str, float]:
    """The points of each dimension that the club observes; together 10, or none at all.

    With one contact, breadth weighs half, and the others share the rest (formula 6).
    """
    weights = {d: grid.weights[d] for d in Dimension.values if d in priors.observed}
    if max(1, contacts) == 1 and Dimension.BREADTH in weights:
        weights[Dimension.BREADTH.value] *= grid.parameters["breadth_share_alone"]
    total = sum(weights.values())
    return {d: SCALE * weight / total for d, weight in weights.items() if total > 0}


def saturation(strength: float, kappa: float, scale: float) -> float:
    """Formula 5 without its weight: 0 to 1."""
    return 1.0 - exp(-min(strength / (kappa * scale), 700.0))


def breadth(acts: Acts, grid: Grid) -> float:
    """B of formula 6: about how many people carry the relation."""
    if acts.total <= 0:
        return 0.0
    entropy = log(acts.total) - acts.total_ln / acts.total
    given = min(acts.total / grid.parameters["breadth_strength"], 700.0)
    return exp(entropy) * (1.0 - exp(-given))


def breadth_share(acts: Acts, contacts: int, grid: Grid) -> float:
    """Formula 6 without its weight: 0 to 1."""
    floor = grid.parameters["breadth_floor"]
    target = 1.0 + sqrt(max(1, contacts) - 1)
    return min(1.0, max(0.0, (breadth(acts, grid) - floor) / (target - floor)))


def response_rate(acts: Acts, grid: Grid, priors: Priors) -> float:
    """r of formula 7."""
    prior = grid.parameters["prior_solicitations"]
    return (acts.answered + prior * priors.response_rate) / (acts.asked + prior)


def points_of(acts: Acts, contacts: int, grid: Grid, priors: Priors) -> list[Part]:
    """The parts of the signal before friction, in the order of the dimensions."""
    scale = size_scale(contacts, grid)
    parts = []
    for dimension, possible in possible_points(contacts, grid, priors).items():
        if dimension == Dimension.BREADTH:
            share = breadth_share(acts, contacts, grid)
        elif dimension == Dimension.RESPONSE:
            share = response_rate(acts, grid, priors)
        elif dimension in OF_ACTS:
            strength = acts.strengths.get(dimension, 0.0)
            share = saturation(strength, grid.kappas[dimension], scale)
        else:
            continue
        parts.append(Part(dimension, possible * share, possible))
    return parts


def total_drag(drags: Sequence[Drag], grid: Grid) -> float:
    """Friction of formula 10: at most 2."""
    return min(sum(drag.points for drag in drags), grid.parameters["friction_most"])


def value_of(parts: Sequence[Part], friction: float) -> float:
    """S of formula 10."""
    return min(SCALE, max(0.0, sum(part.points for part in parts) - friction))


# --- Confidence -----------------------------------------------------------------------------
def confidence_of(measures: Measures, grid: Grid, priors: Priors) -> float:
    """3.4: 0 to 1.

    Doing nothing is an observation; not being asked, or having given no view, is none. A dimension
    that the club does not observe pulls nothing down, here either.
    """
    possible = possible_points(measures.contacts, grid, priors)
    if not possible:
        return 0.0
    own = dict(possible)
    if measures.now.asked <= 0:
        own.pop(Dimension.RESPONSE, None)
    own.pop(Dimension.VOICE, None)
    viewed = own.pop(Dimension.MANAGERS_VIEW, None)
    known = measures.n_eff / (measures.n_eff + grid.parameters["confidence_half"])
    share = sum(own.values()) / sum(possible.values())
    return known * share * (1.0 if viewed is None else grid.parameters["confidence_without_view"])


def letter_of(confidence: float, grid: Grid) -> Confidence:
    """A, B or C."""
    if confidence >= grid.parameters["confidence_a"]:
        return Confidence.A
    return Confidence.B if confidence >= grid.parameters["confidence_b"] else Confidence.C


def state_of(measures: Measures, letter: Confidence, grid: Grid) -> SignalState:
    """What may be shown."""
    known_for = measures.day - measures.known_on
    is_new = known_for < timedelta(days=grid.parameters["rated_days"])
    if is_new or not measures.has_been_sure:
        return SignalState.NOT_YET
    if measures.active <= 1:
        return SignalState.ONE_PERSON
    return SignalState.UNSURE if letter == Confidence.C else SignalState.RATED


# --- Trend ----------------------------------------------------------------------------------
def causes_of(measures: Measures, grid: Grid, before: Priors, priors: Priors) -> dict[str, float]:
    """3.5: the change since the earlier day, split; the parts add up to it.

    The earlier day is valued first as it was, then with today's portfolio, then with today's
    contacts; what is left are acts: the old ones faded, new ones on top. Friction is what it took
    in fact: the value never falls below 0. The season is what moved all, taken off again.
    """
    was = points_of(measures.then, measures.contacts_then, grid, before)
    moved = points_of(measures.then, measures.contacts_then, grid, priors)
    sized = _by_dimension(points_of(measures.then, measures.contacts, grid, priors))
    faded = _by_dimension(
        points_of(Acts(strengths=measures.faded), measures.contacts, grid, priors)
    )
    parts = points_of(measures.now, measures.contacts, grid, priors)
    now = _by_dimension(parts)
    acts = [d for d in now if d in OF_ACTS]
    return {
        Cause.NEW_ACTS: sum(now[d] - faded[d] for d in acts),
        Cause.FADING: sum(faded[d] - sized[d] for d in acts),
        Cause.RESPONSE: _difference(now, sized, Dimension.RESPONSE),
        Cause.BREADTH: _difference(now, sized, Dimension.BREADTH),
        Cause.FRICTION: _taken(was, measures.drags_then, grid)
        - _taken(parts, measures.drags, grid),
        Cause.CONTACTS: sum(sized.values()) - _sum(moved),
        Cause.CLUB: _sum(moved) - _sum(was),
        Cause.SEASON: -priors.season,
    }


def _by_dimension(parts: Sequence[Part]) -> dict[str, float]:
    return {part.dimension: part.points for part in parts}


def _sum(parts: Sequence[Part]) -> float:
    return sum(part.points for part in parts)


def _difference(now: Mapping[str, float], then: Mapping[str, float], dimension: str) -> float:
    return now.get(dimension, 0.0) - then.get(dimension, 0.0)


def _taken(parts: Sequence[Part], drags: Sequence[Drag], grid: Grid) -> float:
    """How much friction took in fact."""
    return _sum(parts) - value_of(parts, total_drag(drags, grid))


# --- All of it ------------------------------------------------------------------------------
def evaluate(measures: Measures, grid: Grid, before: Priors, priors: Priors) -> Result:
    """The signal of one company. `before` are the priors of the earlier day.

    About one person there is neither number nor part; the change is left out where the company was
    not known, or was one person, on the earlier day.
    """
    confidence = confidence_of(measures, grid, priors)
    letter = letter_of(confidence, grid)
    state = state_of(measures, letter, grid)
    friction = total_drag(measures.drags, grid)
    if measures.active <= 1:
        drags = [drag for drag in measures.drags if drag.kind != Friction.DECIDER_LEFT]
        return Result(state, None, None, None, [], drags, 0.0, {}, confidence, letter)
    parts = points_of(measures.now, measures.contacts, grid, priors)
    fast = points_of(measures.fast, measures.contacts, grid, priors)
    value = value_of(parts, friction)
    earlier = measures.day - timedelta(days=grid.parameters["trend_days"])
    causes: dict[str, float] = {}
    if measures.known_on <= earlier and measures.active_then > 1:
        causes = causes_of(measures, grid, before, priors)
    return Result(
        state=state,
        value=value,
        value_fast=value_of(fast, friction),
        change=_change(measures, grid, before, value) - priors.season if causes else None,
        parts=parts,
        friction=measures.drags,
        friction_points=friction,
        causes=causes,
        confidence=confidence,
        letter=letter,
    )


def _change(measures: Measures, grid: Grid, before: Priors, value: float) -> float:
    was = points_of(measures.then, measures.contacts_then, grid, before)
    return value - value_of(was, total_drag(measures.drags_then, grid))
