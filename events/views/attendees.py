"""Who comes."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from accounts.audience import require_roles
from accounts.enums import Role
from club.lib import clock
from club.lib.tables import write_csv
from events import words
from events.enums import RegistrationStatus
from events.models import EventDate, Registration
from events.views.access import get_date_or_404

PAGE_SIZE = 60
COMPANIES_SHOWN = 40


@require_safe
def attendees(request: HttpRequest, slug: str) -> HttpResponse:
    """Members see those who agreed to be shown; organisers see every answer."""
    event_date = get_date_or_404(request, slug)
    viewer = request.viewer  # type: ignore[attr-defined]
    rows = Registration.objects.visible_to(viewer).filter(date=event_date)
    build = _for_organisers if viewer.is_organiser else _for_members
    context = {
        "page": event_date.page,
        "event_date": event_date,
        "dates": list(event_date.page.dates.all()),
        **build(rows, event_date, request.GET.get("status", "")),
    }
    context["page_obj"] = Paginator(context.pop("rows"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return render(request, "events/attendees.html", context)


def _for_members(rows: Any, event_date: EventDate, _wanted: str) -> dict[str, Any]:
    shown = rows.coming().with_people().order_by("company__name", "person__last_name", "pk")
    return {"rows": shown, "hidden": max(0, event_date.seats_taken - shown.count())}


def _for_organisers(rows: Any, event_date: EventDate, wanted: str) -> dict[str, Any]:
    """Every status with its number, one of them at a time or all, and the companies that come."""
    counts = rows.count_by_status()
    status = wanted if wanted in counts else ""
    chosen = rows.filter(status=status) if status else rows
    companies = rows.count_by_company()
    order = ("waitlisted_at",) if status == RegistrationStatus.WAITLISTED else ("company__name",)
    rows = chosen.with_people().prefetch_related("guests")
    return {
        "rows": rows.order_by(*order, "person__last_name", "pk"),
        "questions": list(event_date.page.questions.all()),
        "can_decide": not (event_date.is_cancelled or event_date.is_over(clock.now())),
        "statuses": [
            (value, label, counts[value])
            for value, label in RegistrationStatus.choices
            if value in counts
        ],
        "status": status,
        "total": sum(counts.values()),
        "companies": companies[:COMPANIES_SHOWN],
        "more_companies": max(0, len(companies) - COMPANIES_SHOWN),
    }


@require_safe
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """Every answer as a table for a spreadsheet, with what was asked; organisers only."""
    require_roles(request.viewer, Role.ORGANISER)  # type: ignore[attr-defined]
    event_date = get_date_or_404(request, slug)
    questions = list(event_date.page.questions.all())
    registrations = event_date.registrations.with_people().prefetch_related("guests")
    order = ("company__name", "person__last_name", "pk")
    head = words.table_head(questions)
    lines = [words.table_line(row, questions) for row in registrations.order_by(*order)]
    response = HttpResponse(
        write_csv([head, *lines]),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="attendees.csv"'},
    )
    patch_cache_control(response, private=True, no_store=True)
    return response
