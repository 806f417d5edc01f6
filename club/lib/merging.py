"""Taking the rows of one record over to another one that turned out to be the same."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet


@dataclass(frozen=True)
class Line:
    """What happens to one kind of row: how many go over, how many are dropped, and why so."""

    label: Any
    moved: int
    dropped: int = 0
    why: Any = ""


@dataclass(frozen=True)
class Rows:
    """Rows of a model that belong to a record by `column`.

    `apart` names what has to differ between two rows of one record: where both records have one
    alike, that of the record that goes is dropped. With an empty `apart` a record has one row at
    most; with None nothing can clash. `among` are the rows that this holds for. `derived` rows are
    dropped and made anew from others. Without a `label` they are no news to whoever decides.
    """

    model: type[Model]
    column: str
    label: Any = ""
    apart: tuple[str, ...] | None = None
    among: Q = field(default_factory=Q)
    derived: bool = False
    why: Any = ""

    def _of(self, record: Any) -> "QuerySet[Any]":
        return self.model._base_manager.filter(**{self.column: record})

    def clashing(self, kept: Any, gone: Any) -> "QuerySet[Any]":
        """The rows of the record that goes for which the other one has an equal."""
        rows = self._of(gone)
        if self.derived:
            return rows
        if self.apart is None:
            return rows.none()
        same = {name: OuterRef(name) for name in self.apart}
        return rows.filter(self.among, Exists(self._of(kept).filter(self.among, **same)))

    def foresee(self, kept: Any, gone: Any) -> Line:
        """What `move` will do."""
        dropped = self.clashing(kept, gone).count()
        return Line(self.label, self._of(gone).count() - dropped, dropped, self.why)

    def move(self, kept: Any, gone: Any) -> Line:
        """Drop what clashes, and give the rest to the record that stays."""
        doomed = list(self.clashing(kept, gone).values_list("pk", flat=True))
        self.model._base_manager.filter(pk__in=doomed).delete()
        return Line(self.label, self._of(gone).update(**{self.column: kept}), len(doomed), self.why)


def foresee_rows(rows: Iterable[Rows], kept: Any, gone: Any) -> list[Line]:
    """What moving will do, as far as it is news and there is anything to move."""
    lines = [one.foresee(kept, gone) for one in rows if one.label]
    return [line for line in lines if line.moved or line.dropped]


def move_rows(rows: Iterable[Rows], kept: Any, gone: Any) -> list[Line]:
    """Move all of them, in this order."""
    return [one.move(kept, gone) for one in rows]
