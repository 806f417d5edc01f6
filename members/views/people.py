"""One person's page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts.audience import Viewer
from accounts.models import Membership, User
from accounts.registry import profile_panels
from members.models import Profile
from members.querysets import by_name, visible_memberships
from members.rules import can_see_phone, is_honour

COLLEAGUES = 8


@require_safe
def person_detail(request: HttpRequest, person_id: int) -> HttpResponse:
    """Who somebody is, what they help with, their colleagues, and what other parts add."""
    viewer = request.viewer  # type: ignore[attr-defined]
    membership = visible_memberships(viewer).filter(person_id=person_id).first()
    if membership is None:
        raise Http404
    company, person = membership.company, membership.person
    profile = getattr(person, "profile", None) or Profile(person=person)
    context = {
        "membership": membership,
        "person": person,
        "company": company,
        "profile": profile,
        "tier": company.tier if is_honour(company.tier) else None,
        "phone": _phone(viewer, membership, profile),
        "is_me": viewer.user_id == person.pk,
        "colleagues": _colleagues(viewer, membership),
        "panels": _panels(request, person),
    }
    return render(request, "members/person_detail.html", context)


def _phone(viewer: Viewer, membership: Membership, profile: Profile) -> str:
    shown = can_see_phone(viewer, membership.person, profile.phone_visible_to, membership.company)
    return profile.phone if shown else ""


def _colleagues(viewer: Viewer, membership: Membership) -> list[Membership]:
    others = visible_memberships(viewer).filter(company_id=membership.company_id)
    return list(by_name(others.exclude(pk=membership.pk))[:COLLEAGUES])


def _panels(request: HttpRequest, person: User) -> list[SafeString]:
    """What upper apps add to a person's page, each rendered on its own."""
    rendered = []
    for panel in profile_panels:
        words: dict[str, Any] | None = panel.context(request, person)
        if words is not None:
            words = {"person": person, **words}
            rendered.append(render_to_string(panel.template, words, request))
    return rendered
