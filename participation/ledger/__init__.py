"""The one door to the ledger: `record` a fact, `retract` it, `rebuild_buckets` from the facts."""

from participation.ledger.buckets import mark_companies, rebuild_buckets
from participation.ledger.facts import build_key, club_zone, record, retract
from participation.ledger.objections import (
    changed,
    companies_of,
    end_objection,
    forget_actor,
    object_to_use,
    objected_at,
)

__all__ = [
    "build_key",
    "changed",
    "club_zone",
    "companies_of",
    "end_objection",
    "forget_actor",
    "mark_companies",
    "object_to_use",
    "objected_at",
    "rebuild_buckets",
    "record",
    "retract",
]
