"""The kinds of facts. Upper apps register theirs in `AppConfig.ready()`."""

from dataclasses import dataclass
from typing import Any

from club.lib.registry import Registry
from participation.enums import Side


@dataclass(frozen=True)
class Kind:
    """What a fact tells: `event.registered`, on the client's side, "took a seat".

    `label` is a lazily translated text that stands after the person's name.
    """

    name: str
    side: Side
    label: Any
    order: int = 0


kinds: Registry[Kind] = Registry("kind of participation")


def register_kind(kind: Kind) -> None:
    """Add a kind. Raises ValueError when another one has its name."""
    kinds.register(kind)


def get_kind(name: str) -> Kind:
    """The kind called `name`. Raises LookupError for an unknown one."""
    return kinds.get(name)


def names_of_side(side: Side) -> list[str]:
    """The names of all kinds of one side."""
    return [kind.name for kind in kinds if kind.side == side]
