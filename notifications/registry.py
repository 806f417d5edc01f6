"""What upper apps add: verbs of mails, sources of calendar facts, and work that falls due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from club.lib.ical import CalendarFacts
from club.lib.registry import Registry
from notifications.enums import Purpose

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import CalendarEntry, OutboxMail

Words = Any  # str, or a lazy translation of one


@dataclass(frozen=True)
class Verb:
    """One kind of mail.

    `template` is the common beginning of `<template>.subject.txt`, `.txt` and `.html`. `context`
    runs at the moment of sending, in the receiver's language and time zone: it checks again that
    the person may know what the mail says, and returns the words' context, or None, then nothing
    is sent. `label` names the kind for the staff. An `urgent` mail goes before all others and is
    retried within minutes; the payload of a `secret` one is erased as soon as it is done with, and
    nobody is shown it.
    """

    name: str
    purpose: Purpose
    template: str
    context: Callable[[OutboxMail], dict[str, Any] | None]
    label: Words = ""
    urgent: bool = False
    secret: bool = False
    order: int = 0


FactsSource = Callable[["CalendarEntry", "User | None", str], CalendarFacts | None]


@dataclass(frozen=True)
class CalendarSource:
    """Says what the entries of one kind (`name`) are: `facts(entry, person, language)`.

    `person` is the guest, or None for a file that anybody with the right to the page may load.
    None means that there is nothing left to say.
    """

    name: str
    facts: FactsSource
    order: int = 0


@dataclass(frozen=True)
class DueJob:
    """Work that `manage.py tick` starts again and again, by one process at a time."""

    name: str
    every_seconds: int
    run: Callable[[], Any]
    order: int = 0


verbs: Registry[Verb] = Registry("verb")
calendar_sources: Registry[CalendarSource] = Registry("calendar source")
due_jobs: Registry[DueJob] = Registry("due job")


def register_verb(verb: Verb) -> None:
    """Add a kind of mail. Raises ValueError when the name is taken by another one."""
    verbs.register(verb)


def register_calendar_source(kind: str, facts: FactsSource) -> None:
    """Say where the facts of the calendar entries of this kind come from."""
    calendar_sources.register(CalendarSource(kind, facts))


def register_due(name: str, every_seconds: int, fn: Callable[[], Any]) -> None:
    """Have `fn` run about every so many seconds. It must be short, or enqueue a task."""
    due_jobs.register(DueJob(name, every_seconds, fn))
