"""What the people who registered will read, in both languages, before anything is sent."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from accounts.models import ClubSettings
from events.enums import DateEffect, RegistrationStatus
from events.mails import DATE_CANCELLED, DATE_CHANGED, cancelled_words, changed_words
from events.models import EventDate, EventPage, Registration
from events.services.changes import DateChange, receivers_of
from notifications.mails import sample


@dataclass(frozen=True)
class Said:
    """A mail in one language."""

    language: str
    subject: str
    text: str


@dataclass(frozen=True)
class Told:
    """One date that changes: what it was called, how many people hear of it, and in which words."""

    event_date: EventDate
    is_cancelled: bool
    count: int
    mails: list[Said]


def told_of(changes: list[DateChange], draft: EventPage) -> list[Told]:
    """For each change that somebody is told of: how many, and the mail as it will be sent.

    The words are those for somebody with a seat; who waits reads that they keep their place.
    """
    return [
        Told(
            change.event_date,
            change.effect == DateEffect.CANCELLED,
            receivers_of(change, draft).count(),
            list(_said(change, draft)),
        )
        for change in changes
        if change.tells and change.event_date is not None
    ]


def _said(change: DateChange, draft: EventPage) -> Iterator[Said]:
    """The mail in each of the site's languages, on the clocks of the club."""
    club = ClubSettings.load()
    verb = DATE_CANCELLED if change.effect == DateEffect.CANCELLED else DATE_CHANGED
    for language, _name in settings.LANGUAGES:
        with translation.override(language), timezone.override(ZoneInfo(club.time_zone)):
            subject, text = sample(verb, _context(change, draft), language)
        yield Said(language, subject, text)


def _context(change: DateChange, draft: EventPage) -> dict[str, Any]:
    then = copy.copy(change.event_date)
    assert then is not None  # noqa: S101  (only dates that there are get here)
    then.page = draft
    if change.effect == DateEffect.CANCELLED:
        return cancelled_words(then)
    for name in change.changed:
        setattr(then, name, change.wanted[name])
    seat = Registration(date=then, status=RegistrationStatus.GOING)
    return changed_words(seat, change.told)
