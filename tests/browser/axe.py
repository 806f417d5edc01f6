"""Runs axe-core in a page."""

from functools import cached_property
from pathlib import Path
from typing import Any


class Axe:
    """Finds what keeps people with a screen reader or a keyboard from using a page."""

    def __init__(self, script: Path) -> None:
        self.script = script

    @cached_property
    def source(self) -> str:
        """The library's text."""
        return self.script.read_text(encoding="utf-8")

    def __call__(self, page: Any, *, within: str = "html", off: tuple[str, ...] = ()) -> list[str]:
        """Each finding as `rule: the element, and why`; without the rules named in `off`."""
        page.evaluate(self.source)
        rules = {name: {"enabled": False} for name in off}
        result = page.evaluate(
            "([within, rules]) => axe.run(within, {rules, resultTypes: ['violations']})",
            [within, rules],
        )
        return [
            f"{finding['id']}: {node['html'][:200]} ({' '.join(node['failureSummary'].split())})"
            for finding in result["violations"]
            for node in finding["nodes"]
        ]
