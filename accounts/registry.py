"""What upper apps add to places that belong to all: navigation, search, the day, profiles."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest

from accounts.viewer import Viewer
from club.lib.registry import Registry

Words = Any  # str, or a lazy translation of one


def _anybody(viewer: Viewer) -> bool:
    return not viewer.is_stranger


@dataclass(frozen=True)
class NavItem:
    """A door in the header and the phone's tab bar.

    `also` names pages that lie behind the same door at another address.
    """

    name: str
    order: int
    label: Words
    url_name: str
    icon: str
    is_for: Callable[[Viewer], bool] = _anybody
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One result of the search over everything."""

    title: str
    url: str
    detail: str = ""
    person: Any = None
    company: Any = None
    starts_at: Any = None


@dataclass(frozen=True)
class SearchSource:
    """One kind of thing that the search finds. `search` returns at most `limit` visible hits."""

    name: str
    order: int
    label: Words
    search: Callable[[Viewer, str, int], Iterable[Hit]]
    more_url: Callable[[str], str] | None = None


@dataclass(frozen=True)
class DayCard:
    """One part of the member's day. `context` returns None where there is nothing to show.

    `slot` is "lead" (the first sentence), "main" or "side".
    """

    name: str
    order: int
    slot: str
    template: str
    context: Callable[[HttpRequest, Viewer], dict[str, Any] | None]


