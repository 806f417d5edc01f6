"""What upper apps add: verbs, kinds to choose from, live topics, calendar facts, due work."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from club.lib.ical import CalendarFacts
from club.lib.prepared import Columns
from club.lib.registry import Registry
from notifications.enums import ALWAYS_SENT, MailChoice, Purpose

if TYPE_CHECKING:
    from accounts.models import User
    from accounts.viewer import Viewer
    from notifications.models import BellItem, CalendarEntry, OutboxMail

Words = Any  # str, or a lazy translation of one


class Choice(NamedTuple):
    """When a person wants the mails of a kind, and whether it rings the bell."""

    mail: MailChoice
    bell: bool


@dataclass(frozen=True)
class PreferenceKind:
    """A kind of news that people choose about on /me/notifications/.

    `label` names it, `detail` says in a sentence what it holds. With `always` there is nothing to
    choose, and it says why: such mails belong to something that the person takes part in. `rings`
    is False for news that come by mail only: then nobody is asked about the bell.
    """

    name: str
    order: int
    label: Words
    detail: Words = ""
    default_mail: str = MailChoice.AT_ONCE
    default_bell: bool = True
    always: Words = ""
    rings: bool = True

    @property
    def is_always(self) -> bool:
        """Whether there is nothing to choose."""
        return bool(self.always)

    @property
    def default(self) -> Choice:
        """What holds for who chose nothing."""
        mail = MailChoice.AT_ONCE if self.is_always else MailChoice(self.default_mail)
        return Choice(mail, self.default_bell)


@dataclass(frozen=True)
class BellText:
    """What one item of the bell says, in the reader's language, and where it leads.

    `person` is whose face stands beside it, where there is one.
    """

    text: Words
    url: str
    detail: Words = ""
    person: Any = None


@dataclass(frozen=True)
class Verb:
    """One kind of telling: by mail, on the bell, or both.

    `template` is the common beginning of `<template>.subject.txt`, `.txt` and `.html`. `context`
    runs at the moment of sending, in the receiver's language and time zone: it checks again that
    the person may know what the mail says, and returns the words' context, or None, then nothing
    is sent. Without them the verb sends no mail.

    `bell` makes the words of a bell item each time it is shown: it too checks the right again
    (`item.viewer`), and returns None for what must not be shown. Where `visible` says in one query
    which subjects (by id) a viewer may see, `bell` is asked for those only, and a page of many
    items costs few queries. An unread item keeps the words of its verb of the smallest `order`: a
    mention before an answer. `preference` names the PreferenceKind with which a person may refuse
    to be told, unless the purpose is always sent.

    `label` names the kind for the staff. An `urgent` mail goes before all others and is retried
    within minutes; the payload of a `secret` one is erased as soon as it is done with, and nobody
    is shown it.
    """

    name: str
    purpose: Purpose
    template: str = ""
    context: Callable[[OutboxMail], dict[str, Any] | None] | None = None
    label: Words = ""
    urgent: bool = False
    secret: bool = False
    order: int = 0
    bell: Callable[[BellItem], BellText | None] | None = None
    visible: Callable[[Viewer, Collection[int]], Collection[int]] | None = None
    preference: str = ""

    @property
    def is_refusable(self) -> bool:
        """Whether a person may choose not to be told."""
        return self.purpose not in ALWAYS_SENT

    def visible_ids(self, viewer: Viewer, ids: Collection[int]) -> Collection[int]:
        """Which of these subjects the viewer may see; all where the verb cannot tell so."""
        return self.visible(viewer, ids) if self.visible else ids


@dataclass(frozen=True)
class Frame:
    """One event of a live log: its number, who may read it, and what it says (plain JSON).

    `reach` is "member" (whoever may see the topic's key), "staff", or "user:<id>".
    """

    seq: int
    reach: str
    data: dict[str, Any]


@dataclass(frozen=True)
class LiveTopic:
    """A kind of log that readers may follow; `key` names one log: the number of a row, as text.

    `visible_keys(viewer, keys)` are those that the viewer may follow, and `last_seqs(keys)` the
    newest number of each that exists: one query each, however many keys. `read_log(key, after,
    limit)` are at most `limit` frames above `after`, in their order, without a gap.
    """

    name: str
    order: int
    visible_keys: Callable[[Viewer, Collection[str]], set[str]]
    last_seqs: Callable[[Collection[str]], dict[str, int]]
    read_log: Callable[[str, int, int], Sequence[Frame]]


FactsSource = Callable[["CalendarEntry", "User | None", str], CalendarFacts | None]
ManyFactsSource = Callable[
    [Sequence["CalendarEntry"], "User | None", str], Mapping[int, CalendarFacts]
]


@dataclass(frozen=True)
class CalendarSource:
    """Says what the entries of one kind (`name`) are: `facts(entry, person, language)`.

    `person` is the guest, or None for a file that anybody with the right to the page may load.
    None means that there is nothing left to say. `many` says the same of several entries at once,
    by their ids, in a number of queries that does not grow.
    """

    name: str
    facts: FactsSource
    many: ManyFactsSource | None = None
    order: int = 0

    def facts_of_many(
        self, entries: Sequence[CalendarEntry], person: User | None, language: str
    ) -> Mapping[int, CalendarFacts]:
        """What these entries are, by id; those about which nothing is left to say are missing."""
        if self.many is not None:
            return self.many(entries, person, language)
        told = ((entry.pk, self.facts(entry, person, language)) for entry in entries)
        return {pk: facts for pk, facts in told if facts is not None}


@dataclass(frozen=True)
class FeedSource:
    """A kind of event that a person's subscribed calendar holds.

    `find(viewer, since, with_open)` gives rows as the driver does (`Columns`) of numbers, texts,
    truth values and moments, in a number of queries that does not grow: what ends after `since`,
    takes part in the viewer's life and is theirs to see at this moment; with `with_open` also what
    they could take part in. `tell(row, viewer)` says what a row that was read is in the active
    language, and marks what takes none of their time (`is_free`). It looks at nothing but the row
    and the viewer's being of the staff: the same rows are the same calendar, which a program that
    has it is told before anything is written.
    """

    name: str
    order: int
    find: Callable[[Viewer, datetime, bool], Columns]
    tell: Callable[[tuple[Any, ...], Viewer], CalendarFacts]


class AnswerRefused(Exception):
    """An answer that cannot be taken; `code` says why, in the words of the app that refuses."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class CalendarReplies:
    """Takes the answers that come back from calendars, for the entries of one kind (`name`).

    All run in one transaction. `lock(entry)` comes first, and takes the locks under which the app
    writes: so it and the guests are always locked in one order. `answer(entry, person, partstat,
    words)` does what the person's calendar says (ACCEPTED, DECLINED, TENTATIVE), tells them, and
    raises AnswerRefused, having told them why. `ask(entry, person, address)` writes to the person
    that an answer from a foreign address was not counted, and what to do. `titles(entry ids)` are
    what the staff call the entries and where they stand, and `reason(code)` why one was refused.

    With `is_private` the entries are between their guests alone: what comes back is not put before
    the staff, its words are not kept, and for what cannot be counted `ask` writes to the guest.
    """

    name: str
    lock: Callable[[CalendarEntry], None]
    answer: Callable[[CalendarEntry, User, str, str], None]
    ask: Callable[[CalendarEntry, User, str], None]
    titles: Callable[[Collection[int]], dict[int, tuple[str, str]]]
    reason: Callable[[str], Words]
    order: int = 0
    is_private: bool = False


@dataclass(frozen=True)
class DueJob:
    """Work that `manage.py tick` starts again and again, by one process at a time."""

    name: str
    every_seconds: int
    run: Callable[[], Any]
    order: int = 0


verbs: Registry[Verb] = Registry("verb")
calendar_sources: Registry[CalendarSource] = Registry("calendar source")
calendar_replies: Registry[CalendarReplies] = Registry("taker of answers")
feed_sources: Registry[FeedSource] = Registry("feed source")
due_jobs: Registry[DueJob] = Registry("due job")
preference_kinds: Registry[PreferenceKind] = Registry("kind of news")
live_topics: Registry[LiveTopic] = Registry("live topic")


def register_verb(verb: Verb) -> None:
    """Add a kind of mail. Raises ValueError when the name is taken by another one."""
    verbs.register(verb)


def register_calendar_source(
    kind: str, facts: FactsSource, many: ManyFactsSource | None = None
) -> None:
    """Say where the facts of the calendar entries of this kind come from."""
    calendar_sources.register(CalendarSource(kind, facts, many))


def register_due(name: str, every_seconds: int, fn: Callable[[], Any]) -> None:
    """Have `fn` run about every so many seconds. It must be short, or enqueue a task."""
    due_jobs.register(DueJob(name, every_seconds, fn))
