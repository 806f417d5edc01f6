"""The welcome of somebody who has just joined: three short steps, each of which may be skipped."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import JobFunction
from accounts.models import ClubSettings, Membership, User
from club.lib.urls import safe_next
from members.forms.welcome import ShownForm, TopicsForm, WhoForm
from members.models import Arrival
from members.models.arrival import STEPS
from members.models.search import popular_topics
from members.services import (
    arrival_of,
    dismiss_greeting,
    go_to_step,
    hide_person,
    mails_of,
    profile_of,
    set_face,
    set_function,
    set_mails,
    show_person,
    update_profile,
)

PROPOSALS = 12


@require_safe
def resume(request: HttpRequest) -> HttpResponse:
    """On to the step that comes next; home for those who are through."""
    arrival = _arrival(request)
    if arrival is None:
        return redirect("/")
    return redirect("members:welcome-step", arrival.step)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: int) -> HttpResponse:
    """One step: saved and on, saved and back, or skipped. Raises Http404 beyond the last one."""
    arrival = _arrival(request)
    if number not in STEPS:
        raise Http404
    if arrival is None:
        return redirect("members:me")
    person: User = User.objects.select_related("profile").get(pk=request.user.pk)
    build, save = _FORMS[number]
    form = build(request, person)
    if request.method == "POST":
        skips = request.POST.get("go") == "skip"
        if skips or (form.is_valid() and save(person, form)):
            return _go(request, arrival, person, number)
    context = {
        "form": form,
        "number": number,
        "steps": STEPS,
        "person": person,
        "company": Membership.objects.get(pk=_viewer(request).membership_id).company,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, f"members/welcome/step_{number}.html", context, status=status)


def _go(request: HttpRequest, arrival: Arrival, person: User, number: int) -> HttpResponse:
    """To the step that the button names, or home after the last one."""
    back = request.POST.get("go") == "back" and number > STEPS[0]
    arrival = go_to_step(arrival, number - 1 if back else number + 1, by=person)
    if person.language:
        translation.activate(person.language)
    if arrival.finished_at is None:
        return redirect("members:welcome-step", arrival.step)
    club = ClubSettings.load(request_or_site=request).club_name
    words = {"club": club, "name": person.get_short_name()}
    messages.success(request, _("Welcome to %(club)s, %(name)s.") % words)
    return redirect("/")


@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """Put the greeting on the day away. Raises Http404 for those who are no members."""
    if not _viewer(request).is_member:
        raise Http404
    dismiss_greeting(request.user, by=request.user)  # type: ignore[arg-type]
    return redirect(safe_next(request))


def _viewer(request: HttpRequest) -> Any:
    return request.viewer  # type: ignore[attr-defined]


def _arrival(request: HttpRequest) -> Arrival | None:
    """The unfinished welcome of the one who asks. Raises Http404 for those who are no members."""
    if not _viewer(request).is_member:
        raise Http404
    arrival = arrival_of(request.user)
    return arrival if arrival is not None and arrival.finished_at is None else None


# --- 1: who I am ----------------------------------------------------------------------------
def _who(request: HttpRequest, person: User) -> forms.Form:
    posted = request.method == "POST"
    return WhoForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        person=person,
        membership=Membership.objects.get(pk=_viewer(request).membership_id),
    )


def _save_who(person: User, form: forms.Form) -> bool:
    """Save everything or nothing; False when the picture was refused, which the form then says."""
    words = dict(form.cleaned_data)
    face, function = words.pop("face"), JobFunction(words.pop("function"))
    try:
        with transaction.atomic():
            if face:
                set_face(person, face, by=person)
            update_profile(person, by=person, **words)
            set_function(person, function, by=person)
    except ValidationError as error:
        form.add_error("face" if face else None, error)
        return False
    return True


# --- 2: what I can help with and look for ---------------------------------------------------
def _topics(request: HttpRequest, person: User) -> forms.Form:
    return TopicsForm(
        request.POST if request.method == "POST" else None,
        profile=profile_of(person),
        proposals=popular_topics(_viewer(request), PROPOSALS),
    )


def _save_topics(person: User, form: forms.Form) -> bool:
    words = form.cleaned_data
    update_profile(person, by=person, can_help_with=words["helps"], looks_for=words["looks"])
    return True


# --- 3: what is shown to whom ---------------------------------------------------------------
def _shown(request: HttpRequest, person: User) -> forms.Form:
    return ShownForm(
        request.POST if request.method == "POST" else None,
        person=person,
        profile=profile_of(person),
        membership=Membership.objects.get(pk=_viewer(request).membership_id),
        mails=mails_of(person),
    )


@transaction.atomic
def _save_shown(person: User, form: forms.Form) -> bool:
    update_profile(person, by=person, **form.changes())  # type: ignore[attr-defined]
    set_hidden = hide_person if form.cleaned_data["hides"] else show_person
    set_hidden(person, by=person)
    if "mails" in form.cleaned_data:
        set_mails(person, form.cleaned_data["mails"], by=person)
    return True


Builder = Callable[[HttpRequest, User], forms.Form]
Saver = Callable[[User, forms.Form], bool]
_FORMS: dict[int, tuple[Builder, Saver]] = {
    1: (_who, _save_who),
    2: (_topics, _save_topics),
    3: (_shown, _save_shown),
}