@dataclass(frozen=True)
class ProfilePanel:
    """One part of a person's page, added by another app."""

    name: str
    order: int
    template: str
    context: Callable[[HttpRequest, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class PublicPath:
    """A path that strangers may open, with the reason; a test holds every other one closed.

    `name` is a regular expression matched against the whole path, without its first slash.
    """

    name: str
    reason: str
    order: int = 0


@dataclass(frozen=True)
class Gate:
    """Something that a member must do before the rooms open, for instance accept the charter.

    `is_shut` gives a condition on memberships, asked with the membership itself, so that a gate
    costs no query; the viewer then names it in `held_by`. Staff pass every gate. What happens to a
    request of somebody who is held is said by the app that registers the gate.
    """

    name: str
    order: int
    is_shut: Callable[[], Any]

    @property
    def alias(self) -> str:
        """What the condition is called on the membership."""
        return f"held_by_{self.name.replace('.', '_')}"


@dataclass(frozen=True)
class PersonValue:
    """Something that an app wants to know of the person who asks, read together with them.

    `of_person` gives an expression on people, `kind` its type: a whole number, a text or a truth
    value. It stands in `request.user.read_along` under the name, costs no query, and is as old as
    the request: it is for what does not decide what somebody may do. People who were read by
    another way have nothing there.
    """

    name: str
    order: int
    kind: Any
    of_person: Callable[[], Any]

    @property
    def alias(self) -> str:
        """What the column is called."""
        return f"value_{self.name.replace('.', '_')}"


@dataclass(frozen=True)
class Absence:
    """People who are not to be found, for a reason that another app knows.

    `people` gives a query of their ids; it runs inside the query that lists people.
    """

    name: str
    order: int
    people: Callable[[], Any]


@dataclass(frozen=True)
class LeavingPart:
    """What an app does when somebody leaves a company, and gives back when that was a mistake.

    `leave(person, company, by)` runs in the transaction that ends the membership. `foresee(person)`
    says beforehand, in sentences, what it will do. `undo(person, left_at)` gives back what it can
    of what was taken since that moment.
    """

    name: str
    order: int
    leave: Callable[[Any, Any, Any], None]
    foresee: Callable[[Any], Iterable[str]] = lambda _person: ()
    undo: Callable[[Any, Any], None] = lambda _person, _left_at: None


@dataclass(frozen=True)
class MergePart:
    """What an app has of a record that turned out to be the same as another one.

    `foresee(kept, gone)` says in lines (`club.lib.merging.Line`) what will go over and what will be
    dropped; `move(kept, gone, by)` does it, in the transaction of the merge.
    """

    name: str
    order: int
    foresee: Callable[[Any, Any], Iterable[Any]]
    move: Callable[[Any, Any, Any], None]


@dataclass(frozen=True)
class Kept:
    """One thing that the club keeps about a person, in words that they read.

    `what` names it, `value` says it, `since` is when it came. `seen_by` and `change` (an address)
    are given where they differ from those of the whole kind. `file` is a stored file that belongs
    to it, for the archive; `gone_on` the day on which it goes by itself, where that is known.
    """

    what: Words
    value: Words = ""
    since: datetime | date | None = None
    seen_by: Words = ""
    change: str = ""
    file: Any = None
    gone_on: date | None = None


def _know_nothing(_person: Any) -> Iterable[str]:
    """Nothing more that the person can be told by."""
    return ()


def _leave(_person: Any) -> None:
    """What refers to the person goes, or is emptied, with their row."""


@dataclass(frozen=True)
class PersonalData:
    """One kind of data about a person, said by the app that keeps it.

    `models` names every model of the app that refers to a person, as `app.Model`: a test holds
    the list complete. `use` says why it is kept, `period` for how long, `seen_by` which roles may
    see it, `change` names the address where the person corrects it ('' where they cannot).
    `export` gives what there is of one person, newest first; `erase` removes or makes anonymous
    what does not go with the person's own row, before that is deleted. `known_as` gives words by
    which the person is told elsewhere: addresses and phones, and names of two words. `rule` names
    the retention rule whose time stands for `%(time)s` in `period`.
    """

    name: str
    order: int
    label: Words
    use: Words
    period: Words
    seen_by: Words
    models: tuple[str, ...]
    export: Callable[[Any], Iterable[Kept]]
    erase: Callable[[Any], None] = _leave
    known_as: Callable[[Any], Iterable[str]] = _know_nothing
    change: str = ""
    rule: str = ""


@dataclass(frozen=True)
class RetentionRule:
    """What goes by itself after a time: `days` by default, at least `least`, at most `longest`.

    `apply(moment)` removes or makes anonymous what is older than the moment and returns how many
    rows that were. It is run again and again.
    """

    name: str
    order: int
    label: Words
    detail: Words
    days: int
    longest: int
    apply: Callable[[datetime], int]
    least: int = 1


def _ignore(_ids: Collection[int]) -> None:
    """Do nothing."""


def _ignore_all(_ids: Collection[int] | None) -> None:
    """Do nothing."""


def _ignore_rows(_rows: Mapping[str, Sequence[Any]]) -> None:
    """Do nothing."""


def _ignore_keys(_keys: Collection[str]) -> None:
    """Do nothing."""


@dataclass(frozen=True)
class ChangeListener:
    """An app that keeps something derived from people or companies, for instance search words.

    It is told the ids, within the transaction of the service that changed names or titles, or (the
    companies') who belongs to them. `access_changed` hears of people whose rights may be others
    now (None: everybody), and `sessions_ended` of the keys of sessions that were signed out.
    `facts_changed` hears of companies whose people object, or were forgotten: what is computed of
    their facts must be made anew at once. `words_changed` hears of rows, keys by model, out of
    whose texts somebody's name was taken: what is found by their words must follow.
    """

    name: str
    order: int
    people_changed: Callable[[Collection[int]], None] = _ignore
    companies_changed: Callable[[Collection[int]], None] = _ignore
    memberships_changed: Callable[[Collection[int]], None] = _ignore
    access_changed: Callable[[Collection[int] | None], None] = _ignore_all
    sessions_ended: Callable[[Collection[str]], None] = _ignore_keys
    facts_changed: Callable[[Collection[int]], None] = _ignore
    words_changed: Callable[[Mapping[str, Sequence[Any]]], None] = _ignore_rows


absences: Registry[Absence] = Registry("absence")
change_listeners: Registry[ChangeListener] = Registry("change listener")
gates: Registry[Gate] = Registry("gate")
person_values: Registry[PersonValue] = Registry("value of the person who asks")
personal_data: Registry[PersonalData] = Registry("kind of personal data")
retention_rules: Registry[RetentionRule] = Registry("rule of retention")
person_merges: Registry[MergePart] = Registry("part of the merge of two people")
company_merges: Registry[MergePart] = Registry("part of the merge of two companies")
leaving_parts: Registry[LeavingPart] = Registry("part of leaving")
nav_items: Registry[NavItem] = Registry("navigation item")
search_sources: Registry[SearchSource] = Registry("search source")
day_cards: Registry[DayCard] = Registry("day card")
profile_panels: Registry[ProfilePanel] = Registry("profile panel")
public_paths: Registry[PublicPath] = Registry("public path")
