"""Somebody leaves for good: their seats are free again, nothing is told to them."""

from django.db import transaction

from accounts.models import User
from club.lib import clock
from events.models import Registration
from events.services.rows import let_go
from events.services.seats import fill_seats
from events.services.together import lock_with


@transaction.atomic
def release_person(person: User) -> None:
    """Remove every answer of the person; a seat to come goes to the next in line.

    Of dates that are over the seat is counted no more. The facts in the ledger stay.
    """
    rows = Registration.objects.filter(person=person).order_by("date_id")
    for row in rows.select_related("date"):
        row.date, taken = lock_with(row.date_id)
        freed = let_go(row.date, row)
        row.delete()
        if freed and row.date.ends_at > clock.now():
            fill_seats(taken, by=None)
