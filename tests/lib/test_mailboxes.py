"""Mailboxes that are read: addresses, a maildir on the disk, a server on this machine."""

import os
import time
from collections.abc import Iterator
from datetime import date

import pytest

from club.lib.mailboxes import MailboxUnreadable, Maildir, open_mailbox, read_address
from club.lib.mailboxes.kept import HEAD_LIMIT, WHOLE_LIMIT
from tests.notifications.imap import ImapServer, imap_server

SINCE = date(2026, 11, 8)
SECRET = "s3cret"


@pytest.fixture
def imap() -> Iterator[ImapServer]:
    """A server with an inbox."""
    with imap_server() as running:
        yield running


# --- Addresses ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("url", "label", "password"),
    [
        ("imaps://u:geheim@mail.example", "imaps://u@mail.example:993/INBOX", "geheim"),
        (
            "imaps://club%40a.example:p%2F%40@mail.example:1993/Club%20mail/In",
            "imaps://club@a.example@mail.example:1993/Club mail/In",
            "p/@",
        ),
        ("imap://u:geheim@127.0.0.1/A", "imap://u@127.0.0.1:143/A", "geheim"),
        ("maildir:///var/mail/a%20b", "maildir:///var/mail/a b", ""),
    ],
)
def test_address_is_read_and_shown_without_its_password(url, label, password):
    address = read_address(url)
    assert (address.label, address.password) == (label, password)
    assert password == "" or password not in repr(address)


@pytest.mark.parametrize(
    "url",
    [
        f"http://u:{SECRET}@mail.example",
        f"imaps://:{SECRET}@mail.example",
        "imaps://mail.example",
        f"imaps://u:{SECRET}@mail.example:notaport",
        f"imaps://u:{SECRET}@[mail.example",
        "maildir://var/mail",
        "maildir:",
    ],
)
def test_wrong_address_is_refused_in_words_that_keep_the_password(url):
    with pytest.raises(ValueError, match="REPLY_MAILBOX_URL") as refused:
        read_address(url)
    assert SECRET not in str(refused.value)
    with pytest.raises(MailboxUnreadable), open_mailbox(url, since=SINCE):
        pass


# --- Maildir --------------------------------------------------------------------------------
def read_all(url: str, position: str = "", **more) -> list:
    with open_mailbox(url, since=SINCE, **more) as mailbox:
        return list(mailbox.fresh(position, 50))


def drop(path, raw: bytes, age: float = 10) -> None:
    """A file as somebody copies it into the folder, so many seconds ago."""
    path.write_bytes(raw)
    moment = time.time() - age
    os.utime(path, (moment, moment))


def test_maildir_gives_what_is_new_the_oldest_first(tmp_path):
    box = Maildir(str(tmp_path / "box"), make=True)
    assert not box.has_fresh()
    drop(tmp_path / "box" / "two.eml", b"Subject: 2\n\n", age=20)
    drop(tmp_path / "box" / "new" / "1.a.host", b"Subject: 1\n\n", age=30)
    box.add(b"Subject: 3\n\nx\n")
    assert box.has_fresh()
    found = read_all(f"maildir://{tmp_path / 'box'}")
    assert [mail.raw[9:10] for mail in found] == [b"1", b"2", b"3"]


def test_maildir_leaves_what_is_being_written_what_is_hidden_and_what_a_link_leads_to(tmp_path):
    box = Maildir(str(tmp_path / "box"), make=True)
    drop(tmp_path / "box" / "half.eml", b"Subject: ha", age=0)
    drop(tmp_path / "box" / "new" / ".hidden", b"x")
    drop(tmp_path / "box" / "notes.txt", b"x")
    (tmp_path / "secret.eml").write_text("x")
    (tmp_path / "box" / "new" / "link").symlink_to(tmp_path / "secret.eml")
    assert not box.has_fresh()


def test_maildir_puts_everything_into_cur_and_marks_what_was_handled(tmp_path):
    box = Maildir(str(tmp_path), make=True)
    drop(tmp_path / "a.eml", b"1", age=30)
    drop(tmp_path / "new" / "2.b", b"2", age=20)
    dropped, delivered = box.fresh("", 50)
    box.settle(dropped, is_handled=True)
    box.settle(delivered, is_handled=False)
    box.settle(delivered, is_handled=False)
    names = sorted(path.name.partition(":")[2] for path in (tmp_path / "cur").iterdir())
    assert names == ["2,", "2,S"]
    assert not box.has_fresh()


