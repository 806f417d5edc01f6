"""The signal in plain Python, written from SIGNAL.md and from nothing else.

It reads facts one by one, knows no bucket and no SQL, and makes no effort to be fast.
"""

from collections import defaultdict
from datetime import timedelta
from math import exp, log, sqrt

OF_ACTS = ("presence", "contribution", "links", "advocacy")


def strengths(facts, day, grid, upto=None, halvings=1.0):
    """s of formula 3: of each (person, dimension)."""
    groups = defaultdict(list)
    for fact in facts:
        if fact["kind"] in grid.kinds and fact["on"] <= (upto or day):
            month = (fact["on"].year, fact["on"].month)
            groups[fact["actor"], fact["kind"], month].append(fact["on"])
    found: dict[tuple, float] = defaultdict(float)
    for (actor, kind, _month), days in groups.items():
        row = grid.kinds[kind]
        worth = sum(row["weight"] * 0.5**place for place in range(len(days)))
        age = (day - max(days)).days
        found[actor, row["dimension"]] += worth * 0.5 ** (halvings * age / row["half_life"])
    return found


def n_eff(facts, day, grid):
    """3.4."""
    latest: dict[tuple, object] = {}
    for fact in facts:
        if fact["kind"] in grid.kinds and fact["on"] <= day:
            key = (fact["actor"], fact["kind"], fact["on"].year, fact["on"].month)
            latest[key] = max(latest.get(key, fact["on"]), fact["on"])
    return sum(
        0.5 ** ((day - on).days / grid.kinds[key[1]]["half_life"]) for key, on in latest.items()
    )


def responses(facts, day, grid, halvings=1.0):
    """Answered and asked of formula 7."""
    answered = asked = 0.0
    for fact in facts:
        if fact["kind"] not in grid.solicitations or fact["on"] > day:
            continue
        age = (day - fact["on"]).days
        weight = 0.5 ** (halvings * age / grid.solicitations[fact["kind"]])
        if any(other["answers"] == fact["key"] and other["on"] <= day for other in facts):
            answered, asked = answered + weight, asked + weight
        elif age >= 14:
            asked += weight
    return answered, asked


def points(found, answered, asked, contacts, grid, observed, rate):
    """C of each dimension, out of 10 together."""
    m = max(1, contacts)
    weights = {d: grid.weights[d] for d in observed}
    if m == 1 and "breadth" in weights:
        weights["breadth"] /= 2
    total = sum(weights.values())
    scale = m**0.8 * 2**-0.3
    result = {}
    for dimension, weight in weights.items():
        if dimension in OF_ACTS:
            x = sum(sqrt(2 * s) for (_actor, d), s in found.items() if d == dimension)
            share = 1 - exp(-x / (grid.kappas[dimension] * scale))
        elif dimension == "response":
            share = (answered + 4 * rate) / (asked + 4)
        else:
            people: dict[int, float] = defaultdict(float)
            for (actor, _d), s in found.items():
                people[actor] += s
            whole = sum(people.values())
            shares = [s / whole for s in people.values() if s > 0] if whole else []
            spread = exp(-sum(p * log(p) for p in shares)) * (1 - exp(-whole / 4)) if shares else 0
            share = min(1, max(0, (spread - 0.5) / (1 + sqrt(m - 1) - 0.5)))
        result[dimension] = 10 * weight * share / total
    return result


def value(facts, day, contacts, grid, observed, rate, friction=0.0, halvings=1.0):
    """S of formula 10, and its parts."""
    found = strengths(facts, day, grid, halvings=halvings)
    answered, asked = responses(facts, day, grid, halvings)
    parts = points(found, answered, asked, contacts, grid, observed, rate)
    return min(10, max(0, sum(parts.values()) - min(2, friction))), parts


def has_been_sure(facts, day, grid):
    """3.4: whether n_eff has reached 3 on the day of some fact."""
    return any(
        n_eff([f for f in facts if f["on"] <= fact["on"]], fact["on"], grid) >= 3
        for fact in facts
        if fact["on"] <= day
    )


def observed(histories, day, grid):
    """Dimensions that anybody of the club has a fact of, and the rate of answers."""
    found = set()
    total_answered = total_asked = 0.0
    for facts in histories:
        for (_actor, dimension), s in strengths(facts, day, grid).items():
            if s > 0:
                found |= {"breadth"} | ({dimension} if dimension in OF_ACTS else set())
                found |= {dimension}
        answered, asked = responses(facts, day, grid)
        found |= {"response"} if asked else set()
        total_answered, total_asked = total_answered + answered, total_asked + asked
    return found, total_answered / total_asked if total_asked else 0.5


def days_before(day, days):
    return day - timedelta(days=days)
