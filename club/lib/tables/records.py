"""What a table is, once read."""

from dataclasses import dataclass, field

#: What is read at most. More is a mistake, or an attack.
MAX_BYTES = 50 * 1024 * 1024
MAX_LINES = 60_000
MAX_COLUMNS = 2_000


class Unreadable(Exception):
    """A file that cannot be read as a table; its sentence tells the sender why and what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line on which it begins, counted from 1, and its cells as text.

    `fault` says in a sentence why the row could not be read; it is empty for a good one.
    """

    line: int
    cells: tuple[str, ...]
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it."""
        return not self.fault and not any(cell.strip() for cell in self.cells)


@dataclass
class Table:
    """All rows of a file, blank ones left out, and in words how the file was read."""

    name: str
    records: list[Record]
    how: str
    notes: list[str] = field(default_factory=list)
