"""Contacts: asking for them, answering, and the page of the own ones."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.audience import Viewer, get_visible_or_404
from accounts.models import User
from club.lib import clock
from members import services
from members.forms.contacts import ContactForm
from members.models import Block, Connection
from members.models.sight import PersonSight, see_people, see_person
from members.querysets import by_name, contacts_q, reachable_memberships, with_closeness
from members.rules import can_ask
from members.views.people import get_reachable_or_404, show_person

PER_PAGE = 30
#: Requests that wait are answered from the top; more than this are not drawn at once.
REQUESTS_SHOWN = 100


@require_POST
def ask(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask somebody for contact; back on their page either way, with what was typed."""
    viewer = _member_or_404(request)
    membership = get_reachable_or_404(viewer, person_id)
    form = ContactForm(request.POST)
    if form.is_valid() and _ask(request, membership.person, form):
        return redirect("members:person-detail", person_id)
    return show_person(request, see_person(membership, viewer), form=form)


def _ask(request: HttpRequest, person: User, form: ContactForm) -> bool:
    """Send the request; False when it was refused, which the form then says."""
    try:
        made = services.request_contact(person, by=_me(request), why=form.cleaned_data["why"])
    except ValidationError as error:
        form.add_error("why", error.messages)
        return False
    except services.NotThere:
        raise Http404 from None
    sentence = (
        _("You and %(name)s are in contact.")
        if made.is_accepted
        else _("Your request is sent. We tell you when %(name)s accepts.")
    )
    messages.success(request, sentence % {"name": person.full_name})
    return True


@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """Requests that wait for an answer, requests that were sent, and the contacts by name."""
    viewer = _member_or_404(request)
    near = reachable_memberships(viewer).filter(contacts_q(viewer))
    page = Paginator(by_name(with_closeness(near, viewer)), PER_PAGE).get_page(
        request.GET.get("page")
    )
    received, sent = _requests(viewer)
    context = {
        "page": page,
        "contacts": see_people(page, viewer),
        "received": received,
        "sent": sent,
        "blocked": Block.objects.visible_to(viewer).count(),
    }
    return render(request, "members/contacts.html", context)


def _requests(viewer: Viewer) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What waits for the viewer's answer, and what they sent, each with its person."""
    rows = Connection.objects.visible_to(viewer).exclude(accepted_at__isnull=False)
    found = list(rows.select_related("asked_by").order_by("-created_at", "-pk")[:REQUESTS_SHOWN])
    people = _people(viewer, {row.other(viewer.user_id) for row in found})
    received, sent = [], []
    for row in found:
        sight = people.get(row.other(viewer.user_id))
        if sight is None or sight.is_contact:
            continue
        if row.asked_id == viewer.user_id:
            received.append({"request": row, "sight": sight})
        elif (row.quiet_until(viewer.user_id) or clock.now()) > clock.now():
            sent.append({"request": row, "sight": sight})
    return received, sent


def _people(viewer: Viewer, ids: set[int]) -> dict[int, PersonSight]:
    rows = with_closeness(reachable_memberships(viewer).filter(person_id__in=ids), viewer)
    return {row.person_id: see_person(row, viewer) for row in rows}


@require_safe
def contact_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with its two answers, as the mail links to it; opening it changes nothing.

    One that is answered, and one's own, lead to the other one's page.
    """
    viewer = _member_or_404(request)
    row = get_visible_or_404(Connection.objects.all(), viewer, pk=pk)
    other = row.other(viewer.user_id)
    if not (row.is_open and row.asked_id == viewer.user_id):
        return redirect("members:person-detail", other)
    sight = see_person(get_reachable_or_404(viewer, other), viewer)
    own = see_person(get_reachable_or_404(viewer, viewer.user_id), viewer)
    context = {"connection": row, "sight": sight, "person": sight.person, "own": own}
    return render(request, "members/contact_request.html", context)


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes."""
    row = _act(request, pk, services.accept_contact)
    name = row.asked_by.full_name
    messages.success(request, _("You and %(name)s are in contact.") % {"name": name})
    return redirect("members:person-detail", row.asked_by_id)


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no, without a word to the other one."""
    row = _act(request, pk, services.decline_contact)
    name = row.asked_by.full_name
    messages.success(request, _("Declined. %(name)s is not told.") % {"name": name})
    return redirect("members:contacts")


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one's own request."""
    row = _act(request, pk, services.withdraw_request)
    name = row.asked.full_name
    messages.success(request, _("Your request to %(name)s is taken back.") % {"name": name})
    return redirect("members:contacts")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """End a contact."""
    viewer = _member_or_404(request)
    row = _act(request, pk, services.remove_contact)
    other = row.asked if row.asked_by_id == viewer.user_id else row.asked_by
    sentence = _("%(name)s is not among your contacts any more.")
    messages.success(request, sentence % {"name": other.full_name})
    return redirect("members:contacts")


def _act(request: HttpRequest, pk: int, service: Callable[..., Connection]) -> Connection:
    """What the service does to the row that the viewer may see. Raises Http404."""
    viewer = _member_or_404(request)
    rows = Connection.objects.select_related("asked_by", "asked")
    row: Connection = get_visible_or_404(rows, viewer, pk=pk)
    try:
        service(row, by=_me(request))
    except services.NotThere:
        raise Http404 from None
    return row


def _member_or_404(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not can_ask(viewer):
        raise Http404
    return viewer


def _me(request: HttpRequest) -> User:
    person: User = request.user  # type: ignore[assignment]
    return person
