"""Members at the desk: found by the staff; suspended, let in and let go by administrators."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from accounts import services
from accounts.enums import Role
from accounts.models import Membership
from members import rules
from members.forms.desk_lists import ListFilter, PeopleFilter
from members.forms.desk_member import MemberForm
from members.models.sight import see_people
from members.querysets import handled_memberships, team_q, with_closeness
from members.services import update_profile
from members.services.departures import note_departure
from members.services.exports import export_people
from members.views.desk import DeskView
from members.views.desk_lists import BulkView, ExportView, ListView

_SERVICES: dict[str, Any] = {
    "suspend": services.suspend_membership,
    "resume": services.resume_membership,
    "end": note_departure,
}


_ACTS = (
    {"name": "suspend", "label": gettext_lazy("Suspend")},
    {"name": "resume", "label": gettext_lazy("Let in again")},
)


class PeopleList(ListView):
    """Everybody with an open membership whom the viewer may know of."""

    template_name = "members/desk/people.html"
    page_title = gettext_lazy("People")
    header_icon = "group"
    filter_class = PeopleFilter

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list, narrowed and sorted."""
        chosen = self.get_filter()
        rows = with_closeness(chosen.rows(), self.viewer)  # type: ignore[attr-defined]
        context = self.list_context(chosen, rows)
        return self.show(
            **context,
            people=see_people(context["page"], self.viewer),
            suspends=rules.can_suspend(self.viewer),
            acts=_ACTS,
        )


class PeopleExport(ExportView):
    """The list of people as a file, with the fields that the viewer may read of each."""

    filter_class = PeopleFilter

    def export(self, chosen: ListFilter, form: str) -> tuple[bytes, str]:
        """What somebody keeps for nobody, or for contacts, is absent unless it is the team's."""
        rows = with_closeness(chosen.rows(), self.viewer)  # type: ignore[attr-defined]
        people = see_people(rows.select_related("person__known_as"), self.viewer)
        return export_people(people, by=self.person, form=form, chosen=chosen.chosen), _("people")


class PeopleBulk(BulkView):
    """Suspend many people, or let them in again."""

    roles = (Role.ADMINISTRATOR,)
    filter_class = PeopleFilter
    page_title = gettext_lazy("Change many people")
    header_icon = "group"
    parent = ("members_desk:people", gettext_lazy("People"))
    back = "members_desk:people"

    def rows(self) -> Any:
        """Everybody in the club."""
        return handled_memberships(self.viewer).select_related("person", "company")

    def chosen_rows(self) -> list[Any]:
        """Those for whom the act changes something. Raises Http404 for an unknown act."""
        act = self.request.POST.get("act", "")
        if act not in {"suspend", "resume"}:
            raise Http404
        is_suspended = act == "resume"
        return [r for r in super().chosen_rows() if (r.suspended_at is not None) is is_suspended]

    def do(self, rows: list[Any]) -> str:
        """All of them or none."""
        act = self.request.POST["act"]
        with transaction.atomic():
            for membership in rows:
                _SERVICES[act](membership, by=self.person)
        sentences = {
            "suspend": ngettext(
                "%(count)d person is suspended.", "%(count)d people are suspended.", len(rows)
            ),
            "resume": ngettext(
                "%(count)d person may come in again.",
                "%(count)d people may come in again.",
                len(rows),
            ),
        }
        return sentences[act] % {"count": len(rows)}

    def words(self, rows: list[Any]) -> dict[str, Any]:
        """The act, and whom it is about."""
        labels = {"suspend": _("Suspend"), "resume": _("Let in again")}
        return {
            "label": labels[self.request.POST["act"]],
            "names": [f"{row.person.full_name} ({row.company.name})" for row in rows[:40]],
            "is_serious": self.request.POST["act"] == "suspend",
        }


class MemberEdit(DeskView):
    """Name, title and function of one member, for the team of the company."""

    template_name = "members/desk/member.html"
    header_icon = "user"
    parent = ("members_desk:people", gettext_lazy("People"))
    membership: Membership

    def get_page_title(self) -> str:
        """Whom it is about."""
        return self.membership.person.full_name

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Fetch the membership first. Raises Http404."""
        rows = Membership.objects.open().filter(team_q(self.viewer))
        related = rows.select_related("person__profile", "company")
        self.membership = self.find_or_404(related, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The form."""
        row = self.membership
        form = MemberForm(
            initial={
                "first_name": row.person.first_name,
                "last_name": row.person.last_name,
                "job_title": row.job_title,
                "function": row.function,
            }
        )
        return self.show(form=form, membership=row)

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Write it, or say what is wrong."""
        form = MemberForm(request.POST)
        if not form.is_valid():
            return self.show(status=422, form=form, membership=self.membership)
        words = dict(form.cleaned_data)
        function = words.pop("function")
        with transaction.atomic():
            update_profile(self.membership.person, by=self.person, **words)
            services.change_membership(self.membership, by=self.person, function=function)
        done = _("%(name)s is saved.") % {"name": self.membership.person.full_name}
        messages.success(request, done)
        return redirect("members_desk:people")


class MembershipAct(DeskView):
    """Suspend, resume or end one membership; asks first."""

    template_name = "members/desk/confirm.html"
    header_icon = "group"
    roles = (Role.ADMINISTRATOR,)
    parent = ("members_desk:people", gettext_lazy("People"))

    def get_page_title(self) -> str:
        """What is about to be done."""
        titles = {
            "suspend": _("Suspend"),
            "resume": _("Let in again"),
            "end": _("Note the departure"),
        }
        return titles[self.kwargs["act"]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Know the act and fetch the membership first. Raises Http404."""
        rows = Membership.objects.open().select_related("person", "company")
        if kwargs["act"] not in _SERVICES:
            raise Http404
        self.membership = self.find_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
        """The question."""
        return self.show(
            question=self._question(act),
            back=reverse("members_desk:people"),
            is_serious=act != "resume",
        )

    def _question(self, act: str) -> str:
        words = {
            "name": self.membership.person.full_name,
            "company": self.membership.company.name,
        }
        questions = {
            "suspend": _(
                "Suspend %(name)s (%(company)s)? They are signed out at once and found nowhere "
                "any more; seats and what they wrote are kept."
            ),
            "resume": _("Let %(name)s (%(company)s) in again?"),
            "end": _(
                "Note that %(name)s has left %(company)s? They are signed out at once and found "
                "nowhere any more. For another day, or to take it back within thirty days, open "
                "the company’s page “People and places”."
            ),
        }
        return questions[act] % words

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
        """Do it."""
        _SERVICES[act](self.membership, by=self.person)
        done = {
            "suspend": _("%(name)s is suspended."),
            "resume": _("%(name)s may come in again."),
            "end": _("%(name)s has left."),
        }
        name = self.membership.person.full_name
        messages.success(request, done[act] % {"name": name})
        return redirect("members_desk:people")
