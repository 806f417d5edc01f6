"""One person's page, and how one's own looks to others."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.audience import Viewer
from accounts.models import Membership, User
from accounts.registry import profile_panels
from club.lib import clock
from members.forms.contacts import ContactForm
from members.models import Connection, Profile
from members.models.connection import Standing, stand_between
from members.models.sight import AS_CONTACT, AS_MEMBER, PersonSight, see_people, see_person
from members.querysets import (
    by_name,
    mutual_memberships,
    reachable_memberships,
    visible_memberships,
    with_closeness,
)
from members.registry import current_gathering
from members.rules import can_ask, can_introduce
from members.services import has_blocked, requests_left

COLLEAGUES = 8
#: In the address that a code holds: the reader stands before the person.
SCANNED = "scan"
#: So many of the mutual contacts are shown; a person has few.
MUTUAL = 24
_LEVELS = {"member": AS_MEMBER, "contact": AS_CONTACT}


@require_safe
def person_detail(request: HttpRequest, person_id: int) -> HttpResponse:
    """Who somebody is, what they help with, their colleagues, and what other parts add."""
    viewer = request.viewer  # type: ignore[attr-defined]
    membership = get_reachable_or_404(viewer, person_id)
    scanned = SCANNED in request.GET
    return show_person(
        request, see_person(membership, viewer), line=_met(viewer) if scanned else None
    )


def _met(viewer: Viewer) -> str:
    """How two people met whose codes were scanned, where the club knows it."""
    name = current_gathering(viewer, clock.now())
    return _("We met at “%(event)s”.") % {"event": name} if name else _("We have just met.")


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """One's own page as another member or a contact reads it. Raises Http404 for staff."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.is_member:
        raise Http404
    role = request.GET.get("as", "member")
    if role not in _LEVELS:
        raise Http404
    membership = get_reachable_or_404(viewer, viewer.user_id)
    sight = PersonSight(membership, _LEVELS[role], is_contact=role == "contact")
    return show_person(request, sight, preview_as=role)


def get_reachable_or_404(viewer: Viewer, person_id: int | None) -> Membership:
    """The membership of somebody whose page the viewer may open. Raises Http404."""
    rows = with_closeness(reachable_memberships(viewer), viewer)
    membership = rows.filter(person_id=person_id).first()
    if membership is None:
        raise Http404
    return membership


def show_person(
    request: HttpRequest,
    sight: PersonSight,
    *,
    form: ContactForm | None = None,
    preview_as: str = "",
    line: str | None = None,
) -> HttpResponse:
    """The page; `form` is a request for contact that was refused, with what was typed.

    With a `line` the form to ask is open, with these words in it.
    """
    viewer = request.viewer  # type: ignore[attr-defined]
    person = sight.person
    is_me = viewer.user_id == person.pk
    standing = Standing(viewer.user_id) if is_me else standing_of(viewer, person)
    may_touch = can_ask(viewer) and not is_me and not preview_as
    may_ask = can_ask(viewer) and not is_me and standing.row is None
    context = {
        "sight": sight,
        "membership": sight.membership,
        "person": person,
        "company": sight.company,
        "is_me": is_me and not preview_as,
        "preview_as": preview_as,
        "standing": standing,
        "may_ask": may_ask and standing.quiet_until is None,
        "form": form or ContactForm(initial={"why": line or ""}),
        "opens_ask": line is not None,
        "is_blocked": may_touch and has_blocked(viewer.user_id, person.pk),
        "may_touch": may_touch,
        "may_introduce": not is_me and not preview_as and can_introduce(viewer),
        "left": requests_left(request.user) if may_ask else 0,  # type: ignore[arg-type]
        "colleagues": _colleagues(viewer, sight.membership),
        "mutual": [] if preview_as else _mutual(viewer, person),
        "face_is_missing": standing.has_asked and _is_without_face(viewer),
        "panels": [] if preview_as else _panels(request, person),
    }
    return render(request, "members/person_detail.html", context, status=422 if form else 200)


def standing_of(viewer: Viewer, person: User) -> Standing:
    """How the viewer stands with a person; nothing for staff, who have no contacts."""
    if not can_ask(viewer) or viewer.user_id is None:
        return Standing(viewer.user_id)
    history = list(Connection.objects.between(viewer.user_id, person.pk).order_by("-pk"))
    return stand_between(history, viewer.user_id, clock.now())


def _colleagues(viewer: Viewer, membership: Membership) -> list[PersonSight]:
    others = visible_memberships(viewer).filter(company_id=membership.company_id)
    rows = by_name(with_closeness(others, viewer).exclude(pk=membership.pk))
    return see_people(rows[:COLLEAGUES], viewer)


def _mutual(viewer: Viewer, person: User) -> list[Membership]:
    """Whom both know, by name."""
    return list(by_name(mutual_memberships(viewer, person.pk))[:MUTUAL])


def _is_without_face(viewer: Viewer) -> bool:
    """Whether who was asked sees initials."""
    own = Profile.objects.filter(person_id=viewer.user_id, face__gt="")
    return not own.exists()


def _panels(request: HttpRequest, person: User) -> list[SafeString]:
    """What upper apps add to a person's page, each rendered on its own."""
    rendered = []
    for panel in profile_panels:
        words: dict[str, Any] | None = panel.context(request, person)
        if words is not None:
            words = {"person": person, **words}
            rendered.append(render_to_string(panel.template, words, request))
    return rendered
