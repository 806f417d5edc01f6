"""Why two people might want to meet: a registry, so that upper apps add reasons of their own.

A ground names people by what they share. `services.suggestions` ranks whom it finds, in the
database and for everybody at once; `models.proposed` asks again what may be said when it is read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from club.lib.registry import Registry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.viewer import Viewer

#: A club of fewer people than this proposes nobody: all know each other.
FEWEST = 8
#: So many are kept for each member, more than are shown: some are asked or put away meanwhile.
KEPT = 8
#: The same person is among those that are kept for at most so many members at a time.
MOST_OFTEN = 20
#: How many people of a ring a member looks at, colleagues among them.
WINDOW = 8
#: How many are proposed on the day and on the page of people to meet.
ON_THE_DAY, AT_MOST = 3, 5


@dataclass(frozen=True)
class Ground:
    """One reason to meet; the more it weighs, the stronger.

    `wants` and `gives` are queries of three columns: the annotations `about_id` (a number) and
    `topic` (a text), and the person's id, which is called `person`. Whoever wants something is
    proposed people who give the same. `gives` holds only what any member may read of somebody.
    `elsewhere` asks for another trade than one's own.

    `title` is an expression on rows with `person_id`, `about_id` and `topic`: what is shared, in
    words, as far as this viewer may know it at this moment, or NULL where they may not; it is asked
    each time. `words` makes the sentence.
    """

    name: str
    order: int
    weight: int
    wants: "Callable[[], QuerySet[Any, Any]]"
    gives: "Callable[[], QuerySet[Any, Any]]"
    title: "Callable[[Viewer], Any]"
    words: Callable[[str], str]
    person: str = "person_id"
    elsewhere: bool = False


grounds: Registry[Ground] = Registry("ground for a meeting")
