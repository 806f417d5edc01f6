"""Logging a contact with a client, correcting it, taking it back, closing a complaint.

Each works without JavaScript. With it, the page shows in place what the act changed.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import reswap, retarget

from accounts.models import Company, User
from loyalty import services
from loyalty.enums import InteractionKind
from loyalty.forms import CloseForm, ContactForm
from loyalty.models import Interaction
from loyalty.views.access import get_client_or_404, refuse_writing
from loyalty.views.changes import Change, see_change
from loyalty.views.journal import build_entry, contacts_of, people_of
from loyalty.views.sheet import show_sheet
from loyalty.views.whole import get_whole_or_404

PER_PAGE = 50


def log(request: HttpRequest, slug: str) -> HttpResponse:
    """The quick form on a page of its own; POST logs the contact."""
    company = get_client_or_404(request, slug)
    form = contact_form(request, company)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, company, form, _("Log a contact"), _("Log it"))
    try:
        change = see_change(
            company,
            lambda: services.log_interaction(
                company,
                by=_me(request),
                submission_key=form.submission_key(),
                **form.contact(),
            ),
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _ask(request, company, form, _("Log a contact"), _("Log it"))
    return _done(request, company, change)


def correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct what was logged: the same form, filled in."""
    company = get_client_or_404(request, slug)
    entry = _entry_or_404(company, pk)
    form = contact_form(request, company, entry)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, company, form, _("Correct a contact"), _("Save"))
    try:
        change = see_change(
            company,
            lambda: services.change_interaction(entry, by=_me(request), **form.contact()),
            can_undo=False,
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _ask(request, company, form, _("Correct a contact"), _("Save"))
    return _done(request, company, change)


def undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back what was logged by mistake."""
    company = get_client_or_404(request, slug)
    entry = _entry_or_404(company, pk, undone=True)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    change = see_change(
        company, lambda: services.undo_interaction(entry, by=_me(request)), can_undo=False
    )
    return _done(request, company, change)


def close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that a complaint is settled, and whether the client is satisfied."""
    company = get_client_or_404(request, slug)
    entry = _entry_or_404(company, pk)
    if entry.kind != InteractionKind.COMPLAINT:
        raise Http404
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        satisfied = bool(form.is_satisfied())
        try:
            change = see_change(
                company,
                lambda: services.close_complaint(entry, by=_me(request), is_satisfied=satisfied),
                can_undo=False,
            )
            return _done(request, company, change)
        except ValidationError as error:
            form.add_error(None, error.messages)
    context = {"company": company, "entry": entry, "form": form}
    return render(request, "loyalty/close.html", context, status=422 if form.is_bound else 200)


def every(request: HttpRequest, slug: str) -> HttpResponse:
    """All that was logged about a client."""
    company = get_client_or_404(request, slug)
    if refusal := refuse_writing(request):
        return refusal
    page = Paginator(contacts_of(company.pk), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "company": company,
        "page": page,
        "entries": [build_entry(row) for row in page],
    }
    return render(request, "loyalty/contacts.html", context)


def contact_form(
    request: HttpRequest, company: Company, entry: Interaction | None = None
) -> ContactForm:
    """The form: sent, filled with an entry, or fresh with the kind that the address proposes."""
    data = request.POST if request.method == "POST" else None
    people = people_of(company, entry)
    if entry is not None:
        known = ("kind", "outcome", "happened_on", "note")
        initial = {name: getattr(entry, name) for name in known}
        return ContactForm(data, people=people, initial={**initial, "person": entry.person_id})
    kind = request.GET.get("kind", "")
    chosen = {"kind": kind} if kind in InteractionKind.values else {}
    return ContactForm(data, people=people, initial=chosen)


def _entry_or_404(company: Company, pk: int, *, undone: bool = False) -> Interaction:
    """What was logged about this very company. Raises Http404."""
    rows = Interaction.objects.of_company(company.pk).select_related("company", "person")
    entry: Interaction | None = (rows if undone else rows.standing()).filter(pk=pk).first()
    if entry is None:
        raise Http404
    return entry


def _me(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _ask(
    request: HttpRequest, company: Company, form: ContactForm, title: str, submit: str
) -> HttpResponse:
    """The form as a page; sent by htmx with a mistake, the form alone, where it stood."""
    context: dict[str, Any] = {
        "company": company,
        "form": form,
        "title": title,
        "submit_label": submit,
        "log_url": request.get_full_path(),
    }
    status = 422 if form.is_bound else 200
    if request.htmx:  # type: ignore[attr-defined]
        context["in_dialog"] = True
        answer = render(request, "loyalty/_quick.html", context, status=status)
        return reswap(retarget(answer, "#quick"), "outerHTML")
    return render(request, "loyalty/log.html", context, status=status)


def _done(request: HttpRequest, company: Company, change: Change) -> HttpResponse:
    """Show what the act changed: in place, or on the client's page."""
    if request.htmx:  # type: ignore[attr-defined]
        found = get_whole_or_404(request, company.slug)
        return show_sheet(request, found, "loyalty/_sheet.html", change=change)
    detail = f" {change.detail}" if change.detail else ""
    messages.success(request, f"{change.words}{detail}")
    return redirect("loyalty:client", slug=company.slug)
