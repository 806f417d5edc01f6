"""The formulae of SIGNAL.md with values reckoned by hand."""

from datetime import date, timedelta
from math import exp, log, sqrt

import pytest

from loyalty.defaults import KAPPAS, KINDS, PARAMETERS, SOLICITATIONS, WEIGHTS
from loyalty.enums import Cause, Confidence, Dimension, Friction, SignalState
from loyalty.formulae import (
    Acts,
    Drag,
    Grid,
    Measures,
    Priors,
    breadth,
    breadth_share,
    confidence_of,
    evaluate,
    letter_of,
    points_of,
    possible_points,
    response_rate,
    saturation,
    size_scale,
    total_drag,
    value_of,
)

GRID = Grid(WEIGHTS, KINDS, SOLICITATIONS, KAPPAS, PARAMETERS)
SIX = frozenset({"presence", "response", "contribution", "links", "advocacy", "breadth"})
PRIORS = Priors(SIX, 0.5)
DAY = date(2026, 5, 17)
NEAR = pytest.approx


def people(*strengths):
    """Acts of so many people with these strengths, all of them presence."""
    return Acts(
        strengths={"presence": sum(sqrt(2 * s) for s in strengths)},
        total=sum(strengths),
        total_ln=sum(s * log(s) for s in strengths),
    )


def company(**facts):
    given = {
        "known_on": date(2024, 1, 1),
        "contacts": 5,
        "contacts_then": 5,
        "active": 4,
        "active_then": 4,
        "n_eff": 20.0,
        "has_been_sure": True,
    }
    return Measures(company_id=1, day=DAY, **{**given, **facts})


@pytest.mark.parametrize(
    ("contacts", "scale"),
    [(0, 0.8122523963562356), (1, 0.8122523963562356), (2, sqrt(2)), (32, 2**3.7)],
)
def test_size_scale(contacts, scale):
    assert size_scale(contacts, GRID) == NEAR(scale, abs=1e-12)


def test_possible_points_are_ten_and_breadth_halves_for_one_contact():
    many, alone = possible_points(4, GRID, PRIORS), possible_points(1, GRID, PRIORS)
    assert many["presence"] == NEAR(10 * 1.25 / 7.75)
    assert alone["breadth"] == NEAR(10 * 0.625 / 7.125)
    assert sum(many.values()) == NEAR(10)
    assert sum(alone.values()) == NEAR(10)
    assert possible_points(4, GRID, Priors(frozenset(), 0.5)) == {}
    assert points_of(people(3), 4, GRID, Priors(frozenset(), 0.5)) == []


def test_saturation():
    assert saturation(6, 6, 1) == NEAR(1 - exp(-1))
    assert saturation(0, 6, 1) == 0
    assert saturation(1e9, 6, 1) == NEAR(1)


def test_ten_people_with_one_act_beat_one_with_ten():
    together, alone = people(*[1] * 10), people(10)
    assert together.strengths["presence"] == NEAR(10 * sqrt(2))
    assert alone.strengths["presence"] == NEAR(sqrt(20))


def test_breadth_counts_people_once_they_did_something():
    assert breadth(Acts(), GRID) == 0
    assert breadth(people(4), GRID) == NEAR(1 - exp(-1))
    assert breadth(people(4, 4), GRID) == NEAR(2 * (1 - exp(-2)))
    assert breadth(people(1e-200), GRID) == NEAR(0, abs=1e-12)


@pytest.mark.parametrize(
    ("acts", "contacts", "share"),
    [
        (Acts(), 1, 0.0),
        (Acts(), 9, 0.0),
        (people(4), 1, (1 - exp(-1) - 0.5) / 0.5),
        (people(400), 1, 1.0),
        (people(400), 5, 0.5 / 2.5),  # target 1 + 2
        (people(400, 400, 400), 5, 1.0),
        (people(400, 400, 400, 400), 5, 1.0),
    ],
)
def test_breadth_share(acts, contacts, share):
    assert breadth_share(acts, contacts, GRID) == NEAR(share, abs=1e-12)


@pytest.mark.parametrize(
    ("answered", "asked", "rate"),
    [(0, 0, 0.5), (4, 4, 6 / 8), (0, 4, 2 / 8), (1, 1, 3 / 5)],
)
def test_response_is_shrunk_to_the_portfolio(answered, asked, rate):
    assert response_rate(Acts(answered=answered, asked=asked), GRID, PRIORS) == NEAR(rate)


def test_friction_takes_two_at_most_and_the_value_stays_above_nothing():
    drags = [Drag(Friction.OLD_COMPLAINT, 1.0, DAY)] * 3
    assert total_drag(drags[:1], GRID) == 1
    assert total_drag(drags, GRID) == 2
    result = evaluate(company(drags=drags), GRID, PRIORS, PRIORS)
    assert result.value == 0  # a prior of response alone is less than two points
    assert value_of(points_of(people(400, 400, 400), 5, GRID, PRIORS), 0.5) > 1


