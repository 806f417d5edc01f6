"""Everything that is installed is pinned, and from nowhere but the index."""

import re

import pytest

from tests.architecture.own import ROOT
from tools.install import REQUIREMENTS, UV_PIN

PINNED = re.compile(r"[A-Za-z0-9._-]+(\[[a-z0-9, _-]+\])?==[A-Za-z0-9.]+( ; .+)?")


def lines(name: str) -> list[str]:
    """The lines of a requirements file that ask for something."""
    text = (ROOT / name).read_text()
    return [
        line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]


def package(line: str) -> str:
    """The name that a line is about, as indexes compare names."""
    name = re.match(r"[A-Za-z0-9._-]+", line)
    assert name, line
    return re.sub(r"[-_.]+", "-", name.group(0)).lower()


def pins(name: str) -> set[str]:
    """What a file pins, without extras and without the platforms it is for."""
    return {re.sub(r"\[.*?\]", "", line).partition(" ;")[0] for line in lines(name)}


@pytest.mark.parametrize("name", REQUIREMENTS.values())
def test_every_package_is_pinned(name: str) -> None:
    assert [line for line in lines(name) if not PINNED.fullmatch(line)] == []


@pytest.mark.parametrize("goal", REQUIREMENTS)
def test_every_wish_is_resolved(goal: str) -> None:
    wishes = lines(REQUIREMENTS[goal].replace(".txt", ".in"))
    pinned = {package(line) for line in lines(REQUIREMENTS[goal])}
    assert {package(line) for line in wishes if not line.startswith("-r")} <= pinned


def test_tests_run_with_the_versions_of_the_installation() -> None:
    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_installer_is_pinned() -> None:
    assert PINNED.fullmatch(UV_PIN)
