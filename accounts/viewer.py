"""The one who asks."""

from dataclasses import dataclass, field

from accounts.enums import STAFF_ROLES, Role


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