def test_maildir_reads_the_beginning_of_what_is_too_large(tmp_path):
    box = Maildir(str(tmp_path), make=True)
    box.add(b"Subject: x\n\n" + b"x" * WHOLE_LIMIT)
    (found,) = box.fresh("", 50)
    assert (found.is_whole, len(found.raw)) == (False, HEAD_LIMIT)


def test_missing_maildir_is_said_to_be_missing(tmp_path):
    with pytest.raises(MailboxUnreadable, match="no maildir"):
        read_all(f"maildir://{tmp_path / 'none'}")
    assert read_all(f"maildir://{tmp_path / 'none'}", make=True) == []


# --- IMAP -----------------------------------------------------------------------------------
def test_imap_gives_each_message_once_and_marks_nothing(imap):
    first, second = imap.put(b"Subject: 1\r\n\r\n"), imap.put(b"Subject: 2\r\n\r\n")
    found = read_all(imap.url)
    assert [mail.raw for mail in found] == [first.raw, second.raw]
    assert [mail.position for mail in found] == ["7:1", "7:2"]
    assert any("SINCE 08-Nov-2026" in command for command in imap.commands)
    assert read_all(imap.url, "7:2") == []
    imap.put(b"Subject: 3\r\n\r\n")
    assert [mail.position for mail in read_all(imap.url, "7:2")] == ["7:3"]
    assert not any(message.flags for message in imap.folders["INBOX"])


def test_imap_begins_anew_when_the_folder_was_numbered_anew(imap):
    imap.put(b"Subject: 1\r\n\r\n")
    imap.validity = 8
    assert [mail.position for mail in read_all(imap.url, "7:99")] == ["8:1"]


def test_imap_reads_the_beginning_of_what_is_too_large(imap):
    imap.put(b"Subject: x\r\n\r\n" + b"x" * WHOLE_LIMIT)
    (found,) = read_all(imap.url)
    assert (found.is_whole, len(found.raw)) == (False, HEAD_LIMIT)


@pytest.mark.parametrize(
    ("can_move", "can_make", "where"),
    [(True, True, "Handled"), (True, False, "INBOX"), (False, True, "INBOX")],
)
def test_imap_puts_away_what_was_handled_where_it_can(imap, can_move, can_make, where):
    imap.can_move, imap.can_make = can_move, can_make
    handled, other = imap.put(b"1"), imap.put(b"2")
    with open_mailbox(imap.url, since=SINCE) as mailbox:
        one, two = mailbox.fresh("", 50)
        mailbox.settle(one, is_handled=True)
        mailbox.settle(two, is_handled=False)
    assert handled.uid in imap.uids(where)
    assert (handled.flags, other.flags) == ({"\\Seen"}, set())
    assert other.uid in imap.uids("INBOX")
    assert not any("EXPUNGE" in command or "Deleted" in command for command in imap.commands)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "other"}, "refused to sign us in"),
        ({"folders": {}}, "no such folder"),
        ({"hangs_up_at": "SEARCH"}, "abort"),
        ({"hangs_up_at": "CAPABILITY"}, "abort"),
    ],
)
def test_imap_says_what_is_wrong_and_keeps_the_password(imap, change, words):
    for name, value in change.items():
        setattr(imap, name, value)
    imap.folders.get("INBOX", []).clear()
    with pytest.raises(MailboxUnreadable, match=words) as refused:
        read_all(imap.url)
    assert SECRET not in str(refused.value)


def test_imap_sends_no_password_in_clear_to_another_machine():
    with imap_server("127.0.0.2") as other:  # an address that is not known as this machine's
        with pytest.raises(MailboxUnreadable, match="offers no encryption"):
            read_all(other.url)
        assert [command for command in other.commands if "LOGIN" in command] == []


def test_imap_that_does_not_answer_is_unreadable(imap):
    with pytest.raises(MailboxUnreadable, match="Refused"):
        read_all(imap.url.replace(str(imap.port), "1"))
