"""The one who asks."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import BigAutoField

from accounts.enums import STAFF_ROLES, Role
from club.lib.prepared import Param, Params, Prepared, PreparedRows


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, resolved once per request: ids only, so that a viewer can be kept and compared.

    A stranger has no `user_id`. A person who is neither an active member nor staff is a stranger.
    `held_by` names the gates (`accounts.registry.gates`) at which a member stands: an active member
    with every right, who has something to do before the rooms open.
    """

    user_id: int | None = None
    membership_id: int | None = None
    company_id: int | None = None
    tier_id: int | None = None
    segment_ids: frozenset[int] = field(default_factory=frozenset)
    audience_ids: frozenset[int] = field(default_factory=frozenset)
    roles: frozenset[Role] = field(default_factory=frozenset)
    held_by: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_stranger(self) -> bool:
        """Whether nobody of the club asks."""
        return self.user_id is None

    @property
    def is_member(self) -> bool:
        """Whether an active member of a client company asks."""
        return self.membership_id is not None

    @property
    def is_staff(self) -> bool:
        """Whether somebody of the supplier asks."""
        return bool(self.roles & STAFF_ROLES)

    @property
    def is_organiser(self) -> bool:
        """Whether the viewer may run events; for templates."""
        return Role.ORGANISER in self.roles

    def has_role(self, *roles: Role) -> bool:
        """Whether the viewer has at least one of these roles."""
        return not self.roles.isdisjoint(roles)


_ONE = ("user_id", "membership_id", "company_id", "tier_id")
_MANY = ("segment_ids", "audience_ids")


class PerViewer:
    """A query that every viewer asks alike, whose SQL is made once (`club.lib.prepared`).

    `build` is written as if for one viewer, with the rules that hold for every query; the ids of
    the viewer whom it is given are places for values. Whether there is an id, and the roles, are as
    they are, and make a text of their own. `kind` says what becomes of the rows.
    """

    def __init__(self, build: Callable[..., Any], kind: type[Prepared] = PreparedRows) -> None:
        self._rows = kind(lambda viewer, *shape: build(_with_places(viewer), *shape))

    def __call__(self, viewer: Viewer, *shape: Hashable, **values: Any) -> Any:
        """The rows for this viewer; the rest as `Prepared` says."""
        ids = {name: getattr(viewer, name) for name in (*_ONE, *_MANY)}
        return self._rows(_outline(viewer), *shape, **ids, **values)


def _outline(viewer: Viewer) -> Viewer:
    """The same for all viewers who differ by their ids alone."""
    there: Any = {name: None if getattr(viewer, name) is None else 0 for name in _ONE}
    return Viewer(**there, roles=viewer.roles, held_by=viewer.held_by)


def _with_places(outline: Viewer) -> Viewer:
    key: Any = BigAutoField()
    places: Any = {name: Params(name, key) for name in _MANY}
    places |= {name: Param(name, key) for name in _ONE if getattr(outline, name) is not None}
    return replace(outline, **places)
