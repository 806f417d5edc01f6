"""People to meet: the page, putting somebody away, and taking that back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.audience import Viewer
from accounts.models import User
from members import services
from members.meetings import AT_MOST
from members.models import Profile
from members.models.proposed import people_to_meet, put_away

AWAY = "away"


@require_safe
def meet(request: HttpRequest) -> HttpResponse:
    """At most five people with the reason for each; without any, what would help. Members only."""
    viewer = _member_or_404(request)
    people = people_to_meet(viewer, AT_MOST)
    context = {
        "people": people,
        "profile": Profile.objects.filter(person_id=viewer.user_id).first(),
        **undo_context(request, viewer),
    }
    return render(request, "members/meet.html", context)


@require_POST
def dismiss(request: HttpRequest, person_id: int) -> HttpResponse:
    """Put somebody away, for good; back to where it was done, which offers to undo it."""
    _member_or_404(request)
    person = User.objects.filter(pk=person_id).first()
    try:
        if person is None:
            raise services.NotThere
        services.dismiss_person(person, by=request.user)  # type: ignore[arg-type]
    except services.NotThere:
        raise Http404 from None
    return redirect(f"{_way_back(request)}?{AWAY}={person_id}#people-to-meet")


@require_POST
def undo(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take it back. Raises Http404 when it is too late."""
    _member_or_404(request)
    try:
        services.undo_dismissal(person_id, by=request.user)  # type: ignore[arg-type]
    except services.NotThere:
        raise Http404 from None
    return redirect(f"{_way_back(request)}#people-to-meet")


def undo_context(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    """`away`: whom the viewer has just put away. Asks the database only after that."""
    asked = request.GET.get(AWAY, "")
    return {"away": put_away(viewer, asked) if asked else None, "here": request.path}


def _way_back(request: HttpRequest) -> str:
    """A page of this site without its query; the page of people to meet for anything else."""
    back = request.POST.get("back", "")
    is_own = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    plain = is_own and not set(back) & set("?#")
    return back if plain else reverse("members:meet")


def _member_or_404(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.is_member:
        raise Http404
    return viewer
