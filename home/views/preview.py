"""The staff looks at the site as a tier or as a member sees it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import preview
from accounts.audience import require_roles
from accounts.enums import STAFF_ROLES
from accounts.models import Membership, Tier
from members.models.search import memberships_matching_q
from members.querysets import by_name, handled_memberships
from members.views.desk import DeskView

#: Of the members that fit a search, so many are shown.
_SHOWN = 20


class PreviewStart(DeskView):
    """Choose as whom to look: a tier, or a member whom one may know of."""

    template_name = "home/cms/preview.html"
    page_title = gettext_lazy("Preview the site")
    header_icon = "view"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The tiers, and the members that fit what was typed."""
        query = request.GET.get("q", "").replace("\0", "").strip()[:200]
        person = request.GET.get("person", "")
        found: Any = []
        if query:
            found = self._members().filter(memberships_matching_q(query, self.viewer))
        elif person.isascii() and person.isdigit() and len(person) < 19:
            found = self._members().filter(person=person)
        rows = by_name(found)[:_SHOWN] if query or found else []
        return self.show(tiers=Tier.objects.all(), query=query, rows=rows)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Begin it. Raises Http404 for what is not there to look as."""
        kind, pk = request.POST.get("as", ""), request.POST.get("pk", "")
        number = int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 19 else 0
        if kind == "tier":
            tier = self.find_or_404(Tier.objects.all(), pk=number)
            preview.begin_tier(request.session, tier, by=self.person)
        elif kind == "member":
            member = self.find_or_404(self._members(), person=number)
            preview.begin_member(request.session, member, by=self.person)
        else:
            raise Http404
        return redirect("home:day")

    def _members(self) -> Any:
        rows = handled_memberships(self.viewer).filter(pk__in=Membership.objects.active())
        return rows.select_related("person", "company__tier")


def end_preview(request: HttpRequest) -> HttpResponse:
    """See the club as oneself again. Raises Http404 for who is not of the staff."""
    require_roles(request.viewer, *STAFF_ROLES)  # type: ignore[attr-defined]
    if request.method == "POST":
        preview.end(request.session, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("You see the club as yourself again."))
        return redirect("home-preview")
    return redirect("home:day")
