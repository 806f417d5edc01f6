"""Answering through the link in a mail, without signing in: opening shows, the button acts."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from accounts.audience import viewer_for
from accounts.models import ClubSettings, User
from accounts.viewer import Viewer
from club.lib import clock
from events import rules, services, words
from events.forms import AnswerForm
from events.links import read_answer_token
from events.models import EventDate, Registration
from events.rules import RegistrationRefused

Act = Callable[[EventDate, User, Viewer], object]


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def answer(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What the mail said, and its reader's answer.

    The token says who: nothing is asked of who is signed in. It ends with the event, and while its
    reader may not see the event, it does not exist.
    """
    event_date, person, viewer = _find(slug, token)
    club = ClubSettings.load()
    with (
        translation.override(person.language or club.language),
        timezone.override(ZoneInfo(person.time_zone or club.time_zone)),
    ):
        if request.method == "POST":
            return _act(request, event_date, person, viewer)
        return _show(request, event_date, person)


def _show(
    request: HttpRequest, event_date: EventDate, person: User, form: AnswerForm | None = None
) -> HttpResponse:
    """The page; with the `form` that was sent, where it has to be filled in again."""
    context = _context(event_date, person, form)
    response = render(request, "events/answer.html", context, status=422 if form else 200)
    response["X-Robots-Tag"] = "noindex"
    return response


def _find(slug: str, token: str) -> tuple[EventDate, User, Viewer]:
    """Date, reader, and what they may see. Raises Http404 alike for all that does not hold."""
    try:
        date_id, person_id = read_answer_token(token)
    except (BadSignature, TypeError, ValueError) as error:
        raise Http404 from error
    person = User.objects.filter(pk=person_id, is_active=True).first()
    viewer = viewer_for(person) if person else None
    if person is None or viewer is None or not viewer.is_member:
        raise Http404
    rows = EventDate.objects.visible_to(viewer).select_related("page", "calendar_entry")
    event_date = rows.filter(pk=date_id, page__slug=slug).first()
    if event_date is None or event_date.is_over(clock.now()):
        raise Http404
    return event_date, person, viewer


def _context(event_date: EventDate, person: User, form: AnswerForm | None) -> dict[str, object]:
    """Title, time and place as in the mail, and where its reader stands; nobody else's name.

    Mails are handed on: what its reader once answered to the organisers' questions is not shown.
    """
    own = Registration.objects.filter(date=event_date, person=person).first()
    if own is not None:
        own.date = event_date
    has_place = own is not None and own.is_open and not own.is_maybe
    if form is None and not has_place:
        form = AnswerForm(questions=event_date.page.questions.all())
    return {
        "page": event_date.page,
        "event_date": event_date,
        "person": person,
        "own": own,
        "has_place": has_place,
        "is_full": any(one.is_full for one in _taken_with(event_date)),
        "form": form,
        "until": words.offered_until(own) if own is not None and own.is_offered else "",
        "place": event_date.place_for(comes=own is not None and own.is_coming) or _("Online"),
        "standing": words.standing(event_date, own),
        "own_clock": words.on_own_clock(event_date, timezone.get_current_timezone_name()),
    }


def _taken_with(event_date: EventDate) -> list[EventDate]:
    """The dates that an answer to this one is about."""
    if not event_date.page.takes_all_dates:
        return [event_date]
    others = event_date.page.dates.exclude(pk=event_date.pk)
    return rules.taken_with(event_date, [event_date, *others], clock.now())


def _act(request: HttpRequest, event_date: EventDate, person: User, viewer: Viewer) -> HttpResponse:
    """Do what the button says, and show the page as it is then."""
    said = request.POST.get("answer", "")
    if said == "yes":
        return _come(request, event_date, person, viewer)
    act = _ACTS.get(said)
    if act is not None:
        try:
            act(event_date, person, viewer)
        except RegistrationRefused as refusal:
            messages.error(request, refusal.sentence)
    return HttpResponseRedirect(request.path)


def _come(
    request: HttpRequest, event_date: EventDate, person: User, viewer: Viewer
) -> HttpResponse:
    """Register with the answers to what the organisers ask; what was typed stays."""
    questions = event_date.page.questions.all() if "asked" in request.POST else ()
    form = AnswerForm(request.POST, questions=questions)
    if not form.is_valid():
        messages.error(request, _("Your answer is not complete."))
        return _show(request, event_date, person, form)
    try:
        services.register(event_date, person, by=person, viewer=viewer, **form.answer())
    except RegistrationRefused as refusal:
        messages.error(request, refusal.sentence)
        if form.questions:
            return _show(request, event_date, person, form)
    return HttpResponseRedirect(request.path)


def _doubt(event_date: EventDate, person: User, viewer: Viewer) -> None:
    services.answer_maybe(event_date, person, by=person, viewer=viewer)


def _decline(event_date: EventDate, person: User, _viewer: Viewer) -> None:
    services.answer_no(event_date, person, by=person)


_ACTS: dict[str, Act] = {"maybe": _doubt, "no": _decline}
