"""Inviting people of a client: those whom the records name, or somebody else."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.enums import JobFunction
from accounts.models import Company
from loyalty.forms import InviteSomebodyForm
from loyalty.views.access import get_client_or_404
from members.models import Invitation, KnownPerson
from members.services import invite as write_invitation

#: People offered at once; more of one client are invited in turns.
SHOWN = 100


def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Show whom the club knows at this client; POST invites those ticked, or one other address."""
    company = get_client_or_404(request, slug)
    form = _form(request)
    if request.method == "POST":
        done = _invite_other(request, company, form) if form.is_bound else _tick(request, company)
        if done:
            return redirect("loyalty:invite", slug=company.slug)
    known = KnownPerson.objects.visible_to(request.viewer).filter(company=company)  # type: ignore[attr-defined]
    context = {
        "company": company,
        "known": list(known.uninvited().order_by("function", "last_name", "pk")[:SHOWN]),
        "waiting": list(Invitation.objects.waiting().filter(company=company)[:SHOWN]),
        "decides": JobFunction.DECIDES,
        "form": form,
    }
    return render(
        request, "loyalty/invite.html", context, status=422 if request.method == "POST" else 200
    )


def _form(request: HttpRequest) -> InviteSomebodyForm:
    """The form for another address; bound when it is the one that was sent."""
    other = request.method == "POST" and "other" in request.POST
    language = (get_language() or "fr")[:2]
    return InviteSomebodyForm(request.POST if other else None, initial={"language": language})


def _tick(request: HttpRequest, company: Company) -> bool:
    """Invite those of the list that were ticked; False when nobody was, or nobody could be."""
    ticked = [pk for pk in request.POST.getlist("who")[:SHOWN] if pk.isascii() and pk.isdigit()]
    rows = KnownPerson.objects.visible_to(request.viewer).uninvited()  # type: ignore[attr-defined]
    people = list(rows.filter(company=company, pk__in=[int(pk) for pk in ticked if len(pk) < 18]))
    if not people:
        messages.error(request, _("Tick the people whom you want to invite."))
        return False
    sent = [person for person in people if _write(request, company, _facts(person))]
    if sent:
        _say_sent(request, len(sent))
    return bool(sent)


def _facts(person: KnownPerson) -> dict[str, Any]:
    names = ("email", "first_name", "last_name", "job_title", "function", "language")
    return {name: getattr(person, name) for name in names}


def _invite_other(request: HttpRequest, company: Company, form: InviteSomebodyForm) -> bool:
    if not form.is_valid():
        return False
    try:
        write_invitation(company=company, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    _say_sent(request, 1)
    return True


def _write(request: HttpRequest, company: Company, facts: dict[str, Any]) -> bool:
    """Invite one of the list; say why where it cannot be done."""
    try:
        write_invitation(company=company, by=request.user, **facts)  # type: ignore[arg-type]
    except ValidationError as error:
        name = f"{facts['first_name']} {facts['last_name']}".strip() or facts["email"]
        messages.error(request, f"{name or _('Without a name')}: {' '.join(error.messages)}")
        return False
    return True


def _say_sent(request: HttpRequest, count: int) -> None:
    messages.success(
        request,
        ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", count)
        % {"n": count},
    )
