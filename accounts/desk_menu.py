"""Lines of the CMS menu: for whom each one is, and how much waits behind it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.enums import Role
from accounts.viewer import Viewer

MAIN, SETTINGS = "register_admin_menu_item", "register_settings_menu_item"


class DeskItem(MenuItem):
    """A line for the staff who have one of `roles`; for all of them where none is named.

    `count` says to a viewer how many things wait: then `counted` gives the words, with the number
    first, where the side bar does not cut it off. `is_there` says of a request whether there is
    anything to find behind the line.
    """

    def __init__(
        self,
        *args: Any,
        roles: Iterable[Role] = (),
        count: Callable[[Viewer], int] | None = None,
        counted: Callable[[int], str] = str,
        is_there: Callable[[Any], bool] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.roles, self.count, self.counted = tuple(roles), count, counted
        self.is_there = is_there

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the viewer has the right, and anything to find."""
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        may = viewer.has_role(*self.roles) if self.roles else viewer.is_staff
        return bool(may and (self.is_there is None or self.is_there(request)))

    def render_component(self, request: HttpRequest) -> Any:
        """The line, with the number of what waits in place of its name."""
        component = super().render_component(request)
        viewer = request.viewer  # type: ignore[attr-defined]
        waiting = self.count(viewer) if self.count else 0
        if waiting:
            component.label = self.counted(waiting)
        return component


def register_items(items: Iterable[MenuItem], menu: str = MAIN) -> None:
    """Put the lines into a menu of the CMS."""
    for item in items:
        hooks.register(menu, lambda item=item: item)
