"""The competitors of a company: read and kept by few, and never by those who are named."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.audience import get_visible_or_404
from accounts.models import Company
from members import services
from members.models import Rival
from members.models.rival import MOST_RIVALS
from members.models.search import companies_matching_q
from members.rules import can_name_rivals, can_see_rivals

FOUND = 12


@require_safe
def rival_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom the company named; for those who keep the list, a search for others to name."""
    viewer = request.viewer  # type: ignore[attr-defined]
    company = _company_or_404(request, slug)
    rows = list(Rival.objects.visible_to(viewer).filter(company=company).select_related("rival"))
    may_name = can_name_rivals(viewer, company)
    query = request.GET.get("q", "").replace("\0", "").strip()[:80]
    context = {
        "company": company,
        "rivals": rows,
        "may_name": may_name,
        "limit": MOST_RIVALS,
        "query": query,
        "found": _find(request, company, rows, query) if may_name and query else [],
    }
    return render(request, "members/rivals.html", context)


@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Name one more; who searched goes on from the list."""
    company = _company_or_404(request, slug)
    chosen = request.POST.get("company", "")
    found = Company.objects.filter(pk=chosen).first() if _is_number(chosen) else None
    try:
        if found is None:
            raise services.NotThere
        services.name_rival(company, found, by=request.user)  # type: ignore[arg-type]
    except services.NotThere:
        raise Http404 from None
    except services.Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        done = _("%(name)s is on the list. What is kept back is kept back from now on.")
        messages.success(request, done % {"name": found.name})
    return redirect("members:rivals", company.slug)


@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a company off the list."""
    company = _company_or_404(request, slug)
    try:
        services.drop_rival(company, pk, by=request.user)  # type: ignore[arg-type]
    except services.NotThere:
        raise Http404 from None
    messages.success(request, _("It is off the list."))
    return redirect("members:rivals", company.slug)


def _company_or_404(request: HttpRequest, slug: str) -> Company:
    viewer = request.viewer  # type: ignore[attr-defined]
    company: Company = get_visible_or_404(Company.objects.all(), viewer, slug=slug)
    if not can_see_rivals(viewer, company):
        raise Http404
    return company


def _find(request: HttpRequest, company: Company, rows: list[Rival], query: str) -> list[Company]:
    """Companies of the directory that the words find and that can be named."""
    viewer = request.viewer  # type: ignore[attr-defined]
    known = {company.pk, *(row.rival_id for row in rows)}
    found = Company.objects.visible_to(viewer).filter(companies_matching_q(query))
    return list(found.exclude(pk__in=known).order_by("directory_entry__sort_name", "pk")[:FOUND])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18
