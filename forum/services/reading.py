"""Up to where somebody has read, and what they want to be told."""

from django.db import transaction

from accounts.audience import Viewer
from accounts.models import User
from forum.enums import TellLevel
from forum.models import Category, ReadState, Thread


def mark_read(thread: Thread, *, by: User, number: int) -> int:
    """Remember that `by` has read up to this post; never back, never beyond the last one.

    Returns the number that is remembered now.
    """
    wanted = max(0, min(number, thread.last_number))
    own = ReadState.objects.filter(user=by, thread=thread)
    if not own.filter(last_read_number__lt=wanted).update(last_read_number=wanted):
        state = ReadState(user=by, thread=thread, last_read_number=wanted)
        ReadState.objects.bulk_create([state], ignore_conflicts=True)
    reached: int = own.values_list("last_read_number", flat=True).get()
    return reached


@transaction.atomic
def mark_all_read(viewer: Viewer, *, by: User, category: Category | None = None) -> int:
    """Remember everything as read, of one category or of all; returns how many threads had news."""
    threads = Thread.objects.visible_to(viewer).with_news_for(viewer)
    if category is not None:
        threads = threads.filter(category=category)
    states = [
        ReadState(user=by, thread_id=pk, last_read_number=number)
        for pk, number in threads.values_list("pk", "last_number")
    ]
    ReadState.objects.bulk_create(
        states,
        update_conflicts=True,
        unique_fields=["user", "thread"],
        update_fields=["last_read_number"],
        batch_size=500,
    )
    return len(states)


def choose_level(thread: Thread, *, by: User, level: TellLevel) -> ReadState:
    """Say what one wants to be told about a thread."""
    state, _created = ReadState.objects.update_or_create(
        user=by, thread=thread, defaults={"level": TellLevel(level)}
    )
    return state
