"""What organisers do to a date on the site itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.audience import require_roles
from accounts.enums import Role
from events import services
from events.enums import RegistrationStatus
from events.forms import ReasonForm
from events.models import Registration
from events.rules import RegistrationRefused
from events.views.access import get_date_or_404


@require_POST
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Say yes or no to somebody who asked for a seat, or take a seat back."""
    require_roles(request.viewer, Role.ORGANISER)  # type: ignore[attr-defined]
    event_date = get_date_or_404(request, slug)
    rows = event_date.registrations.select_related("person")
    registration = get_object_or_404(rows, pk=_number(request.POST.get("registration")))
    try:
        if request.POST.get("act") == "approve":
            row = services.approve_registration(registration, by=request.user)  # type: ignore[arg-type]
        else:
            form = ReasonForm(request.POST)
            reason = form.cleaned_data["reason"] if form.is_valid() else ""
            row = services.refuse_registration(registration, by=request.user, reason=reason)  # type: ignore[arg-type]
    except RegistrationRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _decided(row))
    path = reverse("events:attendees", args=[slug])
    status = RegistrationStatus.PENDING if event_date.page.needs_approval else ""
    return HttpResponseRedirect(f"{path}?date={event_date.pk}&status={status}")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def _decided(row: Registration) -> str:
    name = {"name": row.person.full_name}
    if row.is_coming:
        return _("%(name)s comes, and is told by mail.") % name
    if row.is_waiting:
        return _("All seats are taken: %(name)s waits in line, and is told by mail.") % name
    return _("%(name)s has no seat, and is told by mail.") % name


def cancel_date(request: HttpRequest, slug: str) -> HttpResponse:
    """Call a date off. GET says who will be told, POST does it."""
    require_roles(request.viewer, Role.ORGANISER)  # type: ignore[attr-defined]
    event_date = get_date_or_404(request, slug)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_date(event_date, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        except RegistrationRefused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("The date is cancelled, and everybody concerned is told."))
        return HttpResponseRedirect(event_date.get_absolute_url())
    context = {
        "page": event_date.page,
        "event_date": event_date,
        "form": form,
        "told": services.count_told_of_cancelling(event_date),
    }
    return render(request, "events/cancel_date.html", context)
