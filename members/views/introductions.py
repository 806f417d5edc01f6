"""Bringing two people together: proposing it, answering it, and what became of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.audience import Viewer, get_visible_or_404
from accounts.models import User
from club.lib import clock
from members import services
from members.enums import IntroductionAnswer, IntroductionState
from members.forms.introductions import IntroductionForm
from members.models import Introduction
from members.models.sight import PersonSight, see_person
from members.querysets import by_name, reachable_memberships, with_closeness
from members.rules import can_introduce, can_see_rivals
from members.views.acting import me
from members.views.people import get_reachable_or_404

#: Of the own ones, so many are listed, the latest first.
SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def introduce(request: HttpRequest, person_id: int) -> HttpResponse:
    """Choose to whom a person is introduced, and write a line to each."""
    viewer = _introducer_or_404(request)
    person = get_reachable_or_404(viewer, person_id).person
    people = by_name(services.introducible(viewer, person_id))
    form = IntroductionForm(
        request.POST if request.method == "POST" else None,
        people=people,
        labels=_labels(person),
    )
    apart = None
    if form.is_bound and form.is_valid():
        try:
            if _introduce(request, person, form):
                return redirect("members:introductions")
        except services.Apart as warning:
            apart = _apart(warning, form.cleaned_data["other"].person, viewer)
    context = {"person": person, "form": form, "can_choose": people.exists(), "apart": apart}
    status = 422 if form.is_bound else 200
    return render(request, "members/introduce.html", context, status=status)


def _labels(person: User) -> dict[str, str]:
    words = {"name": person.get_short_name()}
    return {
        "other": _("To whom would you like to introduce %(name)s?") % words,
        "line_to_one": _("A line to %(name)s: why the other one?") % words,
        "line_to_other": _("A line to the other one: why %(name)s?") % words,
    }


def _apart(warning: services.Apart, other: User, viewer: Viewer) -> dict[str, Any]:
    """What is said before two are asked whose companies compete: the pair to who reads that list,
    else whom to ask.
    """
    known = [row for row in warning.rows if can_see_rivals(viewer, row.company)]
    hidden = [row for row in warning.rows if row not in known]
    asked = {row.company.account_manager for row in hidden}
    names = sorted(one.full_name for one in asked if one is not None)
    return {"other": other, "known": known, "asks": bool(hidden), "managers": names}


def _introduce(request: HttpRequest, person: User, form: IntroductionForm) -> bool:
    """Do it; False when it was refused, which the form then says. Raises services.Apart until the
    team has been told of these two.
    """
    words = form.cleaned_data
    other = words["other"].person
    lines = {name: words[name] for name in ("line_to_one", "line_to_other")}
    knows = request.POST.get("apart") == str(other.pk)  # said of these two, not of another pair
    try:
        services.introduce(person, other, by=me(request), knows_apart=knows, **lines)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    except services.NotThere:
        raise Http404 from None
    sentence = _("%(one)s and %(other)s are asked. We tell you when both have agreed.")
    messages.success(request, sentence % {"one": person.full_name, "other": other.full_name})
    return True


@require_safe
def introduction_list(request: HttpRequest) -> HttpResponse:
    """Those that wait for the viewer's answer, and those that the viewer proposed."""
    viewer = _introducer_or_404(request)
    rows = Introduction.objects.visible_to(viewer).select_related(
        "by", "one__profile", "other__profile"
    )
    waiting, made = [], []
    now = clock.now()
    for row in rows[:SHOWN]:
        if row.by_id == viewer.user_id:
            made.append({"row": row, "is_open": row.is_open_at(now)})
        elif row.is_open_at(now) and row.answer_of(viewer.user_id) == IntroductionAnswer.NONE:
            waiting.append({"row": row, "other": _other(row, viewer)})
    return render(request, "members/introductions.html", {"waiting": waiting, "made": made})


@require_safe
def introduction(request: HttpRequest, pk: int) -> HttpResponse:
    """One introduction with its two answers, as the mail links to it; opening changes nothing."""
    viewer = _introducer_or_404(request)
    rows = Introduction.objects.select_related("by__profile", "one", "other")
    row: Introduction = get_visible_or_404(rows, viewer, pk=pk)
    if viewer.user_id == row.by_id:
        return redirect("members:introductions")
    if row.state == IntroductionState.MADE:
        return redirect("members:person-detail", row.counterpart(viewer.user_id))
    return render(request, "members/introduction.html", _context(row, viewer))


def _context(row: Introduction, viewer: Viewer) -> dict[str, Any]:
    """What one of the two sees: what the directory shows of the other, never their answer."""
    sight = _sight(row, viewer)
    is_open = row.is_open_at(clock.now()) and sight is not None
    return {
        "introduction": row,
        "sight": sight,
        "other": _other(row, viewer),
        "line": row.line_for(viewer.user_id),
        "is_open": is_open,
        "has_agreed": row.answer_of(viewer.user_id) == IntroductionAnswer.YES,
        "has_answered": row.answer_of(viewer.user_id) != IntroductionAnswer.NONE,
    }


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes."""
    row = _answer(request, pk, agrees=True)
    if row.state == IntroductionState.MADE:
        other = row.counterpart(request.user.pk)
        messages.success(request, _("You have both agreed, and are in contact."))
        return redirect("members:person-detail", other)
    messages.success(request, _("Noted. You are in contact as soon as the other one agrees too."))
    return redirect("members:introduction", pk)


@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no."""
    _answer(request, pk, agrees=False)
    messages.success(request, _("Noted. The others read that it did not come about, not why."))
    return redirect("members:introductions")


def _answer(request: HttpRequest, pk: int, *, agrees: bool) -> Introduction:
    viewer = _introducer_or_404(request)
    rows = Introduction.objects.select_related("by", "one", "other")
    row: Introduction = get_visible_or_404(rows, viewer, pk=pk)
    try:
        return services.answer_introduction(row, by=me(request), agrees=agrees)
    except services.NotThere:
        raise Http404 from None


def _sight(row: Introduction, viewer: Viewer) -> PersonSight | None:
    rows = with_closeness(reachable_memberships(viewer), viewer)
    membership = rows.filter(person_id=row.counterpart(viewer.user_id)).first()
    return see_person(membership, viewer) if membership else None


def _other(row: Introduction, viewer: Viewer) -> User:
    return row.other if row.one_id == viewer.user_id else row.one


def _introducer_or_404(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not can_introduce(viewer):
        raise Http404
    return viewer
