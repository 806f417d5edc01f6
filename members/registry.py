"""What upper apps tell about members: where somebody is just now, and filters of the directory."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.viewer import Viewer
from club.lib.prepared import Params
from club.lib.registry import Registry

Words = Any  # str, or a lazy translation of one
Values = Collection[str] | Params  # some, or the place of them


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


@dataclass(frozen=True)
class DirectoryFacet:
    """A filter of the directory of people whose values another app knows.

    `fits_q(viewer, values)` is a condition on memberships: one of the values is theirs, as far as
    the viewer may know; `values` serve for `__in`. `counts(viewer, memberships)` gives rows of the
    facet's name, value, label and number of people among these memberships, as `values_list` of
    four columns; it runs inside the query that counts the subjects. The text of both is kept.
    """

    name: str
    order: int
    title: Words
    fits_q: Callable[[Viewer, Values], Q]
    counts: Callable[[Viewer, Any], Any]


directory_facets: Registry[DirectoryFacet] = Registry("directory facet")
