"""A person objects to the use of their facts, takes that back, or is forgotten.

The facts and the monthly counts stay as they are: who reads them leaves out the numbers of those
who object. So an objection is exact at once, for the past too, and can be taken back.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.models import Membership, User
from accounts.services import tell_facts_changed
from club.lib import clock
from participation.ledger.buckets import mark_companies
from participation.models import Actor, Bucket, Participation


def objected_at(person: User) -> datetime | None:
    """Since when the person objects; None while they do not."""
    found: datetime | None = (
        Actor.objects.filter(person=person).values_list("objected_at", flat=True).first()
    )
    return found


@transaction.atomic
def object_to_use(person: User, *, by: User) -> None:
    """Take the person's facts, and the person, out of all that is computed and shown to others.

    What is derived of their companies is made anew before this returns. A second time nothing
    happens.
    """
    _set(person, clock.now())


@transaction.atomic
def end_objection(person: User, *, by: User) -> None:
    """Let the person's facts count again. A second time nothing happens."""
    _set(person, None)


def _set(person: User, moment: datetime | None) -> None:
    Actor.objects.bulk_create([Actor(person=person)], ignore_conflicts=True)
    actor = Actor.objects.select_for_update().get(person=person)
    if (actor.objected_at is None) == (moment is None):
        return
    actor.objected_at = moment
    actor.save(update_fields=["objected_at"])
    changed(companies_of(person))


def forget_actor(person: User) -> None:
    """Cut the number from the person, who is about to be deleted.

    The caller says of `companies_of` the person that their facts `changed`, once they are gone.
    """
    Actor.objects.filter(person=person).update(person=None, forgotten_on=clock.today())
    Participation.objects.of_person(person).forget_people()


def changed(company_ids: Collection[int]) -> None:
    """Mark these companies from their first fact on, and tell who keeps something derived."""
    mark_companies(company_ids)
    tell_facts_changed(company_ids)


def companies_of(person: User) -> set[int]:
    """Where the person has facts, and where they were or are."""
    actors = Actor.objects.filter(person=person).values("pk")
    acted = Bucket.objects.filter(actor__in=actors).values_list("company_id", flat=True)
    there = Membership.objects.filter(person=person).values_list("company_id", flat=True)
    return {*acted, *there}
