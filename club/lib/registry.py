"""A named list that upper apps fill and lower apps read."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Named(Protocol):
    """What can stand in a registry: it has a unique name and a place in the order."""

    @property
    def name(self) -> str:
        """Unique among the entries."""

    @property
    def order(self) -> int:
        """Its place: smaller comes first."""


T = TypeVar("T", bound=Named)


class Registry(Generic[T]):
    """Entries by name, iterated in their order. Filled in `AppConfig.ready()`, then only read."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._entries: dict[str, T] = {}

    def register(self, entry: T) -> None:
        """Add an entry. Raises ValueError when another one has its name."""
        known = self._entries.get(entry.name)
        if known is not None and known != entry:
            raise ValueError(f"The {self.what} “{entry.name}” is registered already.")
        self._entries[entry.name] = entry

    def get(self, name: str) -> T:
        """The entry called `name`. Raises LookupError when there is none."""
        try:
            return self._entries[name]
        except KeyError:
            raise LookupError(f"No {self.what} is called “{name}”.") from None

    def __iter__(self) -> Iterator[T]:
        return iter(sorted(self._entries.values(), key=lambda e: (e.order, e.name)))

    def __contains__(self, name: str) -> bool:
        return name in self._entries
