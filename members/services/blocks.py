"""Blocking somebody, and taking it back. Nobody but the one who blocks ever learns of it."""

from django.db import transaction

from accounts.audience import viewer_for
from accounts.models import User
from members import rules
from members.models import Block
from members.services.contacts import end_between
from members.services.errors import NotThere
from members.services.introductions import silence_introductions
from members.services.meetings import call_off_between
from members.services.pairs import lock_people, require_reached


@transaction.atomic
def block_person(person: User, *, by: User) -> Block:
    """Want to hear nothing more from a person. Blocking twice changes nothing.

    A contact of the two ends and what they meant to meet for is called off, in the words of who
    removes a contact; requests between them are answered in silence. From then on the person's
    requests reach nobody, their mentions ring no bell, and nobody can introduce them. Raises
    NotThere for whom `by` cannot see, and for who has no contacts.
    """
    lock_people(by.pk, person.pk)
    viewer = viewer_for(by)
    if by.pk == person.pk or not rules.can_ask(viewer):
        raise NotThere
    require_reached(viewer, person.pk)
    block, is_new = Block.objects.get_or_create(by=by, person=person)
    if is_new:
        call_off_between(by.pk, person.pk, by=by)
        end_between(by, person)
        silence_introductions(by, person)
    made: Block = block
    return made


@transaction.atomic
def unblock_person(person: User, *, by: User) -> None:
    """Take a block back. What it ended stays ended. Raises NotThere where there is none."""
    removed, _kinds = Block.objects.filter(by=by, person=person).delete()
    if not removed:
        raise NotThere


def has_blocked(one_id: int | None, other_id: int) -> bool:
    """Whether the first has blocked the second."""
    return Block.objects.filter(by_id=one_id, person_id=other_id).exists()
