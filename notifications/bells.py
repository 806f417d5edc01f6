"""What the items of a bell say to their reader, after asking again whether they may know it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from accounts.viewer import Viewer
from notifications.models import BellItem
from notifications.registry import BellText, Verb, verbs


class Shown(NamedTuple):
    """An item that its reader may see, with its words."""

    item: BellItem
    words: BellText


def shown_items(items: Iterable[BellItem], viewer: Viewer) -> list[Shown]:
    """The items that the viewer may see, in their order, with their words."""
    items = list(items)
    visible = _visible_subjects(items, viewer)
    shown = []
    for item in items:
        item.viewer = viewer
        verb = verbs.get(item.verb) if item.verb in verbs else None
        if verb is None or verb.bell is None or not _may_show(verb, item, visible):
            continue
        words = verb.bell(item)
        if words is not None:
            shown.append(Shown(item, words))
    return shown


def _visible_subjects(items: Sequence[BellItem], viewer: Viewer) -> dict[str, set[int]]:
    """By verb, which subjects the viewer may see: one query each, where the verb can tell."""
    wanted: dict[str, set[int]] = {}
    for item in items:
        if item.verb in verbs and verbs.get(item.verb).visible is not None:
            wanted.setdefault(item.verb, set()).add(item.object_id or 0)
    return {name: set(verbs.get(name).visible_ids(viewer, ids)) for name, ids in wanted.items()}


def _may_show(verb: Verb, item: BellItem, visible: dict[str, set[int]]) -> bool:
    return verb.visible is None or item.object_id in visible[verb.name]
