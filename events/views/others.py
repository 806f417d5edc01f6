"""Answering in the name of somebody else: a colleague, a client's contact, anybody of the club."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership
from accounts.viewer import Viewer
from events import services
from events.forms import OnBehalfForm
from events.models import EventDate, Registration
from events.rules import RegistrationRefused
from events.views.access import get_date_or_404
from members.models.search import memberships_matching_q
from members.querysets import by_name, visible_memberships

PAGE_SIZE = 30


def others(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom the viewer may answer for, and where each of them stands. POST answers for one."""
    event_date = get_date_or_404(request, slug)
    viewer = request.viewer  # type: ignore[attr-defined]
    people = people_of(viewer, event_date)
    if request.method == "POST":
        return _answer(request, event_date, people)
    query = request.GET.get("q", "").strip()
    found = people.filter(memberships_matching_q(query, viewer)) if query else people
    rows = Paginator(by_name(found), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": event_date.page,
        "event_date": event_date,
        "page_obj": rows,
        "query": query,
        "choices": _choices(event_date, list(rows)),
        "is_club": viewer.is_staff,
        "can_keep": viewer.is_organiser and event_date.kept_left > 0,
    }
    return render(request, "events/others.html", context)


def people_of(viewer: Viewer, event_date: EventDate) -> Any:
    """The members for whom the viewer may answer. Raises Http404 where there can be none.

    Organisers: everybody; account managers: their clients' people; members: their colleagues where
    the event allows it. Each of them must be able to see the event.
    """
    reached = event_date.page.audience.members().values("pk")
    rows = visible_memberships(viewer).filter(person__in=reached).exclude(person=viewer.user_id)
    if viewer.has_role(Role.ORGANISER):
        return rows
    if viewer.has_role(Role.ACCOUNT_MANAGER):
        return rows.filter(company__account_manager=viewer.user_id)
    if viewer.is_member and event_date.page.allows_colleagues:
        return rows.filter(company=viewer.company_id)
    raise Http404


def _answer(request: HttpRequest, event_date: EventDate, people: Any) -> HttpResponse:
    form = OnBehalfForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This text is too long or cannot be read."))
        return HttpResponseRedirect(_address(request, event_date))
    words = form.cleaned_data
    member: Membership | None = people.filter(person=words["person"]).first()
    if member is None:
        raise Http404
    try:
        registration = _do(request, event_date, member, words)
    except RegistrationRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _said(registration))
    return HttpResponseRedirect(_address(request, event_date))


def _do(
    request: HttpRequest, event_date: EventDate, member: Membership, words: dict[str, Any]
) -> Registration:
    by: Any = request.user
    if words["act"] == "register":
        return services.register(
            event_date,
            member.person,
            by=by,
            staff_note=words["staff_note"],
            keeps=words["keeps"],
        )
    if words["act"] == "maybe":
        return services.answer_maybe(event_date, member.person, by=by)
    if words["act"] == "decline":
        return services.decline(event_date, member.person, by=by)
    rows = Registration.objects.filter(date=event_date, person=member.person)
    own = rows.select_related("person").first()
    if own is None:
        raise Http404
    return services.cancel_registration(own, by=by, staff_note=words["staff_note"])


def _choices(
    event_date: EventDate, members: list[Membership]
) -> list[tuple[Membership, Registration | None]]:
    """Each with the answer that stands."""
    people = [member.person_id for member in members]
    rows = Registration.objects.filter(date=event_date, person__in=people)
    standing = {row.person_id: row for row in rows}
    return [(member, standing.get(member.person_id)) for member in members]


def _said(registration: Registration) -> str:
    name = registration.person.full_name
    if registration.is_coming:
        return _("%(name)s comes. The invitation is on its way.") % {"name": name}
    if registration.is_waiting:
        return _("%(name)s waits in line.") % {"name": name}
    if registration.is_pending:
        return _("%(name)s has asked for a seat.") % {"name": name}
    if registration.is_maybe:
        return _("%(name)s may come.") % {"name": name}
    return _("%(name)s does not come.") % {"name": name}


def _address(request: HttpRequest, event_date: EventDate) -> str:
    path = reverse("events:others", args=[event_date.page.slug])
    query = request.GET.copy()
    query["date"] = str(event_date.pk)
    return f"{path}?{query.urlencode()}"
