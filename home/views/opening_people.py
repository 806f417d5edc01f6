"""The steps of an opening that are about people: the team and the founders."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.access import admit_staff
from accounts.enums import Role
from accounts.models import ClubSettings, Company, User
from home import services
from home.enums import StepName
from home.forms.opening import AssignForm, FounderForm, StaffForm, put_errors
from home.querysets import page_of
from home.views.opening import for_administrators, form_page, show_step, viewer_of, who
from members.models import Invitation, KnownPerson
from members.models.search import companies_matching_q

PER_PAGE = 50
_LONGEST_ID = 18


def chosen_ids(values: Sequence[str]) -> list[int]:
    """The numbers of rows among what a form sent; nonsense is left out."""
    return [int(v) for v in values if v.isascii() and v.isdigit() and len(v) <= _LONGEST_ID]


@for_administrators
@form_page
def team(request: HttpRequest) -> HttpResponse:
    """Who runs the club, and which clients are whose."""
    act = request.POST.get("act", "")
    posted = request.POST if request.method == "POST" else None
    staff_form = StaffForm(posted if act == "admit" else None)
    assign_form = AssignForm(posted if act.startswith("assign") else None)
    if staff_form.is_bound and staff_form.is_valid() and _admit(request, staff_form):
        return redirect("home:opening-team")
    if assign_form.is_bound and assign_form.is_valid() and _assign(request, assign_form, act):
        return redirect(request.get_full_path())
    bound = staff_form.is_bound or assign_form.is_bound
    context = {"form": staff_form, "assign_form": assign_form, **_team_lists(request)}
    return show_step(request, StepName.TEAM, status=422 if bound else 200, **context)


def _team_lists(request: HttpRequest) -> dict[str, Any]:
    query = _query(request)
    companies = Company.objects.current().select_related("account_manager", "tier")
    orphans = companies.filter(account_manager=None).count()
    if query:
        companies = companies.filter(companies_matching_q(query))
    elif orphans:
        companies = companies.filter(account_manager=None)
    staff = User.objects.staff().prefetch_related("groups").order_by("last_name", "email")
    return {
        "staff": staff,
        "has_managers": User.objects.with_role(Role.ACCOUNT_MANAGER).exists(),
        "companies": page_of(companies.order_by("name", "pk"), request.GET.get("p"), PER_PAGE),
        "orphans": orphans,
        "query": query,
    }


def _admit(request: HttpRequest, form: StaffForm) -> bool:
    words = dict(form.cleaned_data)
    roles = [Role(name) for name in words.pop("roles")]
    try:
        person = admit_staff(words.pop("email"), roles, by=who(request), **words)
    except ValidationError as error:
        put_errors(form, error)
        return False
    if person.last_login is None:
        done = _("%(address)s receives a link to come in, once, within seven days.")
    else:
        done = _("%(address)s has the new part from now on.")
    messages.success(request, done % {"address": person.email})
    return True


def _assign(request: HttpRequest, form: AssignForm, act: str) -> bool:
    rows = Company.objects.current()
    if act == "assign-orphans":
        rows = rows.filter(account_manager=None)
    else:
        rows = rows.filter(pk__in=chosen_ids(request.POST.getlist("company")))
    companies = list(rows)
    if not companies:
        form.add_error(None, _("Choose at least one client."))
        return False
    try:
        services.assign_clients(companies, form.cleaned_data["manager"], by=who(request))
    except ValidationError as error:
        put_errors(form, error)
        return False
    count = len(companies)
    words = {"count": count, "name": form.cleaned_data["manager"].full_name}
    done = ngettext(
        "%(count)s client is looked after by %(name)s.",
        "%(count)s clients are looked after by %(name)s.",
        count,
    )
    messages.success(request, done % words)
    return True


@for_administrators
@form_page
def founders(request: HttpRequest) -> HttpResponse:
    """Ten people who get in first: chosen among those known, or typed."""
    act = request.POST.get("act", "")
    form = FounderForm(
        request.POST if act == "type" else None,
        initial={"language": (get_language() or "fr")[:2]},
    )
    if act == "choose":
        _invite_chosen(request)
        return redirect(request.get_full_path())
    if form.is_bound and form.is_valid() and _invite_typed(request, form):
        return redirect("home:opening-founders")
    query = _query(request)
    known = KnownPerson.objects.invitable().visible_to(viewer_of(request))
    if query:
        known = known.matching(query)
    ordered = known.select_related("company__tier").order_by(
        "company__tier__rank", "company__name", "last_name", "pk"
    )
    invited = Invitation.objects.filter(is_founder=True, revoked_at=None)
    return show_step(
        request,
        StepName.FOUNDERS,
        status=422 if form.is_bound else 200,
        form=form,
        people=page_of(ordered, request.GET.get("p"), PER_PAGE),
        invited=invited.select_related("company").order_by("pk"),
        count=services.founders_invited(),
        wanted=services.FOUNDERS_WANTED,
        query=query,
        is_open=ClubSettings.load(request_or_site=request).is_open,
    )


def _invite_chosen(request: HttpRequest) -> None:
    chosen = KnownPerson.objects.visible_to(viewer_of(request)).filter(
        pk__in=chosen_ids(request.POST.getlist("person"))[:PER_PAGE]
    )
    sent = 0
    for known in chosen.select_related("company"):
        try:
            sent += services.invite_known_founder(known, by=who(request)) is not None
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    if sent:
        done = ngettext(
            "%(count)s invitation is on its way.", "%(count)s invitations are on their way.", sent
        )
        messages.success(request, done % {"count": sent})
    elif not chosen:
        messages.error(request, _("Choose at least one person."))


def _invite_typed(request: HttpRequest, form: FounderForm) -> bool:
    words = dict(form.cleaned_data)
    email = words.pop("email")
    try:
        services.invite_founder(email, words.pop("company"), by=who(request), **words)
    except ValidationError as error:
        put_errors(form, error)
        return False
    done = _("The invitation for %(address)s is on its way.")
    messages.success(request, done % {"address": email})
    return True


def _query(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()[:100]
