"""The club chooses the filters of its directory."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.enums import Role
from accounts.models import ClubSettings
from members.forms.facets import FacetsForm
from members.services import choose_company_facets, choose_directory_facets
from members.views.desk import DeskView
from members.views.facets import FacetKind
from members.views.kinds import (
    all_facets,
    company_facets,
    company_names_offered,
    names_offered,
)

#: Before the fields of the second list, and the name of its button.
COMPANIES = "companies"


class DirectoryFacets(DeskView):
    """Which filters members find beside the directory, and in which order."""

    roles = (Role.ORGANISER, Role.ADMINISTRATOR)
    template_name = "members/desk/directory.html"
    page_title = gettext_lazy("Directory")
    header_icon = "search"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The places as they are."""
        return self.show(people=self._people(), companies=self._companies())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Keep the places of one of the lists, or say what is wrong."""
        if COMPANIES in request.POST:
            form, choose = self._companies(request.POST), choose_company_facets
            forms = {"people": self._people(), "companies": form}
        else:
            form, choose = self._people(request.POST), choose_directory_facets
            forms = {"people": form, "companies": self._companies()}
        if not form.is_valid():
            return self.show(**forms, status=422)
        choose(form.names(), by=self.person)
        messages.success(request, _("The directory offers these filters from now on."))
        return redirect("members_desk:directory")

    def _people(self, data: Any = None) -> FacetsForm:
        offered = names_offered(ClubSettings.load().directory_facets)
        return FacetsForm(data, titles=_titles(all_facets()), offered=offered)

    def _companies(self, data: Any = None) -> FacetsForm:
        offered = company_names_offered(ClubSettings.load().company_facets)
        titles = _titles(company_facets())
        return FacetsForm(data, titles=titles, offered=offered, prefix=COMPANIES)


def _titles(kinds: Mapping[str, FacetKind]) -> dict[str, Any]:
    return {name: kind.title for name, kind in kinds.items()}
