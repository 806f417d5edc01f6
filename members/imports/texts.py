"""The cells of one line, on the way to values."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from members.crm.fields import Field
from members.crm.values import Unfit
from members.imports.plans import Finding, Scope

#: Characters of a refused cell that are shown.
SHOWN = 60


class Texts:
    """The cells of one line by field, each with the heading of its column."""

    def __init__(self, line: int, found: dict[Field, tuple[str, str]]) -> None:
        self.line, self.found = line, found
        self.findings: list[Finding] = []

    def text(self, name: Field) -> str:
        """What stands there, '' for nothing."""
        return self.found[name][0] if name in self.found else ""

    def heading(self, name: Field) -> str:
        """The heading of the column that the cell came from."""
        return self.found[name][1] if name in self.found else ""

    def read(self, name: Field, reader: Callable[[str], Any]) -> Any:
        """The value of a cell, None for none and for one that cannot be kept, which is noted."""
        text = self.text(name)
        if not text:
            return None
        try:
            return reader(text)
        except Unfit as unfit:
            self.refuse(name, unfit)
            return None

    def refuse(self, name: Field, unfit: Unfit) -> None:
        """Note that a cell is not taken."""
        text, heading = self.found[name]
        self.findings.append(
            Finding(self.line, Scope.CELL, unfit.code, unfit.sentence, heading, text[:SHOWN])
        )

    def failed(self, *names: Field) -> bool:
        """Whether one of these cells was refused; then it takes the whole record with it."""
        headings = {self.heading(name) for name in names if name in self.found}
        lost = [f for f in self.findings if f.scope == Scope.CELL and f.column in headings]
        for finding in lost:
            self.findings[self.findings.index(finding)] = replace(finding, scope=Scope.LINE)
        return bool(lost)
