"""What upper apps tell about the subjects of facts."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from accounts.viewer import Viewer
from club.lib.registry import Registry


@dataclass(frozen=True)
class About:
    """What a fact is about: its title, and where to read it."""

    title: str
    url: str


@dataclass(frozen=True)
class SubjectSource:
    """One model that facts are about; `name` is its label in lower case, `events.eventdate`.

    `tell` gives those of the ids that the viewer may see, in one query.
    """

    name: str
    order: int
    tell: Callable[[Viewer, Collection[int]], Mapping[int, About]]


subject_sources: Registry[SubjectSource] = Registry("subject of facts")
