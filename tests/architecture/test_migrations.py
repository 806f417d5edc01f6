"""Migrations say by their name what they do."""

from pathlib import Path

import pytest

from tools.migration_names import badly_named, migration_files


def test_migrations_are_named_by_content() -> None:
    assert migration_files()
    assert badly_named(migration_files()) == []


@pytest.mark.parametrize(
    "name",
    ["0002_auto_20261122_0912.py", "0001_initial.py", "0003_alter_a_b_and_more.py", "seats.py"],
)
def test_names_that_say_nothing_are_found(name: str) -> None:
    assert badly_named([Path(name)]) == [Path(name)]
