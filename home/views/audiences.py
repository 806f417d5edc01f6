"""Who is meant by an audience, and which companies by a segment that is being made."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import AudienceKey, Role
from accounts.models import Audience, Company, Membership, User
from accounts.querysets import listed_q
from home.forms.audiences import SegmentForm
from members.models.search import companies_matching_q
from members.querysets import team_q
from members.views.desk import DeskView

#: Of a segment that is being made, so many companies are named.
NAMED = 60
#: So many are proposed while one types.
PROPOSED = 12


def companies_shown(form: SegmentForm) -> dict[str, Any]:
    """How many companies the segment in the form has, and the first of them."""
    found = form.fitting()
    count = found.count()
    return {"fitting": found[:NAMED], "fitting_count": count, "fitting_more": max(0, count - NAMED)}


class SegmentCompanies(DeskView):
    """The companies of the segment as it stands in the form, for a page that asks by itself."""

    roles = (Role.ORGANISER,)
    template_name = "home/cms/_segment_companies.html"

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """The part of the page that changes; nothing is written."""
        return self.show(**companies_shown(SegmentForm(request.POST)))


class CompanyFinder(DeskView):
    """Clients that fit what is typed, for a form that proposes them."""

    roles = (Role.ORGANISER,)

    def get(self, request: HttpRequest) -> JsonResponse:
        """The first of them, by name."""
        query = request.GET.get("q", "").replace("\0", "")[:80].strip()
        fits = companies_matching_q(query) | Q(external_id__iexact=query)
        rows = Company.objects.current().filter(fits) if query else Company.objects.none()
        found = rows.order_by("directory_entry__sort_name", "pk")[:PROPOSED]
        answer = JsonResponse(
            {"companies": [{"id": r.pk, "name": r.name, "city": r.city} for r in found]}
        )
        answer["Cache-Control"] = "private, no-store"
        return answer


class AudienceWho(DeskView):
    """“Who is this?”: the people and the companies that an audience reaches today."""

    roles = (Role.ORGANISER,)
    template_name = "home/cms/audience_who.html"
    header_icon = "group"
    parent = ("audiences:index", gettext_lazy("Audiences"))
    audience: Audience

    def get_page_title(self) -> str:
        """The audience."""
        return _("Who is “%(name)s”?") % {"name": self.audience}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Fetch the audience first. Raises Http404."""
        rows = Audience.objects.all()
        self.audience = self.find_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The list of people, or of companies."""
        people = self._people()
        companies = Company.objects.filter(
            pk__in=Membership.objects.active().filter(person__in=people).values("company_id")
        )
        show = "companies" if request.GET.get("show") == "companies" else ""
        rows: Any = self._named(people)
        if show:
            rows = companies.select_related("tier").order_by("directory_entry__sort_name", "pk")
        return self.show(
            audience=self.audience,
            people_count=people.count(),
            companies_count=companies.count(),
            page=self.page_of(rows),
            show=show,
            address="show=companies" if show else "",
        )

    def _people(self) -> "QuerySet[User]":
        """Whom the viewer may know of: who hides is neither named nor counted for others."""
        people: QuerySet[User] = self.audience.members()
        if self.audience.key == AudienceKey.STAFF:
            return people
        own = Membership.objects.active().filter(team_q(self.viewer)).values("person_id")
        return people.filter(listed_q() | Q(pk__in=own))

    def _named(self, people: "QuerySet[User]") -> Any:
        if self.audience.key == AudienceKey.STAFF:
            return people.order_by("last_name", "first_name", "pk")
        rows = Membership.objects.active().filter(person__in=people)
        related = rows.select_related("person", "company__tier")
        return related.order_by("person__profile__sort_name", "person__last_name", "pk")
