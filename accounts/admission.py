"""Whom a session lets in, asked without a request: for sockets, which stay open for hours.

The same rules as for a request: the session is there and has not ended, its password is still the
person's, the person is an active member whom no gate holds, or staff with their second factor.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from accounts import sessions
from accounts.audience import viewer_for
from accounts.models import User
from accounts.proof import has_second_factor
from accounts.viewer import Viewer
from club.lib import clock


@dataclass(frozen=True, slots=True)
class Admission:
    """Who holds a session, and when it ends unless they come back."""

    viewer: Viewer
    ends_at: datetime


def admissions(session_keys: Collection[str]) -> dict[str, Admission]:
    """By session key, whom each lets in now; a session that lets nobody in is left out.

    One query for the sessions, one for the people, and what `viewer_for` costs for each person.
    """
    rows = Session.objects.filter(session_key__in=session_keys, expire_date__gt=clock.now())
    opened = {row.session_key: (row.get_decoded(), row.expire_date) for row in rows}
    people = User.objects.in_bulk([pk for data, _end in opened.values() if (pk := _person(data))])
    viewers: dict[int, Viewer | None] = {}
    found = {}
    for key, (data, expires_at) in opened.items():
        person = people.get(_person(data) or 0)
        if person is None or not _is_signed_in(data, person):
            continue
        if person.pk not in viewers:
            viewers[person.pk] = _viewer(person)
        viewer = viewers[person.pk]
        if viewer is not None and sessions.holds(_request(data), viewer):
            found[key] = Admission(viewer, sessions.ends_at(data, viewer, expires_at))
    return found


def _person(data: dict[str, Any]) -> int | None:
    value = str(data.get(SESSION_KEY, ""))
    return int(value) if value.isascii() and value.isdigit() else None


def _is_signed_in(data: dict[str, Any], person: User) -> bool:
    """Whether the session's proof is still good: a known way in, and the present password."""
    if data.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return False
    hashes = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    given = str(data.get(HASH_SESSION_KEY, ""))
    return any(constant_time_compare(given, known) for known in hashes)


def _viewer(person: User) -> Viewer | None:
    """Who the person is now; None for somebody who is nobody, stands at a gate, or owes a proof."""
    viewer = viewer_for(person)
    if viewer.is_stranger or viewer.held_by:
        return None
    owes = viewer.is_staff and settings.STAFF_NEED_SECOND_FACTOR and not has_second_factor(person)
    return None if owes else viewer


def _request(data: dict[str, Any]) -> Any:
    """As much of a request as the rule for sessions looks at; what it changes is thrown away."""
    return SimpleNamespace(session=_Kept(data))


class _Kept(dict[str, Any]):
    """The words of a session, not to be saved."""

    def set_expiry(self, value: Any) -> None:
        """A socket is no visit: nothing is extended."""
