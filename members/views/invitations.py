"""A correspondent invites colleagues of the own company."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.audience import get_visible_or_404
from accounts.models import Company
from members.forms.invitations import InviteForm
from members.models import Invitation
from members.models.team import asked_of, places_of
from members.rules import can_invite_colleagues
from members.services import invite as write_invitation
from members.services import resend_invitation, revoke_invitation


def own_company(request: HttpRequest, slug: str) -> Company:
    """The company of this slug when the viewer is its correspondent. Raises Http404."""
    viewer = request.viewer  # type: ignore[attr-defined]
    company: Company = get_visible_or_404(Company.objects.all(), viewer, slug=slug)
    if not can_invite_colleagues(viewer, company):
        raise Http404
    return company


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite a colleague; below the form, the invitations that wait."""
    company = own_company(request, slug)
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        initial={"language": (get_language() or "fr")[:2]},
    )
    if request.method == "POST" and form.is_valid() and _write(request, company, form):
        return redirect("members:invite", slug=company.slug)
    places = places_of(company)
    context = {
        "company": company,
        "form": form,
        "limit": places.limit,
        "places_left": places.left,
        "may_invite": True,
        **asked_of(company),
    }
    status = 422 if form.is_bound else 200
    return render(request, "members/invite.html", context, status=status)


def _write(request: HttpRequest, company: Company, form: InviteForm) -> bool:
    """Write the invitation; False when it was refused, which the form then says."""
    words = form.cleaned_data
    try:
        write_invitation(
            words["email"],
            company,
            by=request.user,  # type: ignore[arg-type]
            first_name=words["first_name"],
            last_name=words["last_name"],
            job_title=words["job_title"],
            language=words["language"],
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    sent = _("The invitation for %(address)s is on its way.")
    messages.success(request, sent % {"address": words["email"]})
    return True


@require_POST
def resend(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Send a waiting invitation again."""
    company, invitation = _waiting(request, slug, pk)
    try:
        resend_invitation(invitation, by=request.user)  # type: ignore[arg-type]
        done = _("Sent again to %(address)s. The link in the earlier mail no longer works.")
        messages.success(request, done % {"address": invitation.email})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("members:invite", slug=company.slug)


@require_POST
def revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw a waiting invitation."""
    company, invitation = _waiting(request, slug, pk)
    try:
        revoke_invitation(invitation, by=request.user)  # type: ignore[arg-type]
        done = _("The invitation for %(address)s is withdrawn.")
        messages.success(request, done % {"address": invitation.email})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("members:invite", slug=company.slug)


def _waiting(request: HttpRequest, slug: str, pk: int) -> tuple[Company, Invitation]:
    """The company and one of its invitations. Raises Http404."""
    company = own_company(request, slug)
    invitation = Invitation.objects.filter(company=company, pk=pk).first()
    if invitation is None:
        raise Http404
    return company, invitation
