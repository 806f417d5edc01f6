"""The first run makes the database whole, or not at all."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tools.terminal import ROOT

#: A project without apps, whose demo is one row.
PROGRAM = """
import os, sys
import django
from django.conf import settings
sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1], "OPTIONS": {}}
settings.configure(DATABASES={"default": sqlite}, INSTALLED_APPS=[])
django.setup()
from django.db import connection
from tools import prepare

def story():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE story (part)")
        if sys.argv[2] == "interrupted":
            os._exit(9)
        cursor.execute("INSERT INTO story VALUES ('the end')")

prepare.load_demo = story
prepare.prepare_embedded_database(demo=sys.argv[2] != "without demo")
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the club's database will be."""
    return tmp_path / "var" / "club.sqlite3"


def prepare(database: Path, how: str = "") -> int:
    command = [sys.executable, "-c", PROGRAM, str(database), how]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL).returncode


def story(database: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT part FROM story").fetchall()


def test_new_database_is_complete_when_it_is_there(database: Path) -> None:
    assert prepare(database) == 0
    assert story(database) == [("the end",)]
    assert list(database.parent.iterdir()) == [database]


def test_interrupted_database_is_never_in_its_place_and_is_made_again(database: Path) -> None:
    assert prepare(database, "interrupted") == 9
    assert not database.exists()
    assert prepare(database) == 0
    assert story(database) == [("the end",)]
    assert list(database.parent.iterdir()) == [database]


def test_second_run_keeps_what_is_there(database: Path) -> None:
    prepare(database)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO story VALUES ('mine')")
    assert prepare(database) == 0
    assert story(database) == [("the end",), ("mine",)]


def test_without_a_demo_there_is_none(database: Path) -> None:
    assert prepare(database, "without demo") == 0
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        story(database)
