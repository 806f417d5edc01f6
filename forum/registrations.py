"""What discussions add to places that belong to all."""

from forum.kinds import KINDS
from participation.kinds import register_kind


def register_all() -> None:
    """Fill the registries; called once, when the app is ready."""
    for kind in KINDS:
        register_kind(kind)
