"""/companies/<slug>/team/: who is in the club for a company, who leaves it, who invites for it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.audience import Viewer
from accounts.models import Company, Membership
from accounts.registry import leaving_parts
from club.lib import clock
from club.lib.dates import long_date
from members.forms.team import LeaveForm
from members.models import Departure
from members.models.team import asked_of, inviters_of, places_of, recent_departures, team_of
from members.querysets import departing_companies
from members.rules import can_invite_colleagues
from members.services.departures import (
    name_correspondent,
    note_departure,
    take_back_departure,
    withdraw_correspondent,
)


@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """The people, the invitations, the places, and who left lately."""
    viewer = _viewer(request)
    company = _company_or_404(viewer, slug)
    rows = list(team_of(company, viewer))
    invited = inviters_of(rows)
    places = places_of(company)
    context = {
        "company": company,
        "places": places,
        "people": [_person(row, viewer, invited.get(row.person_id)) for row in rows],
        "not_shown": places.people - len(rows),
        "departures": recent_departures(company, viewer),
        "may_invite": can_invite_colleagues(viewer, company),
        "may_name": viewer.is_staff,
        **asked_of(company),
    }
    return render(request, "members/team.html", context)


def _person(row: Any, viewer: Viewer, invitation: Any) -> dict[str, Any]:
    """One line: the correspondent's own and other correspondents' are not theirs to remove."""
    is_own = row.person_id == viewer.user_id
    return {
        "membership": row,
        "person": row.person,
        "is_correspondent": row.is_correspondent,
        "invited_by": invitation.invited_by if invitation else None,
        "may_leave": not is_own and (viewer.is_staff or not row.is_correspondent),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Note that somebody leaves: GET says what that means, POST does it."""
    viewer = _viewer(request)
    company, row = _member_or_404(viewer, slug, pk)
    form = LeaveForm(request.POST if request.method == "POST" else None, today=clock.house_today())
    if form.is_bound and form.is_valid() and _note(request, row, form):
        return redirect("members:team", slug=company.slug)
    sentences = [said for part in leaving_parts for said in part.foresee(row.person)]
    context = {
        "company": company,
        "membership": row,
        "person": row.person,
        "form": form,
        "sentences": sentences,
        "planned": Departure.objects.standing().filter(membership=row, done_at=None).first(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "members/leave.html", context, status=status)


def _note(request: HttpRequest, row: Membership, form: LeaveForm) -> bool:
    """Note the departure; False when it was refused, which the form then says."""
    try:
        departure = note_departure(
            row,
            by=request.user,  # type: ignore[arg-type]
            from_on=form.cleaned_data["from_on"],
        )
    except ValidationError as error:
        form.add_error("from_on", error.messages)
        return False
    words = {"name": row.person.full_name, "day": long_date(departure.from_on)}
    done = (
        _("It is noted that %(name)s leaves; from %(day)s on they are out.")
        if departure.is_planned
        else _("%(name)s is out of the club.")
    )
    messages.success(request, done % words)
    return True


@require_POST
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a departure back, planned or done: the person stays, or is in again."""
    viewer = _viewer(request)
    company = _company_or_404(viewer, slug)
    rows = Departure.objects.visible_to(viewer).filter(membership__company=company, pk=pk)
    departure = rows.select_related("membership__person").first()
    if departure is None:
        raise Http404
    name = departure.membership.person.full_name
    _do(request, take_back_departure, departure, _("%(name)s stays.") % {"name": name})
    return redirect("members:team", slug=company.slug)


@require_POST
def correspondent(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Name a correspondent, or withdraw one: for the staff who answer for the company."""
    viewer = _viewer(request)
    company, row = _member_or_404(viewer, slug, pk)
    if not viewer.is_staff:
        raise Http404
    name = {"name": row.person.full_name}
    if request.POST.get("act") == "withdraw":
        done = _("%(name)s is no correspondent any more.")
        _do(request, withdraw_correspondent, row, done % name)
    else:
        done = _("%(name)s is correspondent now, and may invite and remove colleagues.")
        _do(request, name_correspondent, row, done % name)
    return redirect("members:team", slug=company.slug)


def _do(request: HttpRequest, service: Any, subject: Any, done: str) -> None:
    """Call the service, and say what came of it."""
    try:
        service(subject, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _company_or_404(viewer: Viewer, slug: str) -> Company:
    """The company of this slug, for those who answer for its people. Raises Http404."""
    company: Company | None = departing_companies(viewer).filter(slug=slug).first()
    if company is None:
        raise Http404
    return company


def _member_or_404(viewer: Viewer, slug: str, pk: int) -> tuple[Company, Membership]:
    """The company and one of its people, as far as the viewer sees them. Raises Http404."""
    company = _company_or_404(viewer, slug)
    row = team_of(company, viewer).filter(pk=pk).first()
    if row is None:
        raise Http404
    return company, row
