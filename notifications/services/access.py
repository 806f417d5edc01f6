"""What follows when rights change: open sockets are looked at again, and so are bells."""

from collections.abc import Collection

from notifications import live
from notifications.models import BellState


def note_access_changed(person_ids: Collection[int] | None) -> None:
    """These people (None: everybody) may see other things now."""
    states = BellState.objects.filter(recheck=False)
    if person_ids is not None:
        states = states.filter(pk__in=person_ids)
    states.update(recheck=True)
    live.tell_access_changed(person_ids)


def note_sessions_ended(keys: Collection[str]) -> None:
    """These sessions were signed out: their sockets close."""
    live.tell_access_changed((), session_keys=keys)
