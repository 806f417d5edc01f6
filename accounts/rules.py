"""Predicates that decide; pure, or queries without a model import."""

from collections.abc import Collection, Mapping

from django.db.models import Q

#: What a segment's rule may look at, and the company's field it means.
RULE_FIELDS = {
    "sector": "sector__slug",
    "size": "size",
    "region": "region",
    "tag": "tags__name",
    "tier": "tier__slug",
}


def company_fits_rule_q(rule: Mapping[str, list[str]], prefix: str = "") -> Q | None:
    """Companies that fit a segment's rule, or None when the rule accepts none.

    `prefix` leads to the company, for instance `memberships__company__`.
    """
    if not rule or not set(rule) <= set(RULE_FIELDS):
        return None
    condition = Q()
    for key, accepted in rule.items():
        condition &= Q(**{f"{prefix}{RULE_FIELDS[key]}__in": accepted})
    return condition


def fits_rule(rule: Mapping[str, list[str]], facts: Mapping[str, Collection[str]]) -> bool:
    """Whether a company with these facts (key to its values) fits; the twin of the query."""
    if not rule or not set(rule) <= set(RULE_FIELDS):
        return False
    return all(set(accepted) & set(facts[key]) for key, accepted in rule.items())
