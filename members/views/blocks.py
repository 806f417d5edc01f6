"""Blocking somebody, the list of whom one has blocked, and telling the club."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.audience import get_visible_or_404
from accounts.models import Membership, User
from members import services
from members.forms.blocks import ReportForm
from members.models import Block
from members.views.acting import me, member_or_404
from members.views.people import get_reachable_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, person_id: int) -> HttpResponse:
    """Want to hear nothing more from somebody. GET says what follows, POST does it."""
    person = _other_or_404(request, person_id).person
    if request.method != "POST":
        return render(request, "members/block.html", {"person": person})
    try:
        services.block_person(person, by=me(request))
    except services.NotThere:
        raise Http404 from None
    sentence = _("You hear nothing more from %(name)s, who is not told.")
    messages.success(request, sentence % {"name": person.full_name})
    return redirect("members:blocks")


@require_POST
def unblock(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take a block back."""
    viewer = member_or_404(request)
    row = get_visible_or_404(Block.objects.select_related("person"), viewer, person_id=person_id)
    services.unblock_person(row.person, by=me(request))
    sentence = _("%(name)s is not blocked any more.")
    messages.success(request, sentence % {"name": row.person.full_name})
    return redirect("members:blocks")


@require_safe
def block_list(request: HttpRequest) -> HttpResponse:
    """Whom one has blocked, the latest first."""
    viewer = member_or_404(request)
    rows = list(Block.objects.visible_to(viewer).select_related("person__profile"))
    here = Membership.objects.active().filter(person__in=[row.person_id for row in rows])
    companies = dict(here.values_list("person_id", "company__name"))
    blocked = [{"block": row, "company": companies.get(row.person_id, "")} for row in rows]
    return render(request, "members/blocks.html", {"blocked": blocked})


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, person_id: int) -> HttpResponse:
    """Tell the club's team about somebody."""
    person = _other_or_404(request, person_id).person
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _report(request, person, form):
        return redirect("members:blocks" if form.cleaned_data["block"] else "members:contacts")
    context = {"person": person, "form": form}
    return render(request, "members/report.html", context, status=422 if form.is_bound else 200)


def _report(request: HttpRequest, person: User, form: ReportForm) -> bool:
    """Do it; False when it was refused, which the form then says."""
    words = form.cleaned_data
    try:
        services.report_person(person, by=me(request), reason=words["reason"], note=words["note"])
        if words["block"]:
            services.block_person(person, by=me(request))
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    except services.NotThere:
        raise Http404 from None
    sentence = _("The club’s team has it, and tells you when it was read. %(name)s is not told.")
    messages.success(request, sentence % {"name": person.full_name})
    return True


def _other_or_404(request: HttpRequest, person_id: int) -> Membership:
    """Somebody else whose page the viewer, a member, may open. Raises Http404."""
    viewer = member_or_404(request)
    if viewer.user_id == person_id:
        raise Http404
    return get_reachable_or_404(viewer, person_id)
