"""Meetings of two contacts: proposing, answering, moving, cancelling, and the own ones."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.audience import Viewer, get_visible_or_404
from accounts.models import User
from club.lib import clock
from members import services
from members.enums import MeetingState
from members.forms.meetings import MoveForm, ProposalForm, ReasonForm
from members.models import Meeting
from members.notices.meetings import when_in_words
from members.views.acting import me, member_or_404
from members.views.people import get_reachable_or_404
from notifications.enums import PartStat
from notifications.ical import build_download

#: Of what is over, so many are listed.
PAST_SHOWN = 20


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """What waits for the viewer's answer, what is agreed, what they proposed, what is over."""
    viewer, now = member_or_404(request), clock.now()
    rows = Meeting.objects.visible_to(viewer).select_related("by__profile", "guest__profile")
    alive = list(rows.alive().prefetch_related("times"))
    asked: list[dict[str, Any]] = []
    sent: list[dict[str, Any]] = []
    coming: list[dict[str, Any]] = []
    past: list[dict[str, Any]] = []
    for row in alive:
        item = _item(row, viewer, now)
        if row.is_agreed:
            (past if row.is_over(now) else coming).append(item)
        elif not item["times"]:
            past.append(item)
        else:
            (asked if row.guest_id == viewer.user_id else sent).append(item)
    coming.sort(key=lambda item: item["meeting"].starts_at)
    context = {"asked": asked, "coming": coming, "sent": sent, "past": past[:PAST_SHOWN]}
    return render(request, "members/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meet(request: HttpRequest, person_id: int) -> HttpResponse:
    """Propose two or three times to a contact. Raises Http404 for others."""
    viewer = member_or_404(request)
    membership = get_reachable_or_404(viewer, person_id)
    if not membership.is_contact:  # type: ignore[attr-defined]
        raise Http404
    person, zone = membership.person, timezone.get_current_timezone_name()
    form = ProposalForm(request.POST if request.method == "POST" else None, initial={"zone": zone})
    if form.is_bound and form.is_valid():
        made = _propose(request, person, form)
        if made is not None:
            return redirect("members:meeting", made.pk)
    context = {"person": person, "company": membership.company, "form": form}
    return render(
        request, "members/propose_meeting.html", context, status=422 if form.is_bound else 200
    )


def _propose(request: HttpRequest, person: User, form: ProposalForm) -> Meeting | None:
    """Do it; None when it was refused, which the form then says."""
    times = form.times()
    if form.errors:
        return None
    names = ("minutes", "place", "link", "line", "zone")
    words = {name: form.cleaned_data[name] for name in names}
    try:
        made = services.propose_meeting(person, by=me(request), times=times, **words)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    except services.NotThere:
        raise Http404 from None
    sentence = _("Your proposal is sent. We tell you what %(name)s chooses.")
    messages.success(request, sentence % {"name": person.full_name})
    return made


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting, as mail and calendar link to it; opening it changes nothing."""
    viewer = member_or_404(request)
    return _page(request, _find(viewer, pk), viewer)


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Pick one of the times."""
    viewer = member_or_404(request)
    row = _find(viewer, pk)
    try:
        chosen = datetime.fromisoformat(request.POST.get("starts_at", ""))
    except ValueError:
        raise Http404 from None
    if chosen.utcoffset() is None:
        raise Http404
    done = _act(request, row, services.accept_meeting, starts_at=chosen)
    if done:
        sentence = _("You meet %(name)s. Both calendars get the invitation.")
        messages.success(request, sentence % {"name": _other(row, viewer).full_name})
    return redirect("members:meeting", pk)


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that none of the times fits."""
    return _end(request, pk, services.decline_meeting, _("Noted. %(name)s is told."))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call off what was agreed."""
    sentence = _("The meeting is cancelled. %(name)s is told, and both calendars follow.")
    return _end(request, pk, services.cancel_meeting, sentence)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    row = _find(member_or_404(request), pk)
    if _act(request, row, services.withdraw_meeting):
        messages.success(request, _("Your proposal is taken back."))
    return redirect("members:meetings")


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time or place for what was agreed."""
    viewer = member_or_404(request)
    row = _find(viewer, pk)
    if not row.is_agreed or row.is_over(clock.now()):
        raise Http404
    form = MoveForm(request.POST if request.method == "POST" else None, initial=_now_words(row))
    if form.is_bound and form.is_valid() and _move(request, row, form):
        return redirect("members:meeting", pk)
    context = {"meeting": row, "form": form, "other": _other(row, viewer)}
    status = 422 if form.is_bound else 200
    return render(request, "members/meeting_move.html", context, status=status)


def _move(request: HttpRequest, row: Meeting, form: MoveForm) -> bool:
    starts_at = form.instant(1, row.time_zone)
    if starts_at is None:
        return False
    words = {name: form.cleaned_data[name] for name in ("minutes", "place", "link")}
    try:
        services.move_meeting(row, by=me(request), starts_at=starts_at, **words)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    except services.NotThere:
        raise Http404 from None
    messages.success(request, _("The meeting is changed, and both calendars follow."))
    return True


@require_safe
def calendar_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What was agreed as a file, with the UID of the mails."""
    row = _find(member_or_404(request), pk)
    if row.calendar_entry is None:
        raise Http404
    content = build_download([row.calendar_entry], person=me(request))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response


# --- Steps ----------------------------------------------------------------------------------
def _find(viewer: Viewer, pk: int) -> Meeting:
    rows = Meeting.objects.select_related("by__profile", "guest__profile", "calendar_entry")
    row: Meeting = get_visible_or_404(rows, viewer, pk=pk)
    return row


def _end(
    request: HttpRequest, pk: int, service: Callable[..., Meeting], sentence: str
) -> HttpResponse:
    viewer = member_or_404(request)
    row, form = _find(viewer, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, row, viewer, form=form)
    if _act(request, row, service, reason=form.cleaned_data["reason"]):
        messages.success(request, sentence % {"name": _other(row, viewer).full_name})
    return redirect("members:meetings")


def _act(request: HttpRequest, row: Meeting, service: Callable[..., Meeting], **words: Any) -> bool:
    """Do it; False when it was refused, which a message then says. Raises Http404."""
    try:
        service(row, by=me(request), **words)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    except services.NotThere:
        raise Http404 from None
    return True


def _page(
    request: HttpRequest, row: Meeting, viewer: Viewer, *, form: ReasonForm | None = None
) -> HttpResponse:
    now = clock.now()
    context = {
        **_item(row, viewer, now),
        "is_mine": row.by_id == viewer.user_id,
        "is_asked": row.guest_id == viewer.user_id and row.state == MeetingState.PROPOSED,
        "is_over": row.is_over(now),
        "doubt": _doubt(row, viewer),
        "form": form or ReasonForm(),
    }
    return render(request, "members/meeting.html", context, status=422 if form else 200)


def _item(row: Meeting, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """A meeting with the other one, and its times in words."""
    times = [
        {"value": each.starts_at.isoformat(), "words": when_in_words(row, each.starts_at)}
        for each in row.times.all()
        if each.starts_at > now and row.state == MeetingState.PROPOSED
    ]
    return {
        "meeting": row,
        "other": _other(row, viewer),
        "times": times,
        "when": when_in_words(row, row.starts_at) if row.starts_at else "",
    }


def _doubt(row: Meeting, viewer: Viewer) -> str:
    """What the other one's calendar last said, where it is no yes."""
    if row.calendar_entry is None or not row.is_agreed:
        return ""
    guest = row.calendar_entry.guests.filter(person=row.other(viewer.user_id)).first()
    return str(PartStat(guest.partstat).label) if guest and guest.partstat != "ACCEPTED" else ""


def _other(row: Meeting, viewer: Viewer) -> User:
    other: User = row.guest if row.by_id == viewer.user_id else row.by
    return other


def _now_words(row: Meeting) -> dict[str, Any]:
    """How it stands, on the clocks of the place."""
    start = (row.starts_at or clock.now() + timedelta(days=1)).astimezone(ZoneInfo(row.time_zone))
    return {
        "day_1": start.date(),
        "hour_1": start.time(),
        "minutes": row.minutes,
        "place": row.place,
        "link": row.link,
    }
