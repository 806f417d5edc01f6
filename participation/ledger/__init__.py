"""The one door to the ledger: `record` a fact, `retract` it, `rebuild_buckets` from the facts."""

from participation.ledger.buckets import rebuild_buckets
from participation.ledger.facts import build_key, record, retract

__all__ = ["build_key", "rebuild_buckets", "record", "retract"]
