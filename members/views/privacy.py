"""What belongs to the person: what is recorded, taking it along, objecting, leaving for good."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import throttle
from accounts.audience import require_member_or_staff
from accounts.models import User
from accounts.registry import Kept, PersonalData, personal_data
from club.lib import clock
from members.forms.privacy import DeleteForm
from members.services import erase_person, period_of, periods, take_archive
from participation.ledger import end_objection, object_to_use, objected_at
from participation.models import Participation
from participation.personal import FACTS, tell_facts

#: Rows of one kind on the page; the archive holds all.
SHOWN = 6
PER_PAGE = 30


@dataclass(frozen=True)
class Section:
    """One kind of data: what it is for, and the newest of what there is.

    `count` is that of all rows, or of those that are shown where there may be more.
    """

    entry: PersonalData
    period: str
    rows: list[Kept]
    count: int
    has_more: bool = False


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the club records about me."""
    person = _person(request)
    known = periods()
    sections = [_section(entry, person, known) for entry in personal_data if entry.name != FACTS]
    facts = Participation.objects.of_person(person).order_by("-occurred_at", "-pk")
    page = Paginator(facts, PER_PAGE).get_page(request.GET.get("page"))
    entry = personal_data.get(FACTS)
    context = {
        "facts": Section(
            entry, period_of(entry, known), tell_facts(page, person), page.paginator.count
        ),
        "unnamed_on": _unnamed_on(known),
        "page": page,
        "sections": [
            section for section in sections if section.rows or section.entry.name == "looks"
        ],
        "empty": [
            section for section in sections if not section.rows and section.entry.name != "looks"
        ],
        "objected_at": objected_at(person),
    }
    return render(request, "members/privacy.html", context)


def _section(entry: PersonalData, person: User, known: dict[str, int]) -> Section:
    rows = list(islice(entry.export(person), SHOWN + 1))
    shown, has_more = rows[:SHOWN], len(rows) > SHOWN
    return Section(entry, period_of(entry, known), shown, len(shown), has_more)


def _unnamed_on(known: dict[str, int]) -> date:
    """Facts of before this day lose the name at the next run of the job."""
    return clock.today() - timedelta(days=known["facts.named"])


@require_POST
def objection(request: HttpRequest) -> HttpResponse:
    """Object to the use of the own facts, or take that back."""
    person = _member(request)
    if request.POST.get("answer") == "back":
        end_objection(person, by=person)
        messages.success(request, _("Your facts count again for your company."))
    else:
        object_to_use(person, by=person)
        messages.success(request, _("Done: your facts count nowhere any more."))
    return redirect("members:privacy")


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    """Everything as a ZIP; GET says what is in it."""
    person = _person(request)
    if request.method != "POST":
        return render(request, "members/export.html")
    throttle.begin_archive(request, str(person.pk))
    archive = take_archive(person, by=person, language=(get_language() or "fr")[:2])
    response = FileResponse(
        archive, as_attachment=True, filename=f"cercle-{clock.today():%Y-%m-%d}.zip"
    )
    response.headers["Content-Type"] = "application/zip"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the account for good; GET says what goes and what stays."""
    person = _person(request)
    is_staff = request.viewer.is_staff  # type: ignore[attr-defined]
    form = DeleteForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and not is_staff and form.is_valid():
        erase_person(User.objects.get(pk=person.pk), by=person)
        logout(request)
        return redirect("members:deleted")
    context: dict[str, Any] = {"form": form, "is_staff": is_staff}
    status = 422 if request.method == "POST" else 200
    return render(request, "members/delete.html", context, status=status)


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Farewell, the same for whoever opens it."""
    return render(request, "members/deleted.html")


def _person(request: HttpRequest) -> User:
    """Who asks. Raises Http404 for strangers."""
    require_member_or_staff(request.viewer)  # type: ignore[attr-defined]
    person: User = request.user  # type: ignore[assignment]
    return person


def _member(request: HttpRequest) -> User:
    """The member who asks: staff leave no facts. Raises Http404."""
    if not request.viewer.is_member:  # type: ignore[attr-defined]
        raise Http404
    return _person(request)
