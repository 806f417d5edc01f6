"""Rules about Python that import contracts cannot say."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.own import ROOT, name_of, own_files

CLOCK = ROOT / "club" / "lib" / "clock.py"
#: The framework owns the moment; everything else is told by the service that wrote.
ROW_SIGNALS = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"}
ELSEWHERE = re.compile(r"""(?:^|[\s"'`(=])(/(?:home|Users|root|work|opt)/\w+)""")
TEXTS = ("*.py", "*.html", "*.txt", "*.js", "*.css", "*.md", "*.toml", "*.po", "*.sh")


def calls_of_other_clocks(tree: ast.AST) -> Iterator[int]:
    """Lines that ask the system for the time instead of the club's clock."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}:
            owner = ast.unparse(node.value).rpartition(".")[2]
            if owner in {"timezone", "datetime", "date"}:
                yield node.lineno
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield node.value.lineno


def receivers_of_row_signals(tree: ast.AST) -> Iterator[int]:
    """Lines that listen to rows being written."""
    for node in ast.walk(tree):
        match node:
            case ast.alias(name=name) | ast.Attribute(attr=name) if name in ROW_SIGNALS:
                yield node.lineno


RULES = {"clock": calls_of_other_clocks, "row signals": receivers_of_row_signals}


@pytest.mark.parametrize("rule", RULES)
def test_source_keeps_the_rule(rule: str) -> None:
    found = [
        f"{name_of(path)}:{line}"
        for path in own_files("*.py")
        if path != CLOCK
        for line in RULES[rule](ast.parse(path.read_text()))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("clock", "timezone.now()"),
        ("clock", "x = models.DateTimeField(default=timezone.now)"),
        ("clock", "datetime.datetime.utcnow()"),
        ("clock", "models.DateTimeField(auto_now_add=True)"),
        ("row signals", "from django.db.models.signals import post_save"),
        ("row signals", "signals.post_save.connect(f)"),
    ],
)
def test_rule_finds_what_it_forbids(rule: str, line: str) -> None:
    assert list(RULES[rule](ast.parse(line))) == [1]


def test_nothing_names_a_place_on_one_machine() -> None:
    paths = [path for pattern in TEXTS for path in own_files(pattern, _places())]
    found = [
        f"{name_of(path)}: {match.group(1)}"
        for path in [*paths, *_top_level()]
        for match in ELSEWHERE.finditer(path.read_text())
        if path != Path(__file__)
    ]
    assert found == []


def _places() -> list[str]:
    ours = [path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")]
    return [path.name for path in ours if path.name != "var"]


def _top_level() -> list[Path]:
    return [path for path in ROOT.iterdir() if path.is_file()]


def test_every_app_was_looked_at() -> None:
    assert {"accounts", "club", "events", "home"} <= {
        name_of(p).split("/")[0] for p in own_files("*.py")
    }
