"""Mass changes for demo data."""

from datetime import datetime

from django.db import transaction

from club.lib import clock
from forum.models import ThreadEvent
from forum.services import index_posts

_BATCH = 500


@transaction.atomic
def settle_before(moment: datetime) -> int:
    """Let the search learn what was written before `moment`, and tell nobody of it.

    So a made-up past has been told to everybody, and nobody is told of it again. Returns of how
    many rows of the logs.
    """
    rows = ThreadEvent.objects.filter(spread_at__isnull=True, at__lt=moment)
    post_ids = list(rows.exclude(post=None).values_list("post_id", flat=True).distinct())
    for start in range(0, len(post_ids), _BATCH):
        index_posts([pk for pk in post_ids[start : start + _BATCH] if pk is not None])
    return rows.update(spread_at=clock.now())
