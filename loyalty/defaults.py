"""The first version of the signal, as data: SIGNAL.md's default weights, efforts and half-lives."""

from typing import Any

WEIGHTS = {
    "presence": 1.25,
    "response": 1.75,
    "contribution": 1.5,
    "links": 0.5,
    "advocacy": 1.5,
    "breadth": 1.25,
    "voice": 1.0,
    "managers_view": 1.25,
}


def _kind(dimension: str, weight: float, half_life: float) -> dict[str, Any]:
    return {"dimension": dimension, "weight": weight, "half_life": half_life}


KINDS = {
    "event.registered": _kind("presence", 1, 120),
    "event.attended": _kind("presence", 4, 180),
    "event.declined": _kind("response", 1, 120),
    "members.accepted": _kind("response", 1, 120),
    "members.connected": _kind("links", 1.5, 180),
    "members.meeting_agreed": _kind("links", 1, 180),
    "members.introduced": _kind("links", 1.5, 180),
    "forum.posted": _kind("contribution", 2, 120),
    "forum.answer_accepted": _kind("contribution", 3, 180),
    "relation.call_answered": _kind("response", 1.5, 90),
    "relation.informed": _kind("contribution", 4, 180),
    "relation.recommended": _kind("advocacy", 6, 365),
}
SOLICITATIONS = {"event.invited": 120, "members.invited": 120, "relation.called": 90}
KAPPAS = {"presence": 6, "contribution": 5, "links": 2, "advocacy": 6}
PARAMETERS = {
    "repeat": 0.5,  # rho: worth of the same act again in a month
    "size_exponent": 0.8,
    "size_factor_log2": -0.3,
    "contact_days": 60,  # a contact counts when invited for so long
    "contact_kept_days": 365,  # and for so long after leaving
    "answer_days": 14,
    "prior_solicitations": 4,
    "breadth_strength": 4,
    "breadth_floor": 0.5,
    "breadth_share_alone": 0.5,  # with one contact, breadth weighs so much of itself
    "friction_most": 2,
    "friction_complaint": 0.5,
    "friction_old_complaint": 1.0,
    "friction_old_days": 15,
    "friction_unconfirmed_days": 180,
    "friction_about_manager": 0.5,
    "friction_decider_left": 0.5,
    "friction_decider_days": 180,
    "confidence_half": 6,
    "confidence_without_view": 0.8,
    "confidence_a": 0.7,
    "confidence_b": 0.4,
    "rated_days": 60,
    "rated_n_eff": 3,
    "trend_days": 90,
    "dead_band": 0.4,
    "season_companies": 8,  # fewer have no season
    "fast_divisor": 4,
}
