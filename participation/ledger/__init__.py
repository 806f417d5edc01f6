"""The one door to the ledger: `record` a fact, `retract` it, `rebuild_buckets` from the facts."""

from participation.ledger.buckets import mark_companies, rebuild_buckets
from participation.ledger.facts import build_key, club_zone, record, retract

__all__ = [
    "build_key",
    "club_zone",
    "mark_companies",
    "rebuild_buckets",
    "record",
    "retract",
]
