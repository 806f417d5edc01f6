"""Kinds and facts for the tests of the ledger."""

from participation.enums import Side
from participation.kinds import Kind
from participation.models import Bucket, Participation

CAME = Kind(name="test.came", side=Side.CLIENT, label="came")
WENT = Kind(name="test.went", side=Side.CLIENT, label="went")
INVITED = Kind(name="test.invited", side=Side.CLUB, label="was invited")


def buckets():
    """Every bucket, without its number."""
    return set(
        Bucket.objects.values_list(
            "company_id", "actor", "kind", "month", "n", "n_solicited", "last_on"
        )
    )


def facts():
    """Every fact, without its number and the moment of its writing."""
    return sorted(
        Participation.objects.values_list(
            "company_id",
            "person_id",
            "actor",
            "kind",
            "content_type_id",
            "object_id",
            "occurred_at",
            "occurred_on",
            "source",
            "solicited_by__idempotency_key",
            "idempotency_key",
        ),
        key=str,
    )
