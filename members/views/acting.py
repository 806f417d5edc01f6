"""What the views of acts between members begin with."""

from django.http import Http404, HttpRequest

from accounts.audience import Viewer
from accounts.models import User
from members.rules import can_ask


def member_or_404(request: HttpRequest) -> Viewer:
    """The viewer, who is a member. Raises Http404."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not can_ask(viewer):
        raise Http404
    return viewer


def me(request: HttpRequest) -> User:
    """Who asks, as the services want to hear it."""
    person: User = request.user  # type: ignore[assignment]
    return person
