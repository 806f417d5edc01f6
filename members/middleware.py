"""The door at which the charter hangs: members pass it once they have accepted it."""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from members.rules import CHARTER_GATE
from members.views import charter

GetResponse = Callable[[HttpRequest], HttpResponse]

#: Open to who has not accepted: the charter itself, the own way of signing in and out, language,
#: theme, what is owed to everybody, what needs no session, and in a demo the mailbox and the look.
_OPEN = re.compile(
    r"/(welcome/charter/|charter/$|accounts/|language/$|theme/$|legal/|static/|demo/|join/"
    r"|healthz$|readyz$)"
)


class CharterMiddleware:
    """Leads members who have not accepted the charter in force to it, from wherever they go.

    Staff are not asked: they wrote it. Nothing that was typed is lost. Stands after the middleware
    that sets the viewer and the one that activates the person's language.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: Any) -> HttpResponse | None:
        """The charter in place of the page, for those who stand at its gate."""
        if not request.user.is_authenticated or _OPEN.match(request.path):
            return None
        if CHARTER_GATE not in request.viewer.held_by:  # type: ignore[attr-defined]
            return None
        return charter.hold(request)
