"""SQLite's writers take turns within a process."""

import threading
from contextlib import suppress

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
