"""What organisers do to a date on the site itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.audience import require_roles
from accounts.enums import Role
from events import services
from events.forms import ReasonForm
from events.rules import RegistrationRefused
from events.views.access import get_date_or_404


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
    waiting = event_date.registrations.waiting().count()
    context = {
        "page": event_date.page,
        "event_date": event_date,
        "form": form,
        "told": event_date.seats_taken + waiting,
    }
    return render(request, "events/cancel_date.html", context)
