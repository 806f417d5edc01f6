"""Predicates that decide; pure, or queries without a model import."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q

#: What a segment's rule may look at, and the company's field it means.
RULE_FIELDS = {
    "sector": "sector__slug",
    "size": "size",
    "region": "region",
    "tag": "tags__name",
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


def company_facts(company: Any) -> dict[str, list[str]]:
    """What a rule may look at, of one company. Costs a query for its tags."""
    return {
        "sector": [company.sector.slug] if company.sector else [],
        "size": [company.size],
        "region": [company.region],
        "tag": [tag.name for tag in company.tags.all()],
    }
