"""Up to where somebody has read, and what they want to be told."""

from django.db import transaction

from accounts.audience import Viewer
from accounts.models import User
from forum.enums import TellLevel
from forum.mails import about
from forum.models import Category, ReadState, Thread
from notifications.services import mark_read_about


@transaction.atomic
def mark_read(thread: Thread, *, by: User, number: int) -> int:
    """Remember that `by` has read up to this post; never back, never beyond the last one.

    Whoever has read to the end is rung for the thread again when something new comes. Returns the
    number that is remembered now.
    """
    wanted = max(0, min(number, thread.last_number))
    own = ReadState.objects.filter(user=by, thread=thread)
    if not own.filter(last_read_number__lt=wanted).update(last_read_number=wanted):
        state = ReadState(user=by, thread=thread, last_read_number=wanted)
        ReadState.objects.bulk_create([state], ignore_conflicts=True)
    reached: int = own.values_list("last_read_number", flat=True).get()
    if reached >= thread.last_visible_number:
        mark_read_about(by, about(thread))
    return reached


def take_part(thread: Thread, *, person: User, number: int) -> None:
    """Remember that somebody wrote the post of this number: they have read so far, and follow."""
    mark_read(thread, by=person, number=number)
    ReadState.objects.filter(user=person, thread=thread).update(takes_part=True)


@transaction.atomic
def mark_all_read(viewer: Viewer, *, by: User, category: Category | None = None) -> int:
    """Remember everything as read, of one category or of all; returns how many threads had news."""
    threads = Thread.objects.visible_to(viewer).with_news_for(viewer)
    if category is not None:
        threads = threads.filter(category=category)
    found = list(threads)
    states = [
        ReadState(user=by, thread=thread, last_read_number=thread.last_number) for thread in found
    ]
    ReadState.objects.bulk_create(
        states,
        update_conflicts=True,
        unique_fields=["user", "thread"],
        update_fields=["last_read_number"],
        batch_size=500,
    )
    for thread in found:
        mark_read_about(by, about(thread))
    return len(states)


def choose_level(thread: Thread, *, by: User, level: TellLevel) -> ReadState:
    """Say what one wants to be told about a thread."""
    state, _created = ReadState.objects.update_or_create(
        user=by, thread=thread, defaults={"level": TellLevel(level)}
    )
    return state
