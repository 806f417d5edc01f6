"""The opening of a club: one page a step, an overview, and the button that opens."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.audience import require_roles
from accounts.enums import Role
from accounts.models import ClubSettings, User
from accounts.viewer import Viewer
from home import services
from home.enums import StepName
from home.forms.opening import ClubForm, EventForm, put_errors
from home.services import Step
from home.views.progress import mail_progress
from members.services import charter_in_force, write_charter

View = Callable[..., HttpResponse]
form_page = require_http_methods(["GET", "HEAD", "POST"])


def for_administrators(view: View) -> View:
    """A page of the opening: for administrators, as long as a step is left. Raises Http404."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_roles(viewer_of(request), Role.ADMINISTRATOR)
        club = ClubSettings.load(request_or_site=request)
        if club.is_open and services.is_opening_over(club):
            return redirect("home:day")
        return view(request, *args, **kwargs)

    return guarded


def who(request: HttpRequest) -> User:
    """Who asks, as the services want to hear it."""
    return cast(User, request.user)


def viewer_of(request: HttpRequest) -> Viewer:
    """The same as who may see what."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def show_step(
    request: HttpRequest, name: StepName, *, status: int = 200, **context: Any
) -> HttpResponse:
    """The page of a step, with all steps beside it."""
    club = ClubSettings.load(request_or_site=request)
    steps = services.opening_steps(club)
    number = list(StepName).index(name)
    following = steps[number + 1] if number + 1 < len(steps) else None
    words = {"steps": steps, "step": steps[number], "number": number + 1, "following": following}
    return render(request, f"home/opening/{name}.html", {**words, **context}, status=status)


@for_administrators
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every step: done, left out, or to do."""
    club = ClubSettings.load(request_or_site=request)
    steps = services.opening_steps(club)
    return render(
        request,
        "home/opening/overview.html",
        {
            "steps": steps,
            "next_step": next((step for step in steps if not step.is_settled), None),
            "left": [step for step in steps if not step.is_settled],
            "can_open": bool(club.supplier_name),
        },
    )


@for_administrators
@form_page
def club(request: HttpRequest) -> HttpResponse:
    """Name, supplier, tagline, contact, language, zone, and the charter."""
    row = ClubSettings.load(request_or_site=request)
    form = ClubForm(
        request.POST if request.method == "POST" else None,
        initial=ClubForm.known(row, charter_in_force()),
    )
    if request.method == "POST" and form.is_valid() and _write_club(request, form):
        return _saved(request, StepName.CLUB)
    return show_step(request, StepName.CLUB, status=_status(form), form=form)


def _write_club(request: HttpRequest, form: ClubForm) -> bool:
    words = dict(form.cleaned_data)
    charter = {f"text_{name}": words.pop(f"charter_{name}") for name in ("fr", "en")}
    try:
        services.name_club(by=who(request), **words)
        write_charter(by=who(request), asks_again=False, **charter)
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            renamed = {name.replace("text_", "charter_"): v for name, v in error.error_dict.items()}
            error = ValidationError(renamed)
        put_errors(form, error)
        return False
    return True


@for_administrators
@form_page
def mail(request: HttpRequest) -> HttpResponse:
    """A mail to the administrator: where it is, and what the mail server said."""
    if request.method == "POST":
        services.send_test_mail(by=who(request))
        return redirect("home:opening-mail")
    context: dict[str, Any] = {
        "progress": mail_progress(who(request)),
        "mailbox": reverse("notifications:mail-list") if settings.DEMO else "",
    }
    if request.GET.get("part"):
        return render(request, "home/opening/_mail_state.html", context)
    return show_step(request, StepName.MAIL, **context)


@for_administrators
@form_page
def event(request: HttpRequest) -> HttpResponse:
    """A first event from a short form, published or kept as a draft."""
    form = EventForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        publish = request.POST.get("act") == "publish"
        try:
            page = services.write_event(
                form.words(), by=who(request), key=form.cleaned_data["key"], publish=publish
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            kept = _("“%(title)s” is kept as a draft.")
            done = _("“%(title)s” is published.") if page.live else kept
            messages.success(request, done % {"title": page.title})
            return _saved(request, StepName.EVENT, tell=False)
    return show_step(request, StepName.EVENT, status=_status(form), form=form)


@for_administrators
@require_POST
def leave_out(request: HttpRequest, name: str) -> HttpResponse:
    """Go on without a step, or take it up again."""
    if name not in StepName.values:
        raise Http404
    step = StepName(name)
    if request.POST.get("act") == "take-up":
        services.take_step_up(step, by=who(request))
        return redirect(f"home:opening-{step}")
    services.leave_step_out(step, by=who(request))
    return go_on(request, step)


@for_administrators
@require_POST
def open_club(request: HttpRequest) -> HttpResponse:
    """Let every member in. A second time changes nothing."""
    try:
        services.open_the_club(by=who(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("home:opening")
    messages.success(request, _("The club is open. Now invite the others, wave by wave."))
    return redirect("home-waves")


def _saved(request: HttpRequest, name: StepName, *, tell: bool = True) -> HttpResponse:
    if tell:
        messages.success(request, _("Saved."))
    return go_on(request, name)


def go_on(request: HttpRequest, name: StepName) -> HttpResponse:
    """To the next step that is left, or to the overview."""
    steps: list[Step] = services.opening_steps(ClubSettings.load())
    later = steps[list(StepName).index(name) + 1 :]
    following = next((step for step in later if not step.is_settled), None)
    return redirect(following.url if following else "home:opening")


def _status(form: Any) -> int:
    return 422 if form.is_bound else 200