@pytest.mark.parametrize(
    ("n_eff", "asked", "confidence", "letter"),
    [
        (0.0, 1, 0.0, Confidence.C),
        (3.9, 1, 3.9 / 9.9, Confidence.C),
        (4.0, 1, 0.4, Confidence.B),
        (14.0, 1, 0.7, Confidence.A),
        (14.0, 0, 0.7 * (1 - 1.75 / 7.75), Confidence.B),  # never asked: the response is unknown
    ],
)
def test_confidence(n_eff, asked, confidence, letter):
    found = confidence_of(company(n_eff=n_eff, now=Acts(asked=asked)), GRID, PRIORS)
    assert found == NEAR(confidence)
    assert letter_of(found, GRID) == letter


def test_confidence_is_less_without_the_view_that_others_have():
    viewed = Priors(SIX | {Dimension.MANAGERS_VIEW}, 0.5)
    found = confidence_of(company(n_eff=14.0, now=Acts(asked=1)), GRID, viewed)
    assert found == NEAR(0.7 * (7.75 / 9) * 0.8)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, SignalState.RATED),
        ({"known_on": DAY - timedelta(days=60)}, SignalState.RATED),
        ({"known_on": DAY - timedelta(days=59)}, SignalState.NOT_YET),
        ({"has_been_sure": False}, SignalState.NOT_YET),
        ({"active": 1}, SignalState.ONE_PERSON),
        ({"active": 0}, SignalState.ONE_PERSON),
        ({"active": 2}, SignalState.RATED),
        ({"n_eff": 2.0}, SignalState.UNSURE),
        ({"active": 0, "known_on": DAY}, SignalState.NOT_YET),  # the day of the import
    ],
)
def test_state(facts, state):
    facts = {"now": Acts(asked=1, answered=1), **facts}
    assert evaluate(company(**facts), GRID, PRIORS, PRIORS).state == state


@pytest.mark.parametrize("active", [0, 1])
def test_one_person_is_never_a_number(active):
    found = evaluate(company(active=active, now=people(5)), GRID, PRIORS, PRIORS)
    assert (found.value, found.value_fast, found.change) == (None, None, None)
    assert (found.parts, found.causes, found.friction_points) == ([], {}, 0.0)


@pytest.mark.parametrize(
    "facts",
    [
        {"known_on": DAY - timedelta(days=89)},  # not known then
        {"active_then": 1},  # the difference would say what one person was
    ],
)
def test_change_is_left_out_without_an_earlier_number(facts):
    found = evaluate(company(now=people(5, 3), **facts), GRID, PRIORS, PRIORS)
    assert found.value is not None
    assert found.change is None
    assert found.causes == {}


def test_each_cause_takes_what_it_did():
    quiet = company(then=people(8, 8), now=people(8, 8), faded=people(8, 8).strengths)
    assert evaluate(quiet, GRID, PRIORS, PRIORS).change == NEAR(0)
    faded = company(then=people(8, 8), now=people(2, 2), faded=people(2, 2).strengths)
    causes = evaluate(faded, GRID, PRIORS, PRIORS).causes
    assert causes[Cause.NEW_ACTS] == NEAR(0)
    assert causes[Cause.FADING] < -0.1
    grown = company(then=people(8, 8), now=people(8, 8, 9), faded=people(8, 8).strengths)
    causes = evaluate(grown, GRID, PRIORS, PRIORS).causes
    assert causes[Cause.FADING] == NEAR(0)
    assert causes[Cause.NEW_ACTS] > 0.1
    assert causes[Cause.BREADTH] > 0.1
    larger = company(contacts=20, then=people(8), now=people(8), faded=people(8).strengths)
    causes = evaluate(larger, GRID, PRIORS, PRIORS).causes
    assert causes[Cause.CONTACTS] < -0.1
    moved = evaluate(company(), GRID, PRIORS, Priors(SIX, 0.9)).causes
    assert moved[Cause.CLUB] == NEAR(10 * 1.75 / 7.75 * 0.4)
    assert {round(p, 9) for name, p in moved.items() if name != Cause.CLUB} == {0.0}


def test_season_is_taken_off_the_change():
    august = Priors(SIX, 0.5, season=-0.6)
    found = evaluate(company(), GRID, PRIORS, august)
    assert found.change == NEAR(0.6)
    assert found.causes[Cause.SEASON] == NEAR(0.6)


@pytest.mark.parametrize("drags", [0, 1, 4])
@pytest.mark.parametrize("drags_then", [0, 2])
def test_causes_add_up_to_the_change(drags, drags_then):
    drag = Drag(Friction.COMPLAINT, 0.5, DAY)
    found = evaluate(
        company(
            contacts=9,
            then=people(0.2, 0.1),
            now=people(0.3),
            faded=people(0.1, 0.05).strengths,
            drags=[drag] * drags,
            drags_then=[drag] * drags_then,
        ),
        GRID,
        Priors(SIX - {"links"}, 0.2),
        Priors(SIX, 0.1, season=0.05),
    )
    assert sum(found.causes.values()) == NEAR(found.change, abs=1e-12)
    raw = sum(part.points for part in found.parts) - found.friction_points
    assert found.value == NEAR(max(0, raw), abs=1e-12)
