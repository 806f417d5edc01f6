"""Predicates that decide who may know how the relation with a client stands."""

from typing import TYPE_CHECKING

from accounts.enums import Role
from accounts.viewer import Viewer

if TYPE_CHECKING:
    from accounts.models import Company


def has_desk(viewer: Viewer) -> bool:
    """Whether the viewer has a portfolio to look at: the role says so, nothing else."""
    return viewer.has_role(Role.ACCOUNT_MANAGER, Role.DIRECTOR)


def can_judge(viewer: Viewer, company: "Company") -> bool:
    """Whether the viewer may see and log how the relation with this company stands.

    A director every company; an account manager the own ones; nobody else any.
    """
    if viewer.has_role(Role.DIRECTOR):
        return True
    own = viewer.user_id is not None and company.account_manager_id == viewer.user_id
    return own and viewer.has_role(Role.ACCOUNT_MANAGER)
