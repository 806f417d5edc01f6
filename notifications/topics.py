"""The bell as a live topic: its events are the numbers of its cursor, each with today's count."""

from collections.abc import Collection, Sequence

from accounts.viewer import Viewer
from notifications.models import BellState
from notifications.registry import Frame, LiveTopic

TOPIC = "bell"


def visible_keys(viewer: Viewer, keys: Collection[str]) -> set[str]:
    """Nobody follows another person's bell."""
    return {key for key in keys if not viewer.is_stranger and key == str(viewer.user_id)}


def last_seqs(keys: Collection[str]) -> dict[str, int]:
    """The cursor of each; 0 for a bell that never rang."""
    rows = BellState.objects.filter(pk__in=[int(key) for key in keys])
    return {
        **dict.fromkeys(keys, 0),
        **{str(pk): seq for pk, seq in rows.values_list("pk", "last_seq")},
    }


def read_log(key: str, after: int, limit: int) -> Sequence[Frame]:
    """Every number since then; a count is a state, so each carries the one of today."""
    now = BellState.objects.now(int(key))
    seqs = range(after + 1, now.seq + 1)[:limit]
    return [Frame(seq, f"user:{key}", {"unread": now.unread}) for seq in seqs]


BELL = LiveTopic(TOPIC, 0, visible_keys, last_seqs, read_log)
