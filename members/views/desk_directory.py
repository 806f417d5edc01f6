"""The club chooses the filters of its directory."""

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
from members.services import choose_directory_facets
from members.views.desk import DeskView
from members.views.kinds import all_facets, names_offered


class DirectoryFacets(DeskView):
    """Which filters members find beside the directory, and in which order."""

    roles = (Role.ORGANISER, Role.ADMINISTRATOR)
    template_name = "members/desk/directory.html"
    page_title = gettext_lazy("Directory")
    header_icon = "search"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The places as they are."""
        return self.show(form=self._form())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Keep the places, or say what is wrong."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.show(form=form, status=422)
        choose_directory_facets(form.names(), by=self.person)
        messages.success(request, _("The directory offers these filters from now on."))
        return redirect("members_desk:directory")

    def _form(self, data: Any = None) -> FacetsForm:
        titles = {name: kind.title for name, kind in all_facets().items()}
        offered = names_offered(ClubSettings.load().directory_facets)
        return FacetsForm(data, titles=titles, offered=offered)
