"""A member answers: coming, not coming, taking it back. Each works without JavaScript."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from events import services
from events.enums import RegistrationStatus
from events.forms import AnswerForm, ReasonForm
from events.models import EventDate, Registration
from events.models.seeing import see_event
from events.models.terms import MOST_GUESTS
from events.rules import RegistrationRefused
from events.views.access import get_date_or_404

Act = Callable[[EventDate], Registration]


def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a seat, confirm an offered one, or join the line. GET leads back to the event."""
    event_date = get_date_or_404(request, slug)
    if request.method != "POST":
        return _to_event(event_date)
    questions = event_date.page.questions.all() if "asked" in request.POST else ()
    form = AnswerForm(request.POST, questions=questions)
    if not form.is_valid():
        return _refuse(request, event_date, _("Your answer is not complete."), form)
    wishes = form.answer()
    said = _said_of_listing(wishes["is_listed"]) if form.cleaned_data["only_listing"] else ""
    return _act(
        request,
        event_date,
        lambda date: services.register(
            date,
            request.user,  # type: ignore[arg-type]
            by=request.user,  # type: ignore[arg-type]
            viewer=request.viewer,  # type: ignore[attr-defined]
            **wishes,
        ),
        said=said,
        form=form,
    )


def maybe(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that one may come. GET leads back to the event."""
    return _answer(request, slug, services.answer_maybe)


def decline(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that one does not come. GET leads back to the event."""
    return _answer(request, slug, services.decline)


def _answer(request: HttpRequest, slug: str, service: Callable[..., Registration]) -> HttpResponse:
    """An answer that needs no more than a reason."""
    event_date = get_date_or_404(request, slug)
    if request.method != "POST":
        return _to_event(event_date)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _refuse(request, event_date, _("This text is too long or cannot be read."))
    reason = form.cleaned_data["reason"]
    return _act(
        request,
        event_date,
        lambda date: service(
            date,
            request.user,
            by=request.user,
            reason=reason,
            viewer=request.viewer,  # type: ignore[attr-defined]
        ),
    )


def guests(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who comes along from outside the club. GET leads back to the event."""
    event_date = get_date_or_404(request, slug)
    own = Registration.objects.filter(date=event_date, person=request.user.pk).first()
    if request.method != "POST" or own is None:
        return _to_event(event_date)
    names = request.POST.getlist("guest")[: 2 * MOST_GUESTS]
    return _act(
        request,
        event_date,
        lambda _date: services.set_guests(own, names, by=request.user),  # type: ignore[arg-type]
        said=_("Your guests are noted."),
    )


def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Give up a seat or a place in line. GET asks first, POST does it."""
    event_date = get_date_or_404(request, slug)
    own = Registration.objects.filter(date=event_date, person=request.user.pk).first()
    if own is None or not own.is_open:
        return _to_event(event_date)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context = {"event_date": event_date, "page": event_date.page, "own": own, "form": form}
        return render(request, "events/cancel.html", context)
    reason = form.cleaned_data["reason"]
    return _act(
        request,
        event_date,
        lambda _date: services.cancel_registration(own, by=request.user, reason=reason),  # type: ignore[arg-type]
    )


def _act(
    request: HttpRequest,
    event_date: EventDate,
    act: Act,
    *,
    said: str = "",
    form: AnswerForm | None = None,
) -> HttpResponse:
    """Do it, and show what came of it, in the words `said` where they are given."""
    try:
        registration = act(event_date)
    except RegistrationRefused as refusal:
        return _refuse(request, event_date, refusal.sentence, form)
    event_date = registration.date
    text = said or said_of(registration, event_date)
    if request.htmx:  # type: ignore[attr-defined]
        can_undo = registration.status == RegistrationStatus.CANCELLED and not event_date.is_full
        response = _partial(request, event_date, {"toast": text, "can_undo": can_undo})
        if not can_undo:
            trigger_client_event(response, "club:toast", {"text": text}, after="settle")
        return response
    messages.success(request, text)
    return _to_event(event_date)


def said_of(registration: Registration, event_date: EventDate) -> str:
    """What happened, and what happens next."""
    status = registration.status
    if registration.is_coming and event_date.page.takes_all_dates:
        return _("Noted: you come to all dates. An invitation for each is on its way to your mail.")
    if registration.is_coming:
        return _("Noted: see you on %(when)s. The invitation is on its way to your mail.") % {
            "when": event_date.when
        }
    if registration.is_waiting:
        return _("You are number %(position)s in line. We write as soon as a seat comes free.") % {
            "position": registration.position
        }
    if status == RegistrationStatus.CANCELLED and event_date.is_full:
        return _(
            "Your seat is offered to the next person in line. Thank you for saying so in time."
        )
    words = {
        RegistrationStatus.PENDING: _(
            "Your request is with the organisers. We write as soon as they have decided."
        ),
        RegistrationStatus.MAYBE: _(
            "Noted: you may come. No seat is kept for you until you say yes."
        ),
        RegistrationStatus.CANCELLED: _(
            "You are not coming any more. Thank you for saying so in time."
        ),
    }
    said = words.get(RegistrationStatus(status))
    return said or _("Noted: you are not coming. Thank you for answering.")


def _said_of_listing(is_listed: bool | None) -> str:
    if is_listed:
        return _("The other members see that you come.")
    return _("Only the organisers see that you come.")


def _refuse(
    request: HttpRequest, event_date: EventDate, sentence: str, form: AnswerForm | None = None
) -> HttpResponse:
    """Say why it cannot be done, beside the event as it is now; what was typed stays."""
    extra = {"refusal": sentence, "answer_form": form}
    if request.htmx:  # type: ignore[attr-defined]
        return _partial(request, event_date, extra)
    if form is not None and form.questions:
        context = {**event_date.page.get_context(request), **extra}
        return render(request, event_date.page.template, context, status=422)
    messages.error(request, sentence)
    return _to_event(event_date)


def _partial(request: HttpRequest, event_date: EventDate, extra: dict[str, Any]) -> HttpResponse:
    """The parts of the event's page that an answer changes."""
    page = event_date.page
    event_dates = list(page.dates.all())
    sight = see_event(
        page,
        event_dates,
        next(one for one in event_dates if one.pk == event_date.pk),
        request.viewer,  # type: ignore[attr-defined]
        request.user,
    )
    context = {"page": page, "sight": sight, "swapped": True, **extra}
    return render(request, "events/_answered.html", context)


def _to_event(event_date: EventDate) -> HttpResponse:
    return HttpResponseRedirect(f"{event_date.get_absolute_url()}#place")
