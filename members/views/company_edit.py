"""The correspondent changes the page of the own company."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.audience import get_visible_or_404
from accounts.models import Company, User
from members.forms.companies import CompanyForm
from members.models import CompanyChange
from members.rules import can_edit_company
from members.services import ask_company_change, describe_company, withdraw_company_change
from members.views.pictures import serve


def _own_company(request: HttpRequest, slug: str) -> Company:
    """The company of this slug when the viewer is its correspondent. Raises Http404."""
    viewer = request.viewer  # type: ignore[attr-defined]
    company: Company = get_visible_or_404(
        Company.objects.select_related("account_manager"), viewer, slug=slug
    )
    if not can_edit_company(viewer, company):
        raise Http404
    return company


def _waiting(company: Company) -> CompanyChange | None:
    found: CompanyChange | None = CompanyChange.objects.filter(company=company).waiting().first()
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The words, the name and the logo; what waits for the club is said above them."""
    company = _own_company(request, slug)
    waiting = _waiting(company)
    form = CompanyForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        company=company,
        asked_name=waiting.name if waiting else "",
    )
    if request.method == "POST" and form.is_valid() and _save(request, company, form):
        return redirect(company)
    latest = CompanyChange.objects.filter(company_id=company.pk).decided().first()
    context = {
        "company": company,
        "form": form,
        "waiting": waiting,
        "latest": None if waiting else latest,
    }
    status = 422 if form.is_bound else 200
    return render(request, "members/company_edit.html", context, status=status)


def _save(request: HttpRequest, company: Company, form: CompanyForm) -> bool:
    """Save everything or nothing; False when something was refused, which the form then says."""
    by: User = request.user  # type: ignore[assignment]
    logo = form.cleaned_data["logo"]
    before = _waiting(company)
    try:
        with transaction.atomic():
            describe_company(company, by=by, **form.words())
            asked = ask_company_change(company, by=by, name=form.cleaned_data["name"], logo=logo)
    except ValidationError as error:
        form.add_error(None if hasattr(error, "error_dict") else "logo", error)
        return False
    is_new = asked is not None and (before is None or bool(logo) or before.name != asked.name)
    messages.success(
        request,
        _("Your words are saved. The club looks at the name and the logo, and tells you.")
        if is_new and asked is not None and asked.is_waiting
        else _("The page of your company is saved."),
    )
    return True


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Want the new name and logo no more."""
    company = _own_company(request, slug)
    waiting = _waiting(company)
    if waiting is not None:
        withdraw_company_change(waiting, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Your request is taken back. Name and logo stay."))
    return redirect("members:company-edit", slug=company.slug)


@require_safe
def asked_logo(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The logo that waits, for those who asked and those who decide."""
    viewer = request.viewer  # type: ignore[attr-defined]
    rows = CompanyChange.objects.waiting()
    change = get_visible_or_404(rows, viewer, company__slug=slug)
    return serve(request, change.logo)
