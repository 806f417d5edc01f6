"""The address of a person's subscribed calendar: made, renewed, revoked, used.

The page that offers to make an address proposes one, signed for its reader; only the press of the
button makes it good, and the row keeps its hash. So the address is never stored, and a form that is
sent twice shows the same one instead of a second.
"""

import secrets
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import CharField

from accounts.models import User
from accounts.models.access import hash_token
from club.lib import clock
from club.lib.prepared import Param, PreparedRows
from notifications.enums import AlarmTime
from notifications.models import CalendarFeed
from notifications.rules import program_of

TOKEN_BYTES = 32
_SALT = "notifications.calendar-feed"
_PROPOSAL_LIVES = timedelta(days=1)
#: A program that asks every few minutes is not written down each time.
_NOTED_EVERY = timedelta(minutes=15)


class StaleProposal(Exception):
    """The proposal is not this person's, too old, or the address has changed since it was made."""


def propose_address(person: User) -> str:
    """A new token for the person's calendar, signed, with the one that it would replace."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return signing.dumps([person.pk, token, _hash_now(person)], salt=_SALT)


@transaction.atomic
def accept_address(person: User, proposal: str, *, by: User) -> str:
    """Make the proposed address the person's, the first or in place of another, which is dead then.

    Returns its token. The same proposal a second time changes nothing and returns it again. Raises
    StaleProposal, and PermissionError for somebody else's calendar.
    """
    _require_own(person, by)
    token, replaced = _read(person, proposal)
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # one after the other
    now = _hash_now(person)
    if now == hash_token(token):
        return token
    if now != replaced:
        raise StaleProposal
    CalendarFeed.objects.update_or_create(
        person=person,
        defaults={
            "token_hash": hash_token(token),
            "made_at": clock.now(),
            "last_fetched_at": None,
            "last_program": "",
        },
    )
    return token


def revoke_feed(person: User, *, by: User) -> bool:
    """The address is as if it had never been, from now on. Returns whether there was one.

    Raises PermissionError for somebody else's calendar.
    """
    _require_own(person, by)
    removed, _rows = CalendarFeed.objects.filter(person=person).delete()
    return bool(removed)


def set_feed_choices(person: User, *, holds_open: bool, alarm: int, by: User) -> None:
    """What the person's calendar holds, and how many minutes before a seat's event it rings.

    Raises ValueError for a time that is not offered, PermissionError for somebody else's calendar.
    """
    _require_own(person, by)
    chosen = {"holds_open": holds_open, "alarm": AlarmTime(alarm)}
    CalendarFeed.objects.filter(person=person).update(**chosen)


def find_feed(token: str) -> CalendarFeed | None:
    """The calendar with this address, and its person; None for an address that is not good."""
    rows: list[CalendarFeed] = _with_address(token_hash=hash_token(token))
    return rows[0] if rows else None


@PreparedRows
def _with_address() -> Any:
    rows = CalendarFeed.objects.select_related("person")
    return rows.filter(token_hash=Param("token_hash", CharField()))


def note_fetch(feed: CalendarFeed, user_agent: str) -> None:
    """Write down that a program asked, and of which family it is; at most every quarter of an hour.

    The last one counts; the name that it gives itself is not kept.
    """
    now, program = clock.now(), program_of(user_agent)
    last = feed.last_fetched_at
    if last is not None and feed.last_program == program and now - last < _NOTED_EVERY:
        return
    noted = {"last_fetched_at": now, "last_program": program}
    CalendarFeed.objects.filter(pk=feed.pk, token_hash=feed.token_hash).update(**noted)


def _hash_now(person: User) -> str:
    rows = CalendarFeed.objects.filter(person=person).values_list("token_hash", flat=True)
    return rows.first() or ""


def _read(person: User, proposal: str) -> tuple[str, str]:
    """The token that is proposed, and the hash of the one that it replaces."""
    try:
        person_id, token, replaced = signing.loads(proposal, salt=_SALT, max_age=_PROPOSAL_LIVES)
    except signing.BadSignature as error:
        raise StaleProposal from error
    if person_id != person.pk:
        raise StaleProposal
    return str(token), str(replaced)


def _require_own(person: User, by: User) -> None:
    if person.pk != by.pk:
        raise PermissionError("A calendar's address belongs to its person alone.")
