"""SQLite's writers take turns within a process."""

import sqlite3
import threading
from contextlib import closing, suppress

import pytest
from django.db import OperationalError, connection, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLiteWrapper

from accounts.models import Tier
from club.lib.sqlite import base

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite has one writer"),
]


def in_a_thread(act):
    """Run it with a connection of its own; what came of it."""
    found = []

    def run():
        try:
            found.append(act())
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def write():
    """A short transaction."""
    with transaction.atomic():
        return Tier.objects.filter(slug="gold").update(name_en="Gold")


def test_a_second_writer_waits_for_the_first():
    with transaction.atomic():
        Tier.objects.filter(slug="gold").update(name_en="Or")
        thread, found = in_a_thread(write)
        thread.join(0.2)
        assert found == []
    thread.join(10)
    assert found == [1]
    assert Tier.objects.get(slug="gold").name_en == "Gold"


def test_waiting_ends_with_the_database_s_own_error(monkeypatch):
    monkeypatch.setattr(base, "LONGEST_WAIT", 0.05)
    with transaction.atomic():
        thread, found = in_a_thread(write)
        thread.join(10)
    (error,) = found
    assert isinstance(error, OperationalError)
    assert str(error) == "database is locked"


class Broken(Exception):
    """Something went wrong in a transaction."""


@pytest.mark.parametrize("end", ["commit", "rollback", "error", "close"])
def test_the_turn_is_given_up_however_it_ends(end):
    """The connection stays open, but for the one that is closed: that would give it up too."""
    with suppress(Broken), transaction.atomic():
        if end == "rollback":
            transaction.set_rollback(True)
        elif end == "error":
            raise Broken
        elif end == "close":
            connection.close()
    thread, found = in_a_thread(write)
    thread.join(10)
    assert found == [1]


def test_the_turn_is_given_up_when_the_transaction_cannot_begin(monkeypatch):
    def refuse(_self):
        raise Broken

    with monkeypatch.context() as patch:
        patch.setattr(SQLiteWrapper, "_start_transaction_under_autocommit", refuse)
        with pytest.raises(Broken):
            write()
    thread, found = in_a_thread(write)
    thread.join(10)
    assert found == [1]


def test_what_follows_a_commit_may_write_in_another_thread():
    found = []

    def follow():
        thread, answers = in_a_thread(write)
        thread.join(10)
        found.extend(answers)

    with transaction.atomic():
        transaction.on_commit(follow)
    assert found == [1]


@pytest.fixture
def elsewhere():
    """Another process's connection, in the middle of a transaction."""
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(name, check_same_thread=False, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


@pytest.fixture
def asked(monkeypatch):
    """An event for each time that SQLite was asked to begin a transaction."""
    times: list[None] = []
    enough = threading.Event()
    begin = SQLiteWrapper._start_transaction_under_autocommit

    def count(self):
        times.append(None)
        if len(times) == 10:
            enough.set()
        begin(self)

    monkeypatch.setattr(SQLiteWrapper, "_start_transaction_under_autocommit", count)
    return enough


def patience():
    return connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]


def test_another_process_is_asked_often_not_to_miss_the_gap(elsewhere, asked):
    thread, found = in_a_thread(lambda: (write(), patience()))
    assert asked.wait(10)
    assert found == []
    elsewhere.execute("COMMIT")
    thread.join(10)
    assert found == [(1, connection.settings_dict["OPTIONS"]["timeout"] * 1000)]


def test_waiting_for_another_process_ends_with_the_database_s_own_error(elsewhere, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
    with pytest.raises(OperationalError, match=r"^database is locked$"):
        write()
    assert patience() == 50
    elsewhere.execute("COMMIT")
    assert write() == 1
