"""The step of an opening that takes clients in: from a file, pasted, or typed one by one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import Company
from club.lib.tables import Unreadable
from home import services
from home.enums import StepName
from home.forms.opening import ClientForm, ImportForm, put_errors
from home.services.clients import PlanChanged, plan_clients, seal_of, take_in_clients, text_of
from home.views.opening import for_administrators, form_page, show_step, viewer_of, who
from members.imports import rows_of
from members.models import ImportReview, KnownPerson
from members.services import Overtaken

#: Of a long preview, so many lines are shown.
LINES_SHOWN = 400


@for_administrators
@form_page
def clients(request: HttpRequest) -> HttpResponse:
    """The page; a preview of a file changes nothing."""
    act = request.POST.get("act", "")
    form = ClientForm(request.POST if act == "add" else None)
    import_form = ImportForm(
        request.POST if act in {"read", "apply"} else None, request.FILES or None
    )
    preview: dict[str, Any] = {}
    if form.is_bound and form.is_valid() and _add(request, form):
        return redirect("home:opening-clients")
    if import_form.is_bound and import_form.is_valid():
        if act == "apply" and _take_in(request, import_form):
            return redirect("home:opening-clients")
        import_form, preview = _preview(request, import_form)
    failed = form.is_bound or (import_form.is_bound and not preview)
    return show_step(
        request,
        StepName.CLIENTS,
        status=422 if failed else 200,
        form=form,
        import_form=import_form,
        preview=preview,
        **_there(request),
    )


def _there(request: HttpRequest) -> dict[str, Any]:
    """What the club has."""
    rows = Company.objects.current().select_related("tier").order_by("-pk")
    viewer = viewer_of(request)
    return {
        "count": rows.count(),
        "people": KnownPerson.objects.visible_to(viewer).count(),
        "latest": rows[:5],
        "reviews": ImportReview.objects.visible_to(viewer).waiting().count(),
    }


def _add(request: HttpRequest, form: ClientForm) -> bool:
    words = form.cleaned_data
    try:
        company = services.add_client(
            words["name"],
            words["tier"],
            by=who(request),
            city=words["city"],
            contact=form.contact(),
        )
    except ValidationError as error:
        put_errors(form, error)
        return False
    messages.success(request, _("%(name)s is a client of the club.") % {"name": company.name})
    return True


def _preview(request: HttpRequest, form: ImportForm) -> tuple[ImportForm, dict[str, Any]]:
    """What the text would do, and a form that holds the text; or a form that says why not."""
    upload = form.cleaned_data["file"]
    try:
        text = text_of(upload.read(), upload.name) if upload else form.cleaned_data["text"]
        planned = plan_clients(text, by=who(request))
    except Unreadable as error:
        form.add_error("file" if upload else "text", str(error))
        return form, {}
    rows = list(rows_of(planned))
    preview = {
        "counts": planned.counts,
        "rows": rows[:LINES_SHOWN],
        "more": max(0, len(rows) - LINES_SHOWN),
        "unread": planned.unknown_columns,
        "seal": seal_of(text, planned),
    }
    return ImportForm(initial={"text": text}), preview


def _take_in(request: HttpRequest, form: ImportForm) -> bool:
    """Do what was shown; False where it has to be looked at again."""
    try:
        planned = take_in_clients(
            form.cleaned_data["text"], seal=request.POST.get("seal", ""), by=who(request)
        )
    except (PlanChanged, Overtaken):
        messages.warning(
            request, _("Something changed since you looked. Look again, then take it in.")
        )
    except Unreadable:
        return False  # the preview that follows says why
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        counts = planned.counts
        done = _("Taken in: %(companies)s new clients, %(people)s new people.")
        words = {"companies": counts.companies_created, "people": counts.people_created}
        messages.success(request, done % words)
        return True
    return False
