"""What upper apps tell about members: where somebody is just now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from accounts.viewer import Viewer
from club.lib.registry import Registry


@dataclass(frozen=True)
class Gathering:
    """A kind of thing at which people meet in person.

    `find(viewer, now)` is the name of the one that the viewer takes part in at this moment, in the
    active language, or ''. It names nothing that the viewer may not see, and asks for nobody else.
    """

    name: str
    order: int
    find: Callable[[Viewer, datetime], str]


gatherings: Registry[Gathering] = Registry("gathering")


def current_gathering(viewer: Viewer, now: datetime) -> str:
    """Where the viewer is just now, as far as the club knows; '' where it does not."""
    names = (gathering.find(viewer, now) for gathering in gatherings)
    return next((name for name in names if name), "")
