"""What is known of people for one event, and forgotten after it."""

from datetime import datetime, timedelta

from django.db import transaction

from club.lib import clock
from events.models import Guest, Registration

#: So long after the end, answers to questions and the names of guests are of no use any more.
KEPT = timedelta(days=30)
BATCH = 500


def forget_answers(moment: datetime | None = None) -> int:
    """Erase answers and guests' names of dates that ended before (a month ago unless told).

    Returns how many rows. How many guests came stays. Meant to run again and again.
    """
    over = Registration.objects.filter(date__ends_at__lte=moment or clock.now() - KEPT)
    with transaction.atomic():
        guests, _each = Guest.objects.filter(registration__in=over).delete()
        answered = over.exclude(answers={}).values_list("pk", flat=True)[:BATCH]
        return guests + Registration.objects.filter(pk__in=list(answered)).update(answers={})
