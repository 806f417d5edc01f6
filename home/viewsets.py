"""Audiences and segments in the editing desk: listed, made, changed; archived, never deleted."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import (
    Count,
    IntegerField,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from accounts import services
from accounts.models import Audience, Company, Segment
from accounts.querysets import in_segment_q, listed_q
from accounts.viewsets import ServiceCreateView, ServiceEditView
from home.forms.audiences import AudienceForm, SegmentForm
from home.views.audiences import companies_shown

#: So many of the companies that an audience lists are named.
_NAMED = 5


def parts_of(audience: Any) -> str:
    """Tiers, segments and how many companies and people an audience names, in one line."""
    names = [str(row) for row in [*audience.tiers.all(), *audience.segments.all()]]
    names += [str(row) for row in audience.first_companies]
    more = audience.companies_named - len(audience.first_companies)
    if more:
        names.append(
            ngettext("%(count)s more company", "%(count)s more companies", more) % {"count": more}
        )
    if audience.people_named:
        names.append(_("%(count)s by name") % {"count": audience.people_named})
    return ", ".join(names)


def counted(parts: "Iterable[tuple[int, QuerySet[Any]]]") -> dict[int, int]:
    """How many rows each of the queries finds, by its number, asked all at once."""
    queries = [
        rows.order_by()
        .annotate(part=Value(number, output_field=IntegerField()))
        .values_list("part")
        .annotate(n=Count("pk"))
        for number, rows in parts
    ]
    return dict(queries[0].union(*queries[1:], all=True)) if queries else {}


def _links(through: Any) -> Coalesce:
    """How many rows of a table that only links an audience has."""
    rows = through.objects.filter(audience=OuterRef("pk")).order_by()
    return Coalesce(Subquery(rows.values("audience").annotate(n=Count("pk")).values("n")), Value(0))


class AudienceCreateView(ServiceCreateView):
    """Make an audience."""

    page_title = _("New audience")


class ShowsCompanies:
    """Shows beside the form which companies the segment has as it stands there.

    A module asks anew at each change; without it the button “Show” does, and nothing is written.
    """

    form: Any
    request: HttpRequest
    template_name = "home/cms/segment_form.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Write it, or show the companies where that is asked for."""
        if "show" not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        self.object = getattr(self, "object", None)
        self.form = self.get_form()  # type: ignore[attr-defined]
        context = self.get_context_data(form=self.form)
        return self.render_to_response(context)  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the companies, of which the first are named."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**context, **companies_shown(context["form"])}


class SegmentCreateView(ShowsCompanies, ServiceCreateView):
    """Make a segment."""

    page_title = _("New segment")


class SegmentEditView(ShowsCompanies, ServiceEditView):
    """Change a segment."""


def reach_of(audience: Any) -> SafeString:
    """How many people an audience reaches, leading to who they are."""
    url = reverse("home-audience-who", args=[audience.pk])
    return format_html('<a href="{}">{}</a>', url, audience.reach)


class CountedIndexView(generic.IndexView):
    """A list with a number in each line, all counted in one query."""

    number: str

    def count(self, rows: list[Any]) -> dict[int, int]:
        """The numbers of these rows by their keys; one that is missing is 0."""
        raise NotImplementedError

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With the numbers of the rows on the page."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        rows = list(context["object_list"])
        found = self.count(rows)
        for row in rows:
            setattr(row, self.number, found.get(row.pk, 0))
        return context


class SegmentIndexView(CountedIndexView):
    """The list of segments."""

    add_item_label = _("Add a segment")
    number = "clients"

    def count(self, rows: list[Any]) -> dict[int, int]:
        """How many clients each segment has today."""
        clients = Company.objects.current()
        return counted((row.pk, clients.filter(in_segment_q(row))) for row in rows)


class AudienceIndexView(CountedIndexView):
    """The list; the built-in audiences are shown and cannot be opened."""

    add_item_label = _("Add an audience")
    number = "reach"

    def get_base_queryset(self) -> QuerySet[Audience]:
        """Archived ones are offered no more."""
        first = Company.objects.order_by("name", "pk")[:_NAMED]
        return (
            Audience.objects.choosable()
            .annotate(
                companies_named=_links(Audience.companies.through),
                people_named=_links(Audience.people.through),
            )
            .prefetch_related(
                "tiers", "segments", Prefetch("companies", first, to_attr="first_companies")
            )
            .order_by("key", "pk")
        )

    def count(self, rows: list[Any]) -> dict[int, int]:
        """How many people each audience reaches, those apart who do not want to be found."""
        return counted((row.pk, row.members().filter(listed_q())) for row in rows)

    def get_edit_url(self, instance: Audience) -> str | None:
        """Where an audience of the club's own is changed."""
        return None if instance.key else super().get_edit_url(instance)

    def get_delete_url(self, instance: Audience) -> None:
        """Nothing is deleted from the list."""
        return


class AudienceEditView(ServiceEditView):
    """Change an audience of the club's own."""

    delete_item_label = _("Archive")

    def get_object(self, *args: Any, **kwargs: Any) -> Audience:
        """Built-in audiences stay as they are. Raises PermissionDenied."""
        audience: Audience = super().get_object(*args, **kwargs)
        if audience.key:
            raise PermissionDenied
        return audience

    @cached_property
    def can_delete(self) -> bool:
        """Whoever may change an audience may archive it."""
        return True


class AudienceArchiveView(generic.DeleteView):
    """Archiving: what has the audience keeps it, new things are not offered it."""

    permission_required = "change"
    page_title = _("Archive")
    success_message = _("“%(object)s” is archived.")
    template_name = "home/cms/archive_audience.html"

    def get_usage_url(self) -> None:
        """What uses the audience does not stand in the way."""
        return

    def delete_action(self) -> None:
        """Archive. A built-in one is refused."""
        if self.object.key:
            raise PermissionDenied
        services.archive_audience(self.object, by=self.request.user)


class AudienceViewSet(ModelViewSet):
    """Who may be chosen as an audience."""

    model = Audience
    icon = "group"
    name = "audiences"
    menu_label = _("Audiences")
    index_view_class = AudienceIndexView
    add_view_class = AudienceCreateView
    edit_view_class = AudienceEditView
    delete_view_class = AudienceArchiveView
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("parts", label=_("Names"), accessor=parts_of),
        Column("reach", label=_("People"), accessor=reach_of),
    ]

    def get_form_class(self, for_update: bool = False) -> type[AudienceForm]:
        """The same form for new and known ones."""
        return AudienceForm


class SegmentViewSet(ModelViewSet):
    """Sets of companies, of which audiences are made."""

    model = Segment
    icon = "list-ul"
    name = "segments"
    menu_label = _("Segments")
    index_view_class = SegmentIndexView
    add_view_class = SegmentCreateView
    edit_view_class = SegmentEditView
    copy_view_enabled = False
    list_display = [
        "name",
        Column("clients", label=_("Companies")),
    ]
    search_fields = ["name"]

    def get_form_class(self, for_update: bool = False) -> type[SegmentForm]:
        """The same form for new and known ones."""
        return SegmentForm


class AudienceGroup(ModelViewSetGroup):
    """One line of the menu for both."""

    menu_label = _("For whom")
    menu_icon = "group"
    menu_order = 300
    items = (AudienceViewSet("audiences"), SegmentViewSet("segments"))
