"""Administrators suspend members, let them in again, and note departures."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts import services
from accounts.enums import Role
from accounts.models import Membership
from members.models.search import memberships_matching_q
from members.services.departures import note_departure
from members.views.desk import DeskView

_SERVICES = {
    "suspend": services.suspend_membership,
    "resume": services.resume_membership,
    "end": note_departure,
}


class PeopleList(DeskView):
    """Everybody with an open membership, the suspended included."""

    template_name = "members/desk/people.html"
    page_title = gettext_lazy("People")
    header_icon = "group"
    roles = (Role.ADMINISTRATOR,)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list, narrowed by a name, a company or an address."""
        query = request.GET.get("q", "").replace("\0", "").strip()[:200]
        rows = Membership.objects.open().select_related("person__profile", "company")
        if query:
            wanted = memberships_matching_q(query, request.viewer)  # type: ignore[attr-defined]
            rows = rows.filter(wanted | Q(person__email__icontains=query))
        ordered = rows.order_by("person__last_name", "person__first_name", "pk")
        return self.show(page=self.page_of(ordered), query=query)


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
